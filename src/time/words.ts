/** A date in English words, believed only where chrono dropped nothing of it and guessed nothing. */

import { type RichText, say } from '../messages/rich-text.ts';
import { UserError } from '../messages/user-error.ts';
import { figuresIn } from './figures.ts';
import { meaningOf, wallOfResult } from './meaning.ts';
import type { Parse } from './parser.ts';
import {
  anotherZone,
  type Clock,
  END_OF_DAY,
  lengthAlone,
  midnight,
  quoted,
  refusal,
  severalDates,
  usualExamples,
} from './refusals.ts';
import { type Meant, settle } from './settle.ts';
import { asIfUtc } from './wall.ts';

// CST is a clock in America and one in China, IST one in India, Ireland and Israel; chrono chooses for us.
const ZONE =
  /(?<!\p{L})(?:(?:utc|gmt)(?: ?[+−-] ?\d{1,2}(?::?\d\d)?)?|a[cekw]st|a[cek]dt|ast|adt|bst|brt|cest|cet|cdt|cst|ct|eest|eet|edt|est|et|hkt|hst|ist|jst|kst|mdt|mesz|mez|msk|mst|mt|ndt|nst|nzdt|nzst|pdt|pkt|pst|pt|sast|sgt|wib)(?!\p{L})|(?<=:\d\d ?)[+−-]\d{2}:?\d{2}$/iu;
const MIDNIGHT = /\b(?:12 )?midnight\b|(?<!\d)24:00\b/i;
const BACKWARDS = /\b(?:last|previous|ago)\b|^(?:past\b|-)| before$/i;
const NO_ONE_DAY = /\b(?:few|some|several|weekend)\b|^(?:next|this) (?:week|month|quarter|year)$/i;
/** Without one of these words, `18h` is six in the evening in half of Europe. `end of next month` needs none. */
const COUNTED = /^(?:in|within|end of) |^\+ ?\d| from now\b/i;

/**
 * @param text without spaces at its ends
 * @throws UserError for everything that can mean two times, or of which chrono reads only a part
 */
export function readWords(text: string, clock: Clock, parse: Parse): Meant {
  const refuse = (wrong: RichText): UserError => refusal(wrong, usualExamples(text, clock));
  const reference = asIfUtc(clock.now, clock.zone);

  const zone = ZONE.exec(text)?.[0];
  if (zone !== undefined) {
    const mended = text.replace(zone, '').trim();
    throw anotherZone(zone, ifRead(mended, text, clock, parse), clock);
  }
  if (MIDNIGHT.test(text)) {
    const [day] = parse(text.replace(MIDNIGHT, END_OF_DAY), reference);
    throw midnight(day && wallOfResult(day.start, END_OF_DAY, clock), text, clock);
  }
  if (BACKWARDS.test(text)) throw refuse(say`${quoted(text)} lies in the past.`);
  if (NO_ONE_DAY.test(text)) throw refuse(say`${quoted(text)} is not one day.`);
  const figures = COUNTED.test(text) ? undefined : figuresIn(text);
  if (figures && figures.dates.length > (figures.mayBeClock ? 0 : 1))
    throw severalDates(figures, text, clock);

  const [result, second] = parse(text, reference);
  if (result === undefined) throw refuse(say`I can’t read ${quoted(text)} as a date and time.`);
  if (second !== undefined || result.end) throw refuse(say`${quoted(text)} holds more than one time.`);
  if (![text, text.replace(/[.!?,;]+$/, '')].includes(result.text))
    throw refuse(say`Of ${quoted(text)} I can read only ${quoted(result.text)}.`);
  if (result.start.tags().has('result/relativeDate') && !COUNTED.test(text))
    throw lengthAlone(text, ifRead(`in ${text}`, text, clock, parse));
  return meaningOf(result.start, text, clock);
}

/** As an example the person’s own words, mended, where that can be a deadline. */
function ifRead(mended: string, text: string, clock: Clock, parse: Parse): readonly string[] {
  try {
    settle(readWords(mended, clock, parse), mended, clock);
    return [mended];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return usualExamples(text, clock);
  }
}

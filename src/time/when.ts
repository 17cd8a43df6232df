/** When something is due, from what a person typed or a picker sent. */

import { say } from '../messages/rich-text.ts';
import { offsetWords } from './due.ts';
import { readMachine } from './machine.ts';
import { loadParser } from './parser.ts';
import { anotherZone, type Clock, quoted, refusal, shownTwice, skipped, usualExamples } from './refusals.ts';
import { type Meant, type ReadDue, settle } from './settle.ts';
import { instantsOf, minutesAheadOfUtc, type Wall } from './wall.ts';
import { readWords } from './words.ts';
import { place } from './zone.ts';

const LEAD = /^(?:(?:due|by|until|on)\b:? ?)+/i;
/** The end of a date in full, as this program writes it: `(New York, UTC−5)`. */
const FULL_END = / \(([^()]+?)(?:, (UTC[+−]\d{1,2}(?::\d{2})?))?\)$/;
/** No date in words is longer. */
const MOST_LETTERS = 80;

/**
 * Reads `Fri 23:59`, `27 Nov`, `in 6 days`, `4 December 2027 noon`; what forms, pickers and buttons send
 * (`2026-11-27T23:59`, with an offset or Z too, `@1795841940`, `<t:1795841940>`); and a due time in full as this program
 * writes it. A date without a time is due at its last minute.
 * @param clock the moment and the zone it is typed in
 * @throws UserError for what can be read in two ways or only in part, a time that clocks skip, and what is less than 30
 * minutes or more than two years away (one year where counted from now, 300 days where the year had to be added)
 */
export async function readDue(text: string, clock: Clock): Promise<ReadDue> {
  // Full-width figures and the other spaces of a keyboard are meant as the plain ones.
  const words = text.normalize('NFKC').trim().replace(/\s+/g, ' ').replace(LEAD, '');
  if (words === '') throw refusal('No time was given.', usualExamples(words, clock));
  if (words.length > MOST_LETTERS)
    throw refusal(say`${quoted(words)} is too long for a date and time.`, usualExamples(words, clock));
  return settle(readMachine(words, clock) ?? (await readTyped(words, clock)), words, clock);
}

async function readTyped(words: string, clock: Clock): Promise<Meant> {
  const parse = await loadParser();
  const [end, city, offset] = FULL_END.exec(words) ?? [];
  if (end === undefined || city === undefined) return readWords(words, clock, parse);
  const start = words.slice(0, -end.length);
  if (city !== place(clock.zone)) throw anotherZone(end.trim(), usualExamples(words, clock), clock);
  const meant = readWords(start, clock, parse);
  if (offset === undefined || 'instant' in meant) return meant;
  const [instant] = instantsOf(meant.wall, clock.zone).filter(
    (each) => offsetWords(minutesAheadOfUtc(each, clock.zone)) === offset,
  );
  if (instant === undefined) throw anotherZone(offset, usualExamples(words, clock), clock);
  return { instant, year: meant.year };
}

/**
 * The one instant at which clocks in the zone show that wall time.
 * @throws UserError where they skip it or show it twice
 */
export function instantOf(wall: Wall, zone: string): Date {
  const [instant, second] = instantsOf(wall, zone);
  if (instant === undefined) throw skipped(wall, zone);
  if (second !== undefined) throw shownTwice(wall, zone);
  return instant;
}

/** What chrono read, without its guesses: of a result only the parts that were written are taken. */

import type { ParsedComponents } from 'chrono-node';
import { type RichText, say } from '../messages/rich-text.ts';
import type { UserError } from '../messages/user-error.ts';
import { WEEKDAYS } from './due.ts';
import {
  bareHour,
  type Clock,
  END_OF_DAY,
  MINUTE,
  quoted,
  refusal,
  secondsGiven,
  todayOrNextWeek,
  unsureYear,
  usualExamples,
  weekdayOf,
  wrongWeekday,
} from './refusals.ts';
import type { Meant, YearFrom } from './settle.ts';
import { asIfUtc, daysBetween, type Parts, type Wall, wallFrom, wallOf } from './wall.ts';

const PART_OF_DAY = /\b(?:morning|afternoon|evening|night|tonight)\b/i;
/** With one of these, an hour is before or after noon beyond doubt. */
const SURE_HOUR = /\d[:.]\d\d|\b(?:noon|midday|morning|afternoon|evening|night|tonight)\b/i;
const FULL_YEAR = /(?<!\d)20\d\d(?!\d)/;
const YEAR_FIRST = /(?<!\d)\d{4}[./-](\d{1,2})[./-](\d{1,2})(?!\d)/;
/** chrono’s marks of what it counted from now: `in 6 days`, `tomorrow`, `end of month`. */
const COUNTING_TAG = /relativeDate|casualReference|EndOf/;

/**
 * @param start of a result that covers the whole text, read with {@link asIfUtc}
 * @throws UserError where something was guessed that only the person can know
 */
export function meaningOf(start: ParsedComponents, text: string, clock: Clock): Meant {
  const refuse = (wrong: RichText): UserError => refusal(wrong, usualExamples(text, clock));
  const tags = [...start.tags()];
  const isCounted = tags.includes('result/relativeDate');
  const hasHour = start.isCertain('hour');
  if (!hasHour && PART_OF_DAY.test(text)) throw refuse(say`${quoted(text)} names no time of day.`);
  const hasDay = start.isCertain('day') || start.isCertain('weekday') || isCounted;
  if (!hasDay && (start.isCertain('month') || !hasHour)) throw refuse(say`${quoted(text)} names no day.`);

  if (tags.includes('result/relativeDateAndTime')) {
    const away = start.date().getTime() - asIfUtc(clock.now, clock.zone).getTime();
    // Up to the whole minute, so that nobody has less than was said.
    return { instant: new Date(Math.ceil((clock.now.getTime() + away) / MINUTE) * MINUTE), year: 'counted' };
  }

  if (start.isCertain('second') && start.get('second') !== 0) throw secondsGiven(text, clock);
  // In 6 days the clocks show what they show now; the end of a month is its last minute.
  const hasClock = hasHour || (isCounted && !/^end of /i.test(text));
  const wall = wallOfResult(start, hasClock ? undefined : END_OF_DAY, clock);
  if (wall === undefined || isSwapped(start, text))
    throw refuse(say`There is no ${quoted(text)} in the calendar or on the clock.`);
  if (hasHour && !start.isCertain('meridiem') && !SURE_HOUR.test(text)) throw bareHour(wall, text, clock);

  const year = yearFrom(tags, text);
  if (year === 'added' && start.isCertain('year')) throw unsureYear(wall, text, clock);
  keepWeekday(start, wall, text, clock);
  return { wall, year };
}

/** Of 2026-13-01 chrono makes the 13th of January. */
function isSwapped(start: ParsedComponents, text: string): boolean {
  const [, month, day] = YEAR_FIRST.exec(text) ?? [];
  return month !== undefined && (Number(month) !== start.get('month') || Number(day) !== start.get('day'));
}

/** @param at the time of day where the result’s own is only a guess */
export function wallOfResult(
  start: ParsedComponents,
  at: string | undefined,
  { now, zone }: Clock,
): Wall | undefined {
  const part = (name: keyof Parts): number => start.get(name) ?? 0;
  const [hour, minute] = at === undefined ? [part('hour'), part('minute')] : at.split(':').map(Number);
  const inYear = (year: number): Wall | undefined =>
    wallFrom({ year, month: part('month'), day: part('day'), hour: hour ?? 0, minute: minute ?? 0 });
  // From noon of a day on, chrono takes that day without a year for next year’s.
  if (!start.isCertain('day') || start.isCertain('year')) return inYear(part('year'));
  const today = wallOf(now, zone).slice(0, 10);
  const thisYear = inYear(Number(today.slice(0, 4)));
  return thisYear && thisYear >= today ? thisYear : inYear(Number(today.slice(0, 4)) + 1);
}

function yearFrom(tags: readonly string[], text: string): YearFrom {
  if (FULL_YEAR.test(text)) return 'written';
  return tags.some((tag) => COUNTING_TAG.test(tag)) ? 'counted' : 'added';
}

function keepWeekday(start: ParsedComponents, wall: Wall, text: string, clock: Clock): void {
  if (!start.isCertain('weekday')) return;
  const named = WEEKDAYS[((start.get('weekday') ?? 0) + 6) % 7] ?? '';
  if (named !== weekdayOf(wall)) throw wrongWeekday(wall, named, text, clock);
  // On a Wednesday, `Wednesday` can be today; for chrono it is until noon.
  const today = wallOf(clock.now, clock.zone);
  const mayBeToday = !start.isCertain('day') && !start.isCertain('hour') && !/\bnext\b/i.test(text);
  if (mayBeToday && daysBetween(today, wall) % 7 === 0 && weekdayOf(today) === named)
    throw todayOrNextWeek(text, clock);
}

/** What is said about a due time that can’t be taken: what was wrong, and what to write instead. */

import { code, type RichText, type Span, say, strong } from '../messages/rich-text.ts';
import { shortened } from '../messages/shortened.ts';
import { UserError } from '../messages/user-error.ts';
import { dateWords, inWords } from './due.ts';
import { durationWords } from './duration.ts';
import type { Figures } from './figures.ts';
import {
  aroundGap,
  daysBetween,
  daysLater,
  instantsOf,
  minutesAheadOfUtc,
  type Wall,
  wallFrom,
  wallOf,
} from './wall.ts';
import { place } from './zone.ts';

/** The moment and the zone that a date is read in. */
export interface Clock {
  readonly now: Date;
  readonly zone: string;
}

/** Without a time of day, the end of the day is meant: its last minute, which belongs to that day beyond doubt. */
export const END_OF_DAY = '23:59';

/** A deadline that is nearer leaves no time to see it. */
export const LEAST_MINUTES = 30;
export const MINUTE = 60_000;

/** A person’s words as they are repeated. */
export const quoted = (text: string): Span => code(shortened(text));

/** The time of day that was typed, so that an example has it too. */
const ownClock = (text: string): string => {
  const [, hour, minute] = /(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?!\d| ?[ap]\.?m)/i.exec(text) ?? [];
  return hour === undefined ? END_OF_DAY : `${hour.padStart(2, '0')}:${minute}`;
};

/** `27 Nov 2026 23:59` */
const dated = (wall: Wall): string => {
  const { day, month, year, clock } = inWords(wall);
  return `${day} ${month.slice(0, 3)} ${year} ${clock}`;
};

/** How a person would type it, shortly: `Fri 23:59` in the six days after today. */
const typed = (wall: Wall, today: Wall): string => {
  const days = daysBetween(today, wall);
  const { weekday, clock } = inWords(wall);
  return days > 0 && days < 7 ? `${weekday.slice(0, 3)} ${clock}` : dated(wall);
};

/** The day after tomorrow, in two spellings, with the person’s own time of day. */
export function usualExamples(text: string, { now, zone }: Clock): readonly string[] {
  const today = wallOf(now, zone);
  const own = daysLater(today, 2, ownClock(text));
  const wall = instantsOf(own, zone).length === 1 ? own : daysLater(today, 2, END_OF_DAY);
  return [typed(wall, today), dated(wall)];
}

/**
 * Of these wall times those that can be deadlines, as they would be typed; the usual examples where none can.
 * @param spell how they are written
 */
export function examplesFrom(
  walls: readonly Wall[],
  text: string,
  clock: Clock,
  spell: (wall: Wall, today: Wall) => string = typed,
): readonly string[] {
  const possible = walls.filter((wall) =>
    instantsOf(wall, clock.zone).some(
      (each) => each.getTime() - clock.now.getTime() >= LEAST_MINUTES * MINUTE,
    ),
  );
  const today = wallOf(clock.now, clock.zone);
  return possible.length > 0 ? possible.map((wall) => spell(wall, today)) : usualExamples(text, clock);
}

/** @param examples at least one; each is read without a question */
export const refusal = (wrong: RichText, examples: readonly string[]): UserError =>
  new UserError(
    say`${wrong} Write ${examples.flatMap((each, index) => (index === 0 ? [code(each)] : [' or ', code(each)]))}.`,
  );

/** `07:00 or 19:00`: a bare hour on the clock of 24 hours. */
export function bareHour(wall: Wall, text: string, clock: Clock): UserError {
  const hour = Number(wall.slice(11, 13)) % 12;
  const clocks = [hour, hour + 12].map((each) => `${String(each).padStart(2, '0')}:${wall.slice(14)}`);
  return refusal(
    say`In ${quoted(text)} the hour can be before or after noon.`,
    examplesFrom(
      clocks.map((each) => daysLater(wall, 0, each)),
      text,
      clock,
    ),
  );
}

/** `18h` is six in the evening in half of Europe. */
export const lengthAlone = (text: string, examples: readonly string[]): UserError =>
  refusal(
    say`${quoted(text)} can be a length of time or a time of day; what counts from now begins with “in”.`,
    examples,
  );

export const unsureYear = (wall: Wall, text: string, clock: Clock): UserError =>
  refusal(say`I can’t be sure of the year in ${quoted(text)}.`, examplesFrom([wall], text, clock, dated));

/** Midnight belongs to two days: their last minutes do not. */
export const midnight = (day: Wall | undefined, text: string, clock: Clock): UserError =>
  refusal(
    say`${quoted(text)} can be the start or the end of that day.`,
    examplesFrom(
      day === undefined ? [] : [daysLater(day, -1, END_OF_DAY), daysLater(day, 0, END_OF_DAY)],
      text,
      clock,
    ),
  );

export const weekdayOf = (wall: Wall): string => inWords(wall).weekday;

/** On a Wednesday, `Wednesday` can be today or in a week. */
export function todayOrNextWeek(text: string, clock: Clock): UserError {
  const today = wallOf(clock.now, clock.zone);
  const both = [daysLater(today, 0, END_OF_DAY), daysLater(today, 7, END_OF_DAY)];
  return refusal(say`${quoted(text)} can be today or in a week.`, examplesFrom(both, text, clock));
}

export const wrongWeekday = (wall: Wall, named: string, text: string, clock: Clock): UserError =>
  refusal(
    say`${dateWords(wall)} is a ${weekdayOf(wall)}, not a ${named}.`,
    examplesFrom([wall], text, clock).slice(0, 1),
  );

/** A wall time that the zone’s clocks skip. */
export function skipped(wall: Wall, zone: string): UserError {
  const { before, after } = aroundGap(wall, zone);
  const said = (each: Wall): string =>
    each.slice(0, 10) === wall.slice(0, 10)
      ? inWords(each).clock
      : `${inWords(each).clock} on ${dateWords(each)}`;
  return refusal(
    say`There is no ${inWords(wall).clock} on ${dateWords(wall)} in ${place(zone)}: the clocks go from ${said(before)} to ${said(after)}.`,
    [dated(before), dated(after)],
  );
}

/** A wall time that the zone’s clocks show twice: with an offset it is one. */
export const shownTwice = (wall: Wall, zone: string): UserError =>
  refusal(
    say`${inWords(wall).clock} comes twice on ${dateWords(wall)} in ${place(zone)}, where clocks go back.`,
    instantsOf(wall, zone).map((instant) => withOffset(wall, minutesAheadOfUtc(instant, zone))),
  );

/** `2026-11-01T01:30-04:00` */
function withOffset(wall: Wall, ahead: number): string {
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60];
  return `${wall}${ahead < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

export const past = (wall: Wall, text: string, clock: Clock): UserError =>
  refusal(
    say`${dateWords(wall)}, ${inWords(wall).clock}, is past in ${place(clock.zone)}.`,
    examplesFrom([daysLater(wall, 7)], text, clock),
  );

/** @param away milliseconds from now */
export const tooSoon = (away: number, clock: Clock): UserError =>
  refusal(say`That is in ${durationWords(away)}; a deadline is at least ${LEAST_MINUTES} minutes away.`, [
    'in 2 hours',
    ...usualExamples('', clock).slice(0, 1),
  ]);

/** `That is 4 December 2027: write the year if you mean it` */
export function writeTheYear(wall: Wall): UserError {
  const { day, month, year } = inWords(wall);
  return new UserError(
    say`That is ${day} ${month} ${strong(String(year))}: write the year if you mean it, ${code(dated(wall))}.`,
  );
}

export const tooFar = (wall: Wall, text: string, clock: Clock): UserError =>
  refusal(say`That is ${dateWords(wall)}; a deadline is at most two years away.`, usualExamples(text, clock));

/** Seconds that were cut off without a word would take from a student what was promised. */
export const secondsGiven = (text: string, clock: Clock): UserError =>
  refusal(say`A deadline is a whole minute, and ${quoted(text)} has seconds.`, usualExamples(text, clock));

export const anotherZone = (named: string, examples: readonly string[], { zone }: Clock): UserError =>
  refusal(
    say`Leave ${quoted(named)} out: deadlines here are read on the clock of ${place(zone)}, and one name can mean several clocks.`,
    examples,
  );

export function severalDates(
  { typed: figures, dates, year, mayBeClock }: Figures,
  text: string,
  clock: Clock,
): UserError {
  const today = wallOf(clock.now, clock.zone);
  const thisYear = Number(today.slice(0, 4));
  const walls = dates.flatMap(({ month, day }) => {
    const wall = (inYear: number): Wall | undefined => {
      const date = wallFrom({ year: inYear, month, day, hour: 0, minute: 0 });
      return date && daysLater(date, 0, ownClock(text));
    };
    const soon = wall(thisYear);
    const found = year === undefined ? (soon && soon > today ? soon : wall(thisYear + 1)) : wall(year);
    return found ?? [];
  });
  const [first, second] = walls.map((wall) => `${inWords(wall).day} ${inWords(wall).month}`);
  const wrong = mayBeClock
    ? say`${quoted(figures)} can be a date or a time of day.`
    : say`${quoted(figures)} can be ${first ?? figures} or ${second ?? figures}.`;
  return refusal(wrong, examplesFrom(walls, text, clock, dated));
}

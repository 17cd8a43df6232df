/** Lengths of time: hours as a setting is typed, and how long something is in words. */

import { code, say } from '../messages/rich-text.ts';
import { shortened } from '../messages/shortened.ts';
import { UserError } from '../messages/user-error.ts';

const HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 };
const LENGTH = /^(\d{1,4})\s*(h|hrs?|hours?|d|days?|w|wks?|weeks?)$/i;

/** A reminder earlier than two weeks before is no reminder of a deadline. */
const MOST_HOURS = 336;
const MOST_LENGTHS = 5;

/**
 * `72h 24h 3h`, `2 days and 6 hours`, `1w`: lengths in hours, each once, the longest first. What is not 1 to 336 hours,
 * more than five of them, and a number without its unit is refused.
 * @throws UserError
 */
export function readDuration(text: string): readonly number[] {
  const lengths =
    text.match(/\d+\s*\p{L}*|[^\s,;]+/gu)?.filter((each) => !/^(and|before)$/i.test(each)) ?? [];
  if (lengths.length === 0) throw new UserError(say`No hours were given. Write ${code('48h 6h')}.`);
  const hours = [...new Set(lengths.map((each) => hoursOf(each.trim())))].sort((a, b) => b - a);
  if (hours.length > MOST_LENGTHS) {
    const kept = hours.slice(0, MOST_LENGTHS).map((each) => `${each}h`);
    throw new UserError(
      say`That is ${hours.length} times; at most ${MOST_LENGTHS} are allowed. Write ${code(kept.join(' '))}.`,
    );
  }
  return hours;
}

function hoursOf(typed: string): number {
  const [, count, unit] = LENGTH.exec(typed) ?? [];
  const hours = Number(count) * (HOURS[unit?.charAt(0).toLowerCase() ?? ''] ?? Number.NaN);
  if (hours >= 1 && hours <= MOST_HOURS) return hours;
  const digits = Number(/^\d+$/.exec(typed)?.[0]);
  const example = digits >= 1 && digits <= MOST_HOURS ? `${digits}h` : '48h';
  throw new UserError(
    say`${code(shortened(typed))} is not 1 to ${MOST_HOURS} hours with their unit. Write ${code(example)} or ${code('2d')}.`,
  );
}

const MINUTE = 60_000;
const UNITS = [
  ['day', 24 * 60 * MINUTE],
  ['h', 60 * MINUTE],
  ['min', MINUTE],
] as const;

/** `1 day 4 h`, `3 h 20 min`, `less than a minute`: the largest unit and the next, cut off below. */
export function durationWords(ms: number): string {
  const first = UNITS.findIndex(([, size]) => ms >= size);
  if (first === -1) return 'less than a minute';
  let rest = ms;
  const words = UNITS.slice(first, first + 2).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit === 'day' && count > 1 ? 'days' : unit}`];
  });
  return words.join(' ');
}

/** When something is due: a wall time in a zone and its instant, and how that is said. */

import { Temporal } from 'temporal-polyfill';
import { instantsOf, minutesAheadOfUtc, type Wall, wallOf } from './wall.ts';
import { place } from './zone.ts';

/** The instant decides; wall time and zone are what was meant, kept because the rules of a zone can change. */
export interface Due {
  /** `2026-11-27T23:59` */
  readonly wall: Wall;
  /** `America/New_York` */
  readonly zone: string;
  /** `2026-11-28T04:59:00.000Z` */
  readonly instant: string;
}

/** @param instant a whole minute */
export const dueAt = (instant: Date, zone: string): Due => ({
  wall: wallOf(instant, zone),
  zone,
  instant: instant.toISOString(),
});

/** False where the rules of the zone have changed since: its clocks then show the wall time at another instant. */
export const stillAgrees = ({ wall, zone, instant }: Due): boolean =>
  instantsOf(wall, zone).some((each) => each.toISOString() === instant);

// Spelled here and not by Intl, whose commas and short names differ between versions of its data.
export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** The parts of a wall time in words: `Friday`, `27`, `November`, `2026`, `23:59`. */
export function inWords(wall: Wall): {
  readonly weekday: string;
  readonly day: number;
  readonly month: string;
  readonly year: number;
  readonly clock: string;
} {
  const { dayOfWeek, day, month, year } = Temporal.PlainDate.from(wall.slice(0, 10));
  return {
    weekday: WEEKDAYS[dayOfWeek - 1] ?? '',
    day,
    month: MONTHS[month - 1] ?? '',
    year,
    clock: wall.slice(11),
  };
}

/** `27 November 2026` */
export const dateWords = (wall: Wall): string => {
  const { day, month, year } = inWords(wall);
  return `${day} ${month} ${year}`;
};

/** `UTC−5`, `UTC+5:30`, `UTC+0` */
export function offsetWords(minutes: number): string {
  const size = Math.abs(minutes);
  const rest = size % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** The date in full: `Friday 27 November 2026, 23:59 (New York, UTC−5)`. Reading it gives the same due time. */
export function dueWords({ wall, zone, instant }: Due): string {
  const { weekday, clock } = inWords(wall);
  const where =
    zone === 'UTC' ? zone : `${place(zone)}, ${offsetWords(minutesAheadOfUtc(new Date(instant), zone))}`;
  return `${weekday} ${dateWords(wall)}, ${clock} (${where})`;
}

/** `Fri 27 Nov, 23:59` */
export function dueShort({ wall }: Due): string {
  const { weekday, day, month, clock } = inWords(wall);
  return `${weekday.slice(0, 3)} ${day} ${month.slice(0, 3)}, ${clock}`;
}

/** `Fri 27 Nov 2026, 23:59 New York`, the echo while somebody is typing. */
export function dueEcho({ wall, zone }: Due): string {
  const { weekday, day, month, year, clock } = inWords(wall);
  return `${weekday.slice(0, 3)} ${day} ${month.slice(0, 3)} ${year}, ${clock} ${place(zone)}`;
}

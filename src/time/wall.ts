/** Wall time and instants: what the clocks of a zone show, and the moments at which they show it. */

import { Temporal } from 'temporal-polyfill';

/** What a clock shows, to the minute: `2026-11-27T23:59`. */
export type Wall = string;

const zoned = (instant: Date, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);

const minutes = (time: Temporal.PlainDateTime): Wall => time.toString({ smallestUnit: 'minute' });

/** Seconds are cut off, as a clock without them does. */
export const wallOf = (instant: Date, zone: string): Wall => minutes(zoned(instant, zone).toPlainDateTime());

/** What clocks in the zone show, to the millisecond, as the instant at which clocks on UTC show it. */
export const asIfUtc = (instant: Date, zone: string): Date =>
  new Date(zoned(instant, zone).toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds);

/** Minutes that the zone is ahead of UTC at that instant: −300 in New York in winter. */
export const minutesAheadOfUtc = (instant: Date, zone: string): number =>
  zoned(instant, zone).offsetNanoseconds / 60e9;

/**
 * The instants at which clocks in the zone show this wall time: none in a night in which they skip it, two in one in
 * which they show it twice, the earlier first.
 */
export function instantsOf(wall: Wall, zone: string): readonly Date[] {
  const time = Temporal.PlainDateTime.from(wall);
  const earlier = time.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = time.toZonedDateTime(zone, { disambiguation: 'later' });
  const dates = [earlier, later].map(({ epochMilliseconds }) => new Date(epochMilliseconds));
  if (earlier.equals(later)) return dates.slice(0, 1);
  return earlier.toPlainDateTime().equals(time) ? dates : [];
}

/** The last minute before and the first after the gap that this wall time, which clocks skip, lies in. */
export function aroundGap(wall: Wall, zone: string): { readonly before: Wall; readonly after: Wall } {
  const time = Temporal.PlainDateTime.from(wall);
  const later = time.toZonedDateTime(zone, { disambiguation: 'later' });
  // The offset after a gap is the larger one, so 'later' lies behind the change of clocks, at most the gap's length.
  const change = later.add({ nanoseconds: 1 }).getTimeZoneTransition('previous') ?? later;
  return {
    before: minutes(change.subtract({ minutes: 1 }).toPlainDateTime()),
    after: minutes(change.toPlainDateTime()),
  };
}

/** The wall time that many days later (earlier where negative), at another time of day if one is given: `23:59`. */
export function daysLater(wall: Wall, days: number, at = wall.slice(11)): Wall {
  const date = Temporal.PlainDate.from(wall.slice(0, 10)).add({ days });
  return `${date.toString()}T${at}`;
}

/** Whole days from the date of one wall time to that of another. */
export const daysBetween = (from: Wall, to: Wall): number =>
  Temporal.PlainDate.from(from.slice(0, 10)).until(Temporal.PlainDate.from(to.slice(0, 10))).days;

/** The parts of a wall time. */
export interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** The parts as a wall time; undefined where the calendar or the clock has no such time. */
export function wallFrom(parts: Parts): Wall | undefined {
  try {
    return minutes(Temporal.PlainDateTime.from({ ...parts }, { overflow: 'reject' }));
  } catch {
    return undefined;
  }
}

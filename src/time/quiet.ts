/** Quiet hours: a message that would come at night comes in the evening before. */

import { Temporal } from 'temporal-polyfill';

/** Hours of the wall clock, from the first to before the second: `[22, 8]` is the night. They differ. */
export type QuietHours = readonly [from: number, to: number];

const isQuiet = (hour: number, [from, to]: QuietHours): boolean =>
  from < to ? hour >= from && hour < to : hour >= from || hour < to;

/**
 * The instant itself, or one hour before the quiet that it falls into begins: 21:00 for `[22, 8]`. Never later, since
 * a reminder after the deadline is none. Where clocks skip that hour or show it twice, the earlier instant is taken.
 * @param quiet undefined where no hours are quiet
 */
export function shiftOutOfQuiet(instant: Date, zone: string, quiet: QuietHours | undefined): Date {
  if (quiet === undefined) return instant;
  const time = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  if (!isQuiet(time.hour, quiet)) return instant;
  const [from] = quiet;
  const evening = time.hour >= from ? time.toPlainDate() : time.toPlainDate().subtract({ days: 1 });
  const moved = evening
    .toPlainDateTime({ hour: from })
    .subtract({ hours: 1 })
    .toZonedDateTime(zone, { disambiguation: 'earlier' });
  return new Date(moved.epochMilliseconds);
}

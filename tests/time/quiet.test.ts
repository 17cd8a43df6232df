/** Reminders before a deadline: hours are hours, quiet hours are the wall clock’s, and nothing is moved later. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type QuietHours, shiftOutOfQuiet } from '../../src/time/quiet.ts';
import { wallOf } from '../../src/time/wall.ts';
import { instantOf } from '../../src/time/when.ts';
import { ZONE_NAMES } from '../../src/time/zone.ts';

const NIGHT: QuietHours = [22, 8];
const HOUR = 3_600_000;
const NEW_YORK = 'America/New_York';

const shifted = (wall: string, zone: string, quiet?: QuietHours): string =>
  wallOf(shiftOutOfQuiet(instantOf(wall, zone), zone, quiet), zone);

describe('quiet hours', () => {
  it.each([
    ['2026-11-25T23:59', '2026-11-25T21:00'],
    ['2026-11-25T22:00', '2026-11-25T21:00'],
    ['2026-11-25T21:59', '2026-11-25T21:59'],
    ['2026-11-26T00:00', '2026-11-25T21:00'],
    ['2026-11-26T07:59', '2026-11-25T21:00'],
    ['2026-11-26T08:00', '2026-11-26T08:00'],
    ['2026-11-27T17:59', '2026-11-27T17:59'],
    ['2027-01-01T03:00', '2026-12-31T21:00'],
    // The nights of both changes.
    ['2026-11-01T06:30', '2026-10-31T21:00'],
    ['2027-03-14T06:30', '2027-03-13T21:00'],
  ])('%s is moved to %s', (wall, moved) => {
    expect(shifted(wall, NEW_YORK, NIGHT)).toBe(moved);
    expect(shifted(wall, NEW_YORK)).toBe(wall);
  });

  it('can lie within a day, and begin at midnight', () => {
    expect(shifted('2026-11-25T13:30', NEW_YORK, [13, 14])).toBe('2026-11-25T12:00');
    expect(shifted('2026-11-25T05:30', NEW_YORK, [0, 6])).toBe('2026-11-24T23:00');
  });

  it('go back over a day that the calendar skipped', () => {
    expect(shifted('2011-12-31T03:00', 'Pacific/Apia', NIGHT)).toBe('2011-12-29T21:00');
  });

  it('are never answered with a later time, and a time that is moved comes one hour before them', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2029-12-31'), noInvalidDate: true }),
        fc.constantFrom(...ZONE_NAMES),
        fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 22 })),
        (instant, zone, [from, length]) => {
          const quiet = [from, (from + length) % 24] as const;
          const moved = shiftOutOfQuiet(instant, zone, quiet);
          const hoursIn = (Number(wallOf(instant, zone).slice(11, 13)) - from + 24) % 24;
          if (hoursIn >= length) {
            expect(moved).toBe(instant);
            return;
          }
          expect(moved.getTime()).toBeLessThan(instant.getTime());
          // No quiet is longer than a day, and no change of clocks than two hours.
          expect(instant.getTime() - moved.getTime()).toBeLessThanOrEqual((hoursIn + 2 + 2) * HOUR);
          const clock = wallOf(moved, zone).slice(11);
          // Where the clocks skip that hour, the one before it.
          expect([
            `${String((from + 23) % 24).padStart(2, '0')}:00`,
            `${String((from + 22) % 24).padStart(2, '0')}:00`,
          ]).toContain(clock);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('48 hours before a deadline', () => {
  it.each([
    ['2026-11-01T23:59', '2026-10-31T00:59', '2026-10-30T21:00'],
    ['2027-03-14T23:59', '2027-03-12T22:59', '2027-03-12T21:00'],
    ['2026-11-27T23:59', '2026-11-25T23:59', '2026-11-25T21:00'],
  ])('%s are 48 hours also where clocks change', (due, before, moved) => {
    const instant = new Date(instantOf(due, NEW_YORK).getTime() - 48 * HOUR);
    expect(wallOf(instant, NEW_YORK)).toBe(before);
    expect(wallOf(shiftOutOfQuiet(instant, NEW_YORK, NIGHT), NEW_YORK)).toBe(moved);
  });
});

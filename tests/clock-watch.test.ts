/** This machine's clock beside others': what is noticed, what is said of it, and how often. */

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clockFinding } from '../adapters/doctor.ts';
import { ClockReading, ClockWatch, clockFault, offBy } from '../src/clock-watch.ts';

const NOON = Date.parse('2026-11-27T12:00:00.000Z');
const MINUTE = 60_000;

describe('an answer’s date', () => {
  it('says how far off this machine is, to half a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 999 }), (off, within) => {
        const theirs = NOON + within;
        const read = offBy(new Date(theirs).toUTCString(), theirs + off);
        expect(Math.abs((read ?? Number.NaN) - off)).toBeLessThanOrEqual(500);
      }),
    );
  });

  it.each(['', 'soon', null, undefined])('that is none says nothing: %j', (date) => {
    expect(offBy(date, NOON)).toBeUndefined();
  });

  it('counts until there is another', () => {
    const reading = new ClockReading();
    expect(clockFinding(reading.offMs, 'Slack’s')).toMatchObject({ ok: true });
    reading.answered('Fri, 27 Nov 2026 12:00:00 GMT', NOON + 7 * MINUTE);
    reading.answered('soon', NOON);
    expect(clockFinding(reading.offMs, 'Slack’s')).toEqual({
      ok: false,
      message: 'this machine’s clock is 7 min ahead of Slack’s',
      fix: 'Set this machine’s clock, best by NTP: timedatectl set-ntp true.',
    });
  });
});

describe('a clock', () => {
  it.each([
    [0, undefined],
    [4_000, undefined],
    [-4_000, undefined],
    [6_000, 'this machine’s clock is 6 s ahead of the store’s'],
    [-90_000, 'this machine’s clock is 90 s behind the store’s'],
    [-3 * 60 * MINUTE, 'this machine’s clock is 3 h behind the store’s'],
  ])('that is off by %i ms: %s', (off, said) => {
    expect(clockFault(off, 'the store’s')).toBe(said);
  });
});

describe('a running program', () => {
  const lines: string[] = [];
  const log = { warn: (_: object, line: string) => lines.push(line) };
  beforeEach(() => {
    lines.length = 0;
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const watchAt = (own: number) => new ClockWatch('Slack’s', log as never, () => own);
  const date = 'Fri, 27 Nov 2026 12:00:00 GMT';

  it('says nothing of a clock that is right, or a few seconds off', () => {
    for (const off of [0, 10_000, -10_000]) watchAt(NOON + off).answered(date);
    expect(lines).toEqual([]);
  });

  it('says once in five minutes that it is off, and what follows', () => {
    const watch = watchAt(NOON - 7 * MINUTE);
    for (let second = 0; second < 299; second++) {
      watch.refused(new Date(NOON));
      watch.answered(date);
      vi.advanceTimersByTime(1_000);
    }
    expect(lines).toEqual([
      'this machine’s clock is 7 min behind Slack’s, so what it sends is refused. Set this machine’s clock, best by NTP: timedatectl set-ntp true.',
    ]);
    vi.advanceTimersByTime(1_000);
    watch.answered(date);
    expect(lines).toHaveLength(2);
  });
});

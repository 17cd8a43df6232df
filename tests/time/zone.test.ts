/** Zones by the names that people use, clocks to choose from, and how a due time is said. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/messages/user-error.ts';
import { clockChoices } from '../../src/time/clock-choices.ts';
import { dueAt, dueEcho, dueShort, dueWords, stillAgrees } from '../../src/time/due.ts';
import { wallOf } from '../../src/time/wall.ts';
import { instantOf } from '../../src/time/when.ts';
import { place, readZone, ZONE_NAMES, zoneSuggestions } from '../../src/time/zone.ts';
import { examplesOf } from './examples.ts';

const LISTED = Intl.supportedValuesOf('timeZone');
/** What an Intl with the tz database’s present names lists, and one with the former. */
const PRESENT = [
  ...LISTED.filter((id) => !['Asia/Calcutta', 'Europe/Kiev'].includes(id)),
  'Asia/Kolkata',
  'Europe/Kyiv',
];
const FORMER = [
  ...LISTED.filter((id) => !['Asia/Kolkata', 'Europe/Kyiv'].includes(id)),
  'Asia/Calcutta',
  'Europe/Kiev',
];

function refusalOf(typed: string): UserError {
  try {
    throw new Error(`${typed} was read as ${readZone(typed)}`);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
describe('a zone', () => {
  it.each([
    ['America/New_York', 'America/New_York'],
    ['america/new_york', 'America/New_York'],
    ['America/New York', 'America/New_York'],
    ['New York', 'America/New_York'],
    ['new_york', 'America/New_York'],
    [' york ', 'America/New_York'],
    ['US/Eastern', 'America/New_York'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['Indianapolis', 'America/Indiana/Indianapolis'],
    ['Buenos Aires', 'America/Argentina/Buenos_Aires'],
    ['america/buenos_aires', 'America/Argentina/Buenos_Aires'],
    ['Port-au-Prince', 'America/Port-au-Prince'],
    ['ho chi minh', 'Asia/Ho_Chi_Minh'],
    ['utc', 'UTC'],
    ['Etc/UTC', 'UTC'],
  ])('%s is %s', (typed, zone) => {
    expect(readZone(typed)).toBe(zone);
  });

  it.each([
    ['Kolkata', 'Asia/Kolkata'],
    ['Calcutta', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Kyiv', 'Europe/Kyiv'],
    ['Kiev', 'Europe/Kyiv'],
  ])('%s is %s whichever of its names Intl lists', (typed, zone) => {
    expect([readZone(typed, FORMER), readZone(typed, PRESENT), readZone(typed)]).toEqual([zone, zone, zone]);
  });

  it('is found by its id in any letters and by its place, and Intl takes it', () => {
    expect(ZONE_NAMES.length).toBeGreaterThan(400);
    for (const zone of ZONE_NAMES) {
      expect([readZone(zone.toUpperCase()), readZone(place(zone))]).toEqual([zone, zone]);
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
    }
    for (const listed of LISTED) expect(ZONE_NAMES).toContain(readZone(listed));
  });

  it.each([
    ['Berlni', ['Berlin']],
    ['Argentina', ['Buenos Aires', 'Catamarca', 'Cordoba', 'Jujuy', 'La Rioja']],
    ['Kolk', ['Kolkata']],
    ['Boston', []],
    ['EST', []],
    ['Etc/GMT+5', []],
    ['+05:30', []],
    ['', []],
  ])('%j is no zone, and near it are %j', (typed, near) => {
    const codes = examplesOf(refusalOf(typed));
    expect(codes).toEqual(expect.arrayContaining(near));
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.length).toBeLessThanOrEqual(5);
    for (const city of codes) expect(ZONE_NAMES).toContain(readZone(city));
  });

  it('is suggested while it is typed, cities that begin so first', () => {
    expect(zoneSuggestions('ber', 3)).toEqual(['Atlantic/Bermuda', 'Europe/Berlin']);
    expect(zoneSuggestions('new y', 5)).toEqual(['America/New_York']);
    expect(zoneSuggestions('Calc', 5)).toEqual(['Asia/Kolkata']);
    expect(zoneSuggestions('', 25)).toHaveLength(25);
    expect(zoneSuggestions('xyz', 25)).toEqual([]);
  });
});

describe('which clock is meant', () => {
  const now = new Date('2026-11-25T17:41:00Z');
  const LOCALES = [
    'en-US',
    'en-GB',
    'de',
    'fr',
    'es-ES',
    'es-419',
    'pt-BR',
    'hi',
    'ja',
    'zh-CN',
    'zh-TW',
    'ko',
    'sv-SE',
    'xx',
    undefined,
  ];

  it('is asked with clocks that people can compare', () => {
    expect(clockChoices('en-US', now).slice(0, 4)).toEqual([
      { zone: 'America/New_York', label: '12:41 New York' },
      { zone: 'America/Chicago', label: '11:41 Chicago' },
      { zone: 'America/Denver', label: '10:41 Denver' },
      { zone: 'America/Los_Angeles', label: '09:41 Los Angeles' },
    ]);
    const first = (locale: string) => clockChoices(locale, now)[0]?.zone;
    expect(['de', 'fr', 'en-GB', 'pt-BR', 'hi', 'ja', 'zh-CN', 'ko', 'es-ES', 'sv-SE'].map(first)).toEqual([
      'Europe/Berlin',
      'Europe/Paris',
      'Europe/London',
      'America/Sao_Paulo',
      'Asia/Kolkata',
      'Asia/Tokyo',
      'Asia/Shanghai',
      'Asia/Seoul',
      'Europe/Madrid',
      'Europe/Stockholm',
    ]);
  });

  it('has ten answers that differ, all year', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LOCALES),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2029-12-31'), noInvalidDate: true }),
        (locale, moment) => {
          const choices = clockChoices(locale, moment);
          expect(choices).toHaveLength(10);
          expect(new Set(choices.map(({ zone }) => wallOf(moment, zone))).size).toBe(10);
          for (const { zone, label } of choices) {
            expect(ZONE_NAMES).toContain(zone);
            expect(label).toBe(`${wallOf(moment, zone).slice(11)} ${place(zone)}`);
          }
        },
      ),
    );
  });
});

describe('a due time in words', () => {
  it.each([
    ['America/New_York', '2026-11-27T23:59', 'Friday 27 November 2026, 23:59 (New York, UTC−5)'],
    ['America/St_Johns', '2026-11-27T23:59', 'Friday 27 November 2026, 23:59 (St Johns, UTC−3:30)'],
    ['Asia/Kathmandu', '2026-02-01T00:05', 'Sunday 1 February 2026, 00:05 (Kathmandu, UTC+5:45)'],
    ['Europe/London', '2026-12-07T09:00', 'Monday 7 December 2026, 09:00 (London, UTC+0)'],
    ['UTC', '2026-12-07T09:00', 'Monday 7 December 2026, 09:00 (UTC)'],
  ])('%s %s', (zone, wall, words) => {
    expect(dueWords(dueAt(instantOf(wall, zone), zone))).toBe(words);
  });

  it('has a short form and an echo', () => {
    const due = dueAt(new Date('2026-11-28T04:59:00Z'), 'America/New_York');
    expect(due).toEqual({
      wall: '2026-11-27T23:59',
      zone: 'America/New_York',
      instant: '2026-11-28T04:59:00.000Z',
    });
    expect(dueShort(due)).toBe('Fri 27 Nov, 23:59');
    expect(dueEcho(due)).toBe('Fri 27 Nov 2026, 23:59 New York');
  });

  it('is told to disagree once the rules of its zone are others', () => {
    const due = dueAt(new Date('2026-11-28T04:59:00Z'), 'America/New_York');
    expect(stillAgrees(due)).toBe(true);
    // As it would stand in the store, had New York kept summer time that autumn.
    expect(stillAgrees({ ...due, instant: '2026-11-28T03:59:00.000Z' })).toBe(false);
    // Both instants of a wall time that is shown twice make it.
    for (const instant of ['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'])
      expect(stillAgrees({ ...due, wall: '2026-11-01T01:30', instant })).toBe(true);
  });
});

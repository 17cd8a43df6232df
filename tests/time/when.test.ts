/** Due times from what people type: what is read, what is refused and with which sentence, and the nights of the change. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/messages/user-error.ts';
import { dueAt, dueShort, dueWords } from '../../src/time/due.ts';
import type { ReadDue } from '../../src/time/settle.ts';
import { instantsOf, wallOf } from '../../src/time/wall.ts';
import { instantOf, readDue } from '../../src/time/when.ts';
import { ZONE_NAMES } from '../../src/time/zone.ts';
import { examplesOf } from './examples.ts';
import { NOW_WALL, READ, REFUSED, ZONES } from './table.ts';

const NEW_YORK = 'America/New_York';
const at = (wall: string, zone: string = NEW_YORK) => ({ now: instantOf(wall, zone), zone });

/** The due time, where there is one. */
function only(read: ReadDue) {
  if (read.kind !== 'due') throw new Error('it is shown twice');
  return read.due;
}

async function refusalOf(typed: string, clock: { now: Date; zone: string }): Promise<UserError> {
  const read = await readDue(typed, clock).catch((error: unknown) => error);
  if (read instanceof UserError) return read;
  throw new Error(`${typed} was read as ${JSON.stringify(read)}`);
}

describe('what people type', () => {
  it.each(READ)('%j is %s in every zone', async (typed, wall) => {
    for (const zone of ZONES) {
      const due = only(await readDue(typed, at(NOW_WALL, zone)));
      expect(due).toEqual({ wall, zone, instant: instantOf(wall, zone).toISOString() });
    }
  });

  it.each(REFUSED)('%j is refused: %s', async (typed, because) => {
    for (const zone of ZONES) expect((await refusalOf(typed, at(NOW_WALL, zone))).message).toContain(because);
  });

  it('has a sentence whose examples are read', async () => {
    for (const [typed] of REFUSED) {
      for (const zone of ZONES) {
        const examples = examplesOf(await refusalOf(typed, at(NOW_WALL, zone)));
        expect(examples.length, typed).toBeGreaterThan(0);
        for (const example of examples) {
          const read = await readDue(example, at(NOW_WALL, zone)).catch((error: unknown) => String(error));
          expect(read, `${typed} → ${example}`).toMatchObject({ kind: 'due' });
        }
      }
    }
  });

  it('has such a sentence at any moment in any zone', async () => {
    const start = fc.date({ min: new Date('2026-01-01'), max: new Date('2029-12-31'), noInvalidDate: true });
    const typed = fc.constantFrom(
      ...REFUSED.map(([each]) => each),
      'Mon 02:30',
      'Sun at 2',
      '23:59',
      'today',
    );
    await fc.assert(
      fc.asyncProperty(typed, start, fc.constantFrom(...ZONE_NAMES), async (text, now, zone) => {
        const read = await readDue(text, { now, zone }).catch((error: unknown) => error);
        for (const example of read instanceof UserError ? examplesOf(read) : []) {
          const again = await readDue(example, { now, zone }).catch((error: unknown) => String(error));
          expect(again, `${text} → ${example}`).toHaveProperty('kind');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['Freitag 18:30', ['Fri 18:30', '27 Nov 2026 18:30']],
    ['12/4 18:30', ['12 Apr 2027 18:30', '4 Dec 2026 18:30']],
    ['Friday midnight', ['Thu 23:59', 'Fri 23:59']],
    ['Fri at 8', ['Fri 08:00', 'Fri 20:00']],
    ['Fri 17:00 PST', ['Fri 17:00']],
    ['48h', ['in 48h']],
    ['24 Nov', ['24 Nov 2027 23:59']],
  ])('%j is mended with its own values', async (typed, examples) => {
    expect(examplesOf(await refusalOf(typed, at(NOW_WALL)))).toEqual(examples);
  });
});

describe('what pickers, forms and buttons send', () => {
  const due = { wall: '2026-11-27T23:59', zone: NEW_YORK, instant: '2026-11-28T04:59:00.000Z' };

  it.each([
    '2026-11-27T23:59',
    '2026-11-28T04:59Z',
    '2026-11-28T04:59:00.000Z',
    '2026-11-28T05:59+01:00',
    '2026-11-28T10:29+0530',
    '2026-11-27 23:59 -05:00',
    '@1795841940',
    '<t:1795841940>',
    '<t:1795841940:F>',
  ])('%s', async (typed) => {
    expect(await readDue(typed, at(NOW_WALL))).toEqual({ kind: 'due', due });
  });
});

describe('how far away a deadline may be', () => {
  const clock = { now: new Date('2026-11-25T17:41:30.500Z'), zone: NEW_YORK };

  it('is counted to the millisecond at both ends', async () => {
    const from = (ms: number) => ({ now: new Date(Date.parse('2026-11-28T04:59:00Z') - ms), zone: NEW_YORK });
    const MINUTE = 60_000;
    const DAY = 24 * 60 * MINUTE;
    const typed = '2026-11-27T23:59';
    expect(only(await readDue(typed, from(30 * MINUTE))).wall).toBe(typed);
    expect((await refusalOf(typed, from(30 * MINUTE - 1))).message).toContain('at least 30 minutes');
    expect((await refusalOf(typed, from(0))).message).toContain('past');
    expect(only(await readDue(typed, from(730 * DAY))).wall).toBe(typed);
    expect((await refusalOf(typed, from(730 * DAY + 1))).message).toContain('two years');
  });

  it('is never shorter than the hours that were said', async () => {
    for (const minutes of [30, 45, 2880]) {
      const { instant } = only(await readDue(`in ${minutes} minutes`, clock));
      const extra = Date.parse(instant) - clock.now.getTime() - minutes * 60_000;
      expect(extra).toBeGreaterThanOrEqual(0);
      expect(extra).toBeLessThan(60_000);
    }
  });

  it('asks for the year where a day just past would be next year’s', async () => {
    const december = at('2026-12-05T09:00');
    expect((await refusalOf('4 December', december)).message).toBe(
      'That is 4 December 2027: write the year if you mean it, 4 Dec 2027 23:59.',
    );
    expect(only(await readDue('4 December 2027', december)).wall).toBe('2027-12-04T23:59');
  });
});

describe('the nights in which clocks change', () => {
  it('keep the time of day over days and the length over hours', async () => {
    const before = at('2026-10-30T12:41');
    expect(only(await readDue('in 6 days', before))).toMatchObject({
      wall: '2026-11-05T12:41',
      instant: '2026-11-05T17:41:00.000Z',
    });
    expect(only(await readDue('in 48 hours', before)).wall).toBe('2026-11-01T11:41');
    const spring = at('2027-03-12T12:41');
    expect(only(await readDue('in 6 days', spring)).wall).toBe('2027-03-18T12:41');
    expect(only(await readDue('in 48 hours', spring)).wall).toBe('2027-03-14T13:41');
  });

  it.each([
    [NEW_YORK, '2027-03-14T02:30', '2027-03-01T12:00', '01:59', '03:00'],
    ['Australia/Lord_Howe', '2027-10-03T02:15', '2027-09-20T12:00', '01:59', '02:30'],
    ['Africa/Casablanca', '2027-03-14T02:30', '2027-03-01T12:00', '01:59', '03:00'],
    ['Pacific/Apia', '2011-12-30T23:59', '2011-12-20T12:00', '23:59 on 29', '00:00 on 31'],
  ])('%s has no %s', async (zone, wall, now, before, after) => {
    const refused = await refusalOf(wall, at(now, zone));
    expect(refused.message).toContain(`There is no ${wall.slice(11)} on `);
    expect(refused.message).toContain(`the clocks go from ${before}`);
    expect(refused.message).toContain(`to ${after}`);
    for (const example of examplesOf(refused))
      expect(await readDue(example, at(now, zone))).toMatchObject({ kind: 'due' });
    expect(() => instantOf(wall, zone)).toThrow(UserError);
  });

  it.each([
    [NEW_YORK, '2027-11-07T01:30', '2027-10-20T12:00', 60],
    ['Australia/Lord_Howe', '2027-04-04T01:45', '2027-03-20T12:00', 30],
    ['Africa/Casablanca', '2027-02-07T02:30', '2027-01-20T12:00', 60],
  ])('%s shows %s twice, and both are offered', async (zone, wall, now, minutes) => {
    const read = await readDue(wall.replace('T', ' '), at(now, zone));
    if (read.kind !== 'twice') throw new Error('it is shown once');
    expect([read.earlier.wall, read.later.wall]).toEqual([wall, wall]);
    expect(Date.parse(read.later.instant) - Date.parse(read.earlier.instant)).toBe(minutes * 60_000);
    for (const due of [read.earlier, read.later]) {
      // What a button sends, and the date in full, are each one of the two.
      const button = `@${Date.parse(due.instant) / 1000}`;
      for (const typed of [button, dueWords(due)])
        expect(await readDue(typed, at(now, zone))).toEqual({ kind: 'due', due });
    }
    expect(() => instantOf(wall, zone)).toThrow('comes twice');
  });

  it('offer only the one that is still to come', async () => {
    const wall = '2027-11-07T01:30';
    const [earlier, later] = instantsOf(wall, NEW_YORK).map((each) => each.toISOString());
    const clock = { now: new Date(Date.parse(earlier ?? '') - 60_000), zone: NEW_YORK };
    expect(only(await readDue(wall, clock)).instant).toBe(later);
  });
});

describe('a due time as this program writes it', () => {
  const moment = fc.integer({ min: 30, max: 365 * 24 * 60 - 1 });
  const start = fc.date({ min: new Date('2026-01-01'), max: new Date('2029-12-31'), noInvalidDate: true });

  it('is read as itself, in every zone, at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(start, moment, fc.constantFrom(...ZONE_NAMES), async (now, minutes, zone) => {
        const instant = new Date(Math.ceil(now.getTime() / 60_000) * 60_000 + minutes * 60_000);
        const due = dueAt(instant, zone);
        expect(await readDue(dueWords(due), { now, zone })).toEqual({ kind: 'due', due });
      }),
      { numRuns: 400 },
    );
  });

  it('is read as itself also in short, where it is within the bounds of a year that was added', async () => {
    await fc.assert(
      fc.asyncProperty(start, moment, fc.constantFrom(...ZONE_NAMES), async (now, minutes, zone) => {
        const nearer = minutes % (299 * 24 * 60) < 30 ? 30 : minutes % (299 * 24 * 60);
        const due = dueAt(new Date(Math.ceil(now.getTime() / 60_000) * 60_000 + nearer * 60_000), zone);
        const read = await readDue(dueShort(due), { now, zone });
        expect(read.kind === 'due' ? [read.due] : [read.earlier, read.later]).toContainEqual(due);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused where it names another clock', async () => {
    for (const end of ['(London, UTC+0)', '(New York, UTC−4)'])
      expect((await refusalOf(`Friday 27 November 2026, 23:59 ${end}`, at(NOW_WALL))).message).toContain(
        'Leave',
      );
  });
});

describe('any text at all', () => {
  it('is read to a due time in the bounds or refused with a sentence', async () => {
    const words = [
      'fri',
      '23:59',
      '27',
      'nov',
      '2026',
      'in',
      'days',
      '4/12',
      'noon',
      'next',
      '5pm',
      '.',
      '@',
      'Z',
    ];
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((each) => each.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        const clock = at(NOW_WALL);
        const read = await readDue(typed, clock).catch((error: unknown) => error);
        if (read instanceof UserError) return;
        const due = only(read as ReadDue);
        expect(Date.parse(due.instant)).toBeGreaterThanOrEqual(clock.now.getTime() + 30 * 60_000);
        expect(wallOf(new Date(due.instant), due.zone)).toBe(due.wall);
      }),
      { numRuns: 500 },
    );
  });
});

/** Every metric of a class of twelve that was counted by hand, and what holds for any class. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratio } from '../../../src/course/insight/figures.ts';
import { distributionOf } from '../../../src/course/insight/locks.ts';
import { metricsOf } from '../../../src/course/insight/metrics.ts';
import { STANDINGS, standingOf } from '../../../src/course/insight/standing.ts';
import { nextStep } from '../../../src/course/steps.ts';
import { PACKS } from '../../../src/labs/catalogue.ts';
import type { LabPack } from '../../../src/labs/lab.ts';
import { active } from '../../../src/ledger/activity.ts';
import { summaryOf } from '../../../src/ledger/summary.ts';
import { recordOf } from '../../ledger/records.ts';
import {
  assignmentOf,
  classOf,
  type Did,
  DUE,
  HOUR,
  memberOf,
  randomClass,
  studentKey,
} from '../../support/class.ts';
import { COIN_TOSS } from '../../support/tiny-pack.ts';

const [WALL, TAIL] = PACKS as readonly [LabPack, LabPack];
const NOW = new Date(DUE.getTime() - 30 * HOUR);
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR);

const someone = (name: string, lastHours: number, minutes: number, ...acts: readonly Did[]) =>
  memberOf(name, { startedAt: ago(lastHours + 20), lastAt: ago(lastHours), minutes, acts });

/** The deadline is 30 hours away, so that those complete finished 30 hours and what stands here before it. */
const TWELVE = [
  someone(
    'Ada',
    18,
    30,
    { lock: 'quadratic', sure: 3, runs: 4, wall: true, reflect: 'tiling', decided: true },
    { lock: 'wider', sure: 3, runs: 6, reflect: 'sequential', decided: true },
  ),
  someone(
    'Ben',
    6,
    40,
    { lock: 'linear', sure: 3, runs: 5, wall: true, reflect: 'tiling', decided: true },
    { lock: 'deeper', sure: 2, runs: 3, wall: true, reflect: 'accuracy', decided: true },
  ),
  someone(
    'Cyd',
    1,
    100,
    { lock: 'linear', sure: 2, runs: 8, wall: true, reflect: 'int8', decided: true },
    { lock: 'wider', sure: 3, runs: 2, reflect: 'sequential', decided: true },
  ),
  someone(
    'Dot',
    70,
    20,
    { lock: 'quadratic', sure: 1, runs: 3, reflect: 'compress', decided: true },
    { lock: 'deeper', sure: 3, runs: 4, wall: true, reflect: 'sequential', decided: true },
  ),
  someone(
    'Eli',
    2,
    25,
    { lock: 'linear', sure: 3, runs: 2, wall: true, reflect: 'tiling', decided: true },
    { lock: 'deeper' },
  ),
  someone('Fay', 1, 50, { lock: 'quadratic', sure: 3, runs: 16, wall: true }),
  someone('Gus', 30, 8, { lock: 'cubic', sure: 1, runs: 1 }),
  someone('Hal', 50, 2, { lock: 'linear', sure: 2 }),
  someone('Ida', 25, 1, {}),
  memberOf('Jon', undefined),
  memberOf('Kim', undefined),
  someone('Lee', 26, 45, { lock: 'same', sure: 3, runs: 20, wall: true }),
];

const IDA_EXCUSED = {
  ...assignmentOf(WALL),
  exceptions: {
    [studentKey('Ida')]: { excused: true, by: 'test:course:prof', at: NOW.toISOString() } as const,
  },
};

describe('a class of twelve, counted by hand', () => {
  const data = classOf(WALL, TWELVE, { assignment: IDA_EXCUSED, now: NOW });
  const metrics = metricsOf(data);
  const names = (all: readonly { readonly member: { readonly name: string } }[]) =>
    all.map(({ member }) => member.name);

  it('stands where it stands', () => {
    expect(metrics.enrolled).toBe(12);
    expect(metrics.standings).toEqual({
      complete: 4,
      'under way': 2,
      stuck: 3,
      'not started': 2,
      unfinished: 1,
    });
    expect(metrics.steps.map(({ done }) => done)).toEqual([9, 8, 5, 5, 5, 4, 4, 4]);
    expect(names(metrics.stuck)).toEqual(['Hal', 'Gus', 'Lee']);
    expect(metrics.stuck.map(({ step }) => step.name)).toEqual([
      'Act I: run the simulator',
      'Act I: reflect',
      'Act I: reflect',
    ]);
    expect(metrics.stuck.map(({ quietMs }) => quietMs / HOUR)).toEqual([50, 30, 26]);
    expect(names(metrics.circling)).toEqual(['Fay']);
    expect(metrics.circling).toMatchObject([{ act: 0, runs: 16 }]);
  });

  it('believed what it believed', () => {
    const [first, second] = metrics.firstLocks;
    const counts = (of: typeof first) =>
      Object.fromEntries((of?.answers ?? []).map(({ label, count }) => [label, count]));
    expect(first?.n).toBe(9);
    expect(counts(first)).toEqual({ '2×': 4, '4×': 3, '8×': 1, 'no change': 1 });
    expect(first?.misconceptions).toEqual([{ misconception: 'memory grows like a list', count: 4, n: 9 }]);
    expect(second?.n).toBe(5);
    expect(second?.answers.filter(({ count }) => count > 0)).toMatchObject([
      { label: '64 narrow layers', count: 3, right: false },
      { label: '4 wide layers', count: 2, right: true },
    ]);
    expect(second?.misconceptions).toEqual([{ misconception: 'layers run in parallel', count: 3, n: 5 }]);
  });

  it('was put right, and was sure, as often as it was', () => {
    expect(metrics.afterPrediction).toMatchObject([
      { wrong: { count: 2, n: 3 }, right: { count: 1, n: 2 } },
      { wrong: { count: 1, n: 2 }, right: { count: 2, n: 2 } },
    ]);
    expect(metrics.sureAndWrong).toMatchObject([
      { wrong: { count: 3, n: 5 } },
      { wrong: { count: 1, n: 3 } },
    ]);
    expect(metrics.calibration).toEqual([
      { sure: 1, right: { count: 1, n: 2 } },
      { sure: 2, right: { count: 0, n: 3 } },
      { sure: 3, right: { count: 4, n: 8 } },
    ]);
  });

  it('took as long as it took', () => {
    expect(metrics.time).toEqual({
      minutes: { n: 4, lower: 27.5, median: 35, upper: 55 },
      long: { count: 1, n: 4 },
    });
    expect(metrics.lateness).toEqual({
      hours: { n: 4, lower: 34.75, median: 42, upper: 61 },
      lastHours: { count: 0, n: 4 },
      late: { count: 0, n: 4 },
    });
    expect(metrics.runs).toMatchObject([
      { runs: { n: 8, median: 4.5 }, wall: { count: 6, n: 8 } },
      { runs: { n: 4, median: 3.5 }, wall: { count: 2, n: 4 } },
    ]);
  });
});

describe('being stuck', () => {
  const quiet = (hours: number, leftHours: number, until?: number) => {
    const now = new Date(DUE.getTime() - leftHours * HOUR);
    const lastAt = new Date(now.getTime() - hours * HOUR);
    const member = memberOf('Ada', {
      startedAt: new Date(lastAt.getTime() - HOUR),
      lastAt,
      minutes: 5,
      acts: [{ lock: 'linear' }, {}],
    });
    const due = until === undefined ? undefined : new Date(DUE.getTime() + until * HOUR);
    const assignment = {
      ...assignmentOf(WALL),
      exceptions: due
        ? {
            [member.student]: {
              due: { wall: '2026-12-01T00:00', zone: 'UTC', instant: due.toISOString() },
              by: 'test:course:prof',
              at: now.toISOString(),
            },
          }
        : {},
    };
    return standingOf(classOf(WALL, [member], { assignment, now }), member);
  };

  it('begins after a day of quiet, and after two hours when fewer than twelve are left', () => {
    expect(quiet(23.99, 48)).toBe('under way');
    expect(quiet(24, 48)).toBe('stuck');
    expect(quiet(2, 12)).toBe('under way');
    expect(quiet(2, 11.99)).toBe('stuck');
    expect(quiet(1.99, 11.99)).toBe('under way');
  });

  it('ends with the deadline, which may be their own', () => {
    expect(quiet(30, 0)).toBe('stuck');
    expect(quiet(30, -0.01)).toBe('unfinished');
    expect(quiet(30, -0.01, 48)).toBe('stuck');
    expect(quiet(3, -5)).toBe('under way');
  });
});

describe('locks of a number', () => {
  const locked = (lock: number, judged?: { right: boolean; belief?: string }) => {
    const member = memberOf('Ada', {
      startedAt: ago(2),
      lastAt: ago(1),
      minutes: 5,
      acts: [{}, { lock }],
    });
    const { summary } = member;
    const [first, second] = summary?.acts ?? [];
    const lockOf = second?.lock;
    if (!summary || !first || !lockOf) throw new Error('no lock');
    return {
      ...member,
      summary: { ...summary, acts: [first, { lock: { ...lockOf, ...(judged && { judged }) } }] },
    };
  };
  const told = (members: readonly ReturnType<typeof locked>[]) =>
    distributionOf(classOf(TAIL, members), 'act2_prediction')
      .answers.filter(({ count }) => count > 0)
      .map(({ label, misconception, right, count }) => [label, misconception, right, count]);

  it('are told by the belief behind them', () => {
    expect(told([8.33, 8, 5.5, 6.2, 1.3, 400].map((each) => locked(each)))).toEqual([
      ['near the right number', undefined, true, 2],
      ['5 to 6.2', 'priced at full utilisation', false, 2],
      ['1.2 to 1.6', 'priced a full batch at full utilisation', false, 1],
      ['another number', undefined, false, 1],
    ]);
  });

  it('keep the judgement of the run that they were followed by', () => {
    expect(told([locked(5.5, { right: true })])).toEqual([['near the right number', undefined, true, 1]]);
    expect(told([locked(8.33, { right: false })])).toEqual([['another number', undefined, false, 1]]);
    expect(told([locked(8.33, { right: false, belief: 'one_short' })])).toMatchObject([
      [expect.any(String), 'priced a fleet that keeps up but misses its promise', false, 1],
    ]);
  });
});

describe('time on task', () => {
  it('counts a night between two sittings as five minutes', () => {
    const begun = recordOf('test:course:ada');
    const at = (record: typeof begun, minutes: number) =>
      active(record, new Date(Date.parse(begun.startedAt) + minutes * 60_000));
    const evening = at(at(begun, 3), 7);
    const morning = at(evening, 7 + 9 * 60);
    const minutes = (record: typeof begun): number => summaryOf(record, WALL).activeMs / 60_000;
    expect(minutes(evening)).toBe(7);
    expect(minutes(morning)).toBe(12);
  });
});

describe('of any class', () => {
  it('counts add up, nothing is negative, and shares lie between nought and one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(WALL, TAIL, COIN_TOSS),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (pack, size, seed) => {
          const data = randomClass(pack, size, { seed });
          const metrics = metricsOf(data);
          expect(metrics.enrolled).toBe(size);
          expect(STANDINGS.reduce((sum, each) => sum + metrics.standings[each], 0)).toBe(size);
          expect(metrics.stuck).toHaveLength(metrics.standings.stuck);
          const complete = data.members.filter(({ summary }) => summary && !nextStep(pack, summary));
          expect(metrics.standings.complete).toBe(complete.length);
          expect(metrics.time.long.n).toBe(complete.length);
          expect(metrics.lateness.late.n).toBe(complete.length);
          metrics.firstLocks.forEach(({ n, answers, misconceptions }, index) => {
            expect(n).toBe(data.members.filter(({ summary }) => summary?.acts[index]?.lock).length);
            expect(answers.reduce((sum, { count }) => sum + count, 0)).toBe(n);
            for (const each of misconceptions) {
              expect(each.count).toBeGreaterThanOrEqual(2);
              expect(ratio(each)).toBeGreaterThanOrEqual(0.1);
            }
          });
          metrics.afterPrediction.forEach(({ wrong, right }, index) => {
            const both = data.members.filter(({ summary }) => {
              const act = summary?.acts[index];
              return act?.lock && act.reflect;
            });
            expect(wrong.n + right.n).toBe(both.length);
          });
          const shares = [
            ...metrics.afterPrediction.flatMap(({ wrong, right }) => [wrong, right]),
            ...metrics.sureAndWrong.map(({ wrong }) => wrong),
            ...metrics.calibration.map(({ right }) => right),
            ...metrics.runs.map(({ wall }) => wall),
            metrics.time.long,
            metrics.lateness.late,
            metrics.lateness.lastHours,
          ];
          for (const share of shares) {
            expect(share.count).toBeGreaterThanOrEqual(0);
            expect(ratio(share)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});

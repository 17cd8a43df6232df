/** Receipts and the chain of runs: each moment has its own, is found again by it, and no run can be another unseen. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainOf, head, receipt, verify } from '../../src/ledger/chain.ts';
import { pointName, pointOf, pointsOf, receiptTyped } from '../../src/ledger/receipts.ts';
import { RUNS_KEPT, type StudentRecord } from '../../src/ledger/record.ts';
import { countOf, replayed } from '../../src/ledger/runs.ts';
import { history, recordAfter, step, stepped } from './histories.ts';

describe('a receipt', () => {
  it('is another after each step, and each moment that is kept is found by it with when it was', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: RUNS_KEPT + 10 }), (steps) => {
        const moments: StudentRecord[] = [recordAfter([])];
        for (const [index, each] of steps.entries())
          moments.push(stepped(moments.at(-1) as StudentRecord, each, index));
        const now = moments.at(-1) as StudentRecord;
        expect(new Set(moments.map(head)).size).toBe(moments.length);
        const kept = replayed(now).hashes;
        const first = Math.min(...kept.keys());
        for (const moment of moments) {
          const { decisions, runs } = chainOf(moment);
          const point = pointOf(now, receiptTyped(receipt(moment)) ?? '');
          const isRun = decisions > 0 ? moment.decisions.at(-1)?.ran?.count !== runs : runs > 0;
          // After a run that is kept no more nothing is left to tell it by.
          if (isRun && runs <= first) continue;
          expect(point).toMatchObject({ decisions, runs, head: head(moment) });
        }
        expect(pointsOf(now).at(-1)?.head).toBe(head(now));
      }),
      { numRuns: 60 },
    );
  });

  it('is read as it is typed, and no less of it than names one', () => {
    const record = recordAfter([
      { kind: 'decide', question: 'act1_prediction', number: 1 },
      { kind: 'run', act: 'act1', tokens: 1, wall: false },
    ]);
    const words = receipt(record);
    for (const typed of [words, words.toUpperCase(), `\`${words}\``, words.slice(0, 9)])
      expect(pointOf(record, receiptTyped(typed) ?? ''), typed).toMatchObject({ runs: 1 });
    expect(receiptTyped(words.slice(0, 7))).toBeUndefined();
    expect(receiptTyped('heron 4821')).toBeUndefined();
    expect(pointsOf(record).map(pointName)).toEqual(['the beginning', 'decision 1', 'run 1']);
  });
});

describe('the chain of runs', () => {
  it('is bounded, counts all of them, and its times never go back', () => {
    fc.assert(
      fc.property(history, (record) => {
        expect(verify(record)).toEqual({ intact: true });
        expect(record.runs.length).toBeLessThanOrEqual(RUNS_KEPT);
        expect(countOf(record.tallies)).toBe(countOf(record.earlier.tallies) + record.runs.length);
        const early = stepped(record, { kind: 'run', act: 'act2', tokens: 1, wall: true }, -9_000);
        const times = [...record.decisions, ...early.runs].map(({ at }) => at);
        expect(times.every((at) => at <= (early.runs.at(-1)?.at ?? ''))).toBe(true);
        expect(verify(early)).toEqual({ intact: true });
      }),
      { numRuns: 60 },
    );
  });

  it('does not hold where any run, count or order of it is another', () => {
    const changes: readonly [string, (record: StudentRecord, index: number) => StudentRecord][] = [
      [
        'a value',
        (record, n) => withRuns(record, record.runs.with(n, { ...runAt(record, n), input: { tokens: -1 } })),
      ],
      [
        'a time',
        (record, n) =>
          withRuns(record, record.runs.with(n, { ...runAt(record, n), at: '2026-01-01T00:00:00.000Z' })),
      ],
      [
        'what it met',
        (record, n) =>
          withRuns(record, record.runs.with(n, { ...runAt(record, n), wallHit: !runAt(record, n).wallHit })),
      ],
      ['one less', (record, n) => withRuns(record, record.runs.toSpliced(n, 1))],
      ['one twice', (record, n) => withRuns(record, record.runs.toSpliced(n, 0, runAt(record, n)))],
      [
        'a count',
        (record, n) => {
          const { act } = runAt(record, n);
          const tally = record.tallies[act];
          return tally
            ? { ...record, tallies: { ...record.tallies, [act]: { ...tally, count: tally.count + 1 } } }
            : record;
        },
      ],
      ['the end', (record) => ({ ...record, ran: '0'.repeat(64) })],
    ];
    fc.assert(
      fc.property(history, fc.nat(), (record, where) => {
        fc.pre(record.runs.length > 0);
        for (const [what, change] of changes)
          expect(verify(change(record, where % record.runs.length)).intact, what).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

const withRuns = (record: StudentRecord, runs: StudentRecord['runs']): StudentRecord => ({ ...record, runs });

function runAt({ runs }: StudentRecord, index: number): StudentRecord['runs'][number] {
  const run = runs[index];
  if (!run) throw new Error('there is no such run');
  return run;
}

/** Records after any steps of a student, for properties. */

import fc from 'fast-check';
import { decide } from '../../src/ledger/chain.ts';
import { newRecord } from '../../src/ledger/new-record.ts';
import type { StudentRecord } from '../../src/ledger/record.ts';
import { withRun } from '../../src/ledger/runs.ts';
import { LAB, NOW } from './records.ts';

export type Step =
  | { readonly kind: 'decide'; readonly question: string; readonly number: number }
  | { readonly kind: 'run'; readonly act: string; readonly tokens: number; readonly wall: boolean };

export const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('decide' as const),
    question: fc.constantFrom('act1_prediction', 'act2_prediction'),
    number: fc.integer(),
  }),
  fc.record({
    kind: fc.constant('run' as const),
    act: fc.constantFrom('act1', 'act1', 'act1', 'act2'),
    tokens: fc.nat(),
    wall: fc.boolean(),
  }),
);

/** A second after the one before it. */
const at = (index: number): Date => new Date(NOW.getTime() + index * 1_000);

export const stepped = (record: StudentRecord, each: Step, index: number): StudentRecord => {
  if (each.kind === 'decide') {
    const { question, number } = each;
    return decide(record, { kind: 'locked', question, number }, at(index), 'notebook');
  }
  const { act, tokens, wall } = each;
  return withRun(record, {
    at: at(index).toISOString(),
    act,
    instrument: 'seq',
    input: { tokens },
    context: 'edge',
    edition: 'notebook',
    limitBroken: wall,
    wallHit: wall,
    delivery: `delivery-${index}`,
  });
};

export const STUDENT = 'test:one:ada';

export const recordAfter = (steps: readonly Step[]): StudentRecord =>
  steps.reduce(stepped, newRecord({ lab: LAB, student: STUDENT, seed: 'ab'.repeat(16), now: NOW }));

export const history = fc.array(step, { minLength: 1, maxLength: 30 }).map(recordAfter);

/** One sign of a text put in another's place: where it is, as a part of the whole, and what stands there then. */
export const edit = fc.record({
  where: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  sign: fc.constantFrom(...'0aZ9"{},:\\ '),
});

export function edited(text: string, { where, sign }: { readonly where: number; readonly sign: string }) {
  const at = Math.floor(where * text.length);
  return { at, text: text.slice(0, at) + sign + text.slice(at + 1) };
}

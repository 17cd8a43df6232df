/** Evidence files for tests: random students in the real labs, checkpoints over their records, and the files that they get. */

import fc from 'fast-check';
import { type Checkpoint, type Inclusion, inOrder, leafText, signed } from '../../src/evidence/checkpoint.ts';
import { evidenceText } from '../../src/evidence/evidence.ts';
import { leafHash, pathOf, rootOf, treeOf } from '../../src/evidence/merkle.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { chainOf, decide } from '../../src/ledger/chain.ts';
import type { LedgerKey } from '../../src/ledger/ledger-key.ts';
import { newRecord } from '../../src/ledger/new-record.ts';
import type { StoredRun, StudentRecord } from '../../src/ledger/record.ts';
import { withRun } from '../../src/ledger/runs.ts';
import { courseOf } from '../../src/messages/actor.ts';
import { TEST_KEY } from '../support/key.ts';
import { openTestLab } from '../support/lab.ts';

export const COURSE = 'test:course';
export const START = new Date('2026-11-23T19:00:00.000Z');
const HOUR_MS = 3_600_000;
/** So many hours after that. */
export const hours = (n: number): Date => new Date(START.getTime() + n * HOUR_MS);

export const packOf = (id: string) => {
  const pack = PACKS.find((each) => each.id === id);
  if (!pack) throw new Error(`no lab ${id}`);
  return pack;
};

/** Lines that lead through a lab, each at hand at any time. */
const LINES = [
  ...['/predict lab quadratic', '/seq 64k', '/seq 3000', '/seq 3000 commit', '/depth 16', '/depth 16 commit'],
  ...['/predict lab tail', '/load 50', '/load 50 commit', '/fleet 8 8', '/fleet 8 3 commit', '/device edge'],
  ...['/predict', '/predict A', '/predict B sure', '/predict 5', '/reflect', '/reflect A', '/reflect B'],
];

/** A way through both labs that ends somewhere, with anything in between. */
export const walk = fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 60 });

/** The whole of each lab. */
export const WHOLE: Readonly<Record<string, readonly string[]>> = {
  'quadratic-wall': [
    ...['/predict lab quadratic', '/predict A', '/seq 64k', '/seq 3000 commit', '/reflect', '/reflect A'],
    ...['/predict', '/predict B', '/depth 64', '/depth 16 commit', '/reflect', '/reflect A'],
  ],
  'tail-latency-trap': [
    ...['/predict lab tail', '/predict A', '/load 50', '/load 50 commit', '/reflect', '/reflect B'],
    ...['/predict', '/predict 12', '/fleet 8 8', '/fleet 8 3 commit', '/reflect', '/reflect B'],
  ],
};

/** The records that these lines leave, of the labs that they began. */
export async function recordsAfter(
  lines: readonly string[],
  user = 'ada',
): Promise<readonly StudentRecord[]> {
  const lab = await openTestLab();
  for (const line of lines) await lab.say(user, line);
  const records = await Promise.all(PACKS.map(({ id }) => lab.record(user, id).catch(() => undefined)));
  return records.flatMap((record) => record ?? []);
}

export async function wholeRecord(lab = 'quadratic-wall', user = 'ada'): Promise<StudentRecord> {
  const [record] = await recordsAfter(WHOLE[lab] ?? [], user);
  if (!record) throw new Error(`${lab} was not begun`);
  return record;
}

/** A checkpoint over records, and the place of each in it. */
export function checkpointOver(
  records: readonly StudentRecord[],
  {
    number = 1,
    at,
    before = null,
    key = TEST_KEY,
  }: { number?: number; at: Date; before?: string | null; key?: LedgerKey },
): { readonly checkpoint: Checkpoint; readonly inclusions: readonly Inclusion[] } {
  const leaves = records
    .map((record) => ({ lab: record.lab, student: record.student, ...chainOf(record) }))
    .sort(inOrder);
  const tree = treeOf(leaves.map((leaf) => leafHash(leafText(leaf))));
  const checkpoint = signed(
    {
      version: 1,
      course: courseOf(leaves[0]?.student ?? `${COURSE}:nobody`),
      number,
      at: at.toISOString(),
      students: new Set(leaves.map(({ student }) => student)).size,
      records: leaves.length,
      root: rootOf(tree),
      before,
    },
    key,
  );
  return {
    checkpoint,
    inclusions: leaves.map((leaf, index) => ({ checkpoint, leaf, index, proof: pathOf(tree, index) })),
  };
}

export const inclusionOf = (inclusions: readonly Inclusion[], { student, lab }: StudentRecord): Inclusion => {
  const found = inclusions.find(({ leaf }) => leaf.student === student && leaf.lab === lab);
  if (!found) throw new Error(`${student} is not in it`);
  return found;
};

export const fileOf = (
  record: StudentRecord,
  {
    at = hours(72),
    key = TEST_KEY,
    name = 'Ada Æ',
    inclusions = [],
  }: { at?: Date; key?: LedgerKey; name?: string; inclusions?: readonly Inclusion[] } = {},
): string =>
  evidenceText({
    record,
    pack: packOf(record.lab),
    course: courseOf(record.student),
    name,
    inclusions,
    at,
    key,
  });

export const begun = (user = 'ada', lab = 'quadratic-wall'): StudentRecord =>
  newRecord({ lab, student: `${COURSE}:${user}`, seed: 'ab'.repeat(16), now: START });

export const locked = (record: StudentRecord, at: Date, option = 'linear', question = 'act1_prediction') =>
  decide(record, { kind: 'locked', question, option }, at, 'notebook');

export const ran = (record: StudentRecord, at: Date, tokens: number, more: Partial<StoredRun> = {}) =>
  withRun(record, {
    at: at.toISOString(),
    act: 'act1',
    instrument: 'seq',
    input: { tokens },
    context: 'edge',
    edition: 'notebook',
    limitBroken: false,
    wallHit: false,
    ...more,
  });

/** Begun, locked, run and reflected, in steps of an hour; `until` steps of it. */
export const worked = (until = 6, user = 'ada'): StudentRecord =>
  [
    (record: StudentRecord) => locked(record, hours(1)),
    (record: StudentRecord) => ran(record, hours(2), 4_096),
    (record: StudentRecord) => ran(record, hours(3), 65_536, { limitBroken: true, wallHit: true }),
    (record: StudentRecord) => locked(record, hours(4), 'quadratic', 'act2_prediction'),
    (record: StudentRecord) => ran(record, hours(5), 3_000),
    (record: StudentRecord) => decide(record, { kind: 'completed' }, hours(6), 'notebook'),
  ]
    .slice(0, until)
    .reduce((record, step) => step(record), begun(user));

export const EARLY = { number: 1, at: hours(2.5) };
export const LATE = { number: 2, at: hours(24) };

/** The file of whoever was in two checkpoints among a class: with the record as it is now, and as it was at the first. */
export function inTwo(now: StudentRecord = worked(), then: StudentRecord = worked(2)) {
  const early = checkpointOver([then, ...classmates(11, hours(0))], EARLY);
  const late = checkpointOver([worked(), ...classmates(18, hours(0))], {
    ...LATE,
    before: early.checkpoint.root,
  });
  const inclusions = [inclusionOf(late.inclusions, now), inclusionOf(early.inclusions, now)];
  return { early: early.checkpoint, late: late.checkpoint, inclusions, text: fileOf(now, { inclusions }) };
}

/** Others of the class, so that a proof has a way to go. */
export const classmates = (count: number, at: Date): readonly StudentRecord[] =>
  Array.from({ length: count }, (_, index) => locked(begun(`s${index}`), at));

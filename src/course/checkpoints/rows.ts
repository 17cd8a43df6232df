/** What is stored of a course's checkpoints: each as it was signed, and the leaves that changed with it. */

import { z } from 'zod';
import { checkpointSchema } from '../../evidence/checkpoint.ts';
import { erased, isOf, isPlace, type LeafChanges, type Place } from './leaves.ts';

const SCHEMA = z.literal(1).describe('the version of the row’s form');
const count = z.number().int().nonnegative();

export const checkpointRow = z.strictObject({
  schema: SCHEMA,
  checkpoint: checkpointSchema.describe(
    'its number and time, how many students and records, the root over them and the one before, the public key, the signature',
  ),
  why: z.enum(['daily', 'deadline', 'asked']).describe('why it was taken'),
  posts: z
    .array(z.strictObject({ assignment: z.string(), channel: z.string() }))
    .describe('the channels that it is posted in, each with the homework that it is posted for'),
  base: z.number().int().positive().describe('the checkpoint from which on its leaves are put together'),
  entries: count.describe('how many leaves that takes'),
});

export type StoredCheckpoint = z.infer<typeof checkpointRow>;

export const leavesRow = z.strictObject({
  schema: SCHEMA,
  blocks: z
    .array(z.string())
    .describe('the tree’s hashes over each 32 leaves, so that a proof needs no others; in the first row'),
  gone: z.array(count).describe('places in the checkpoint before that are not as they were'),
  set: z
    .custom<readonly Place[]>((value) => Array.isArray(value) && value.every(isPlace))
    .describe(
      'each record that is new or has changed: its place, the student’s key, the lab, how many decisions and runs, the last decision’s hash, and the one over the runs since; of a student who was erased the place and a hash alone',
    ),
});

type LeavesRow = z.infer<typeof leavesRow>;

/** What changed with a checkpoint, and the tree's nodes over blocks of its leaves. */
export interface StoredLeaves extends LeafChanges {
  readonly blocks: readonly string[];
}

/** A row of so many leaves is near 150 kB. */
const IN_A_ROW = 1_000;

/** The texts of the rows that hold them, in order. */
export function leavesTexts({ blocks, gone, set }: StoredLeaves): readonly string[] {
  const rows = Math.max(1, Math.ceil(set.length / IN_A_ROW));
  return Array.from({ length: rows }, (_, row) =>
    JSON.stringify({
      schema: 1,
      blocks: row === 0 ? [...blocks] : [],
      gone: row === 0 ? [...gone] : [],
      set: set.slice(row * IN_A_ROW, (row + 1) * IN_A_ROW),
    } satisfies LeavesRow),
  );
}

const read = (text: string): LeavesRow => leavesRow.parse(JSON.parse(text));

/** @throws where a text is none of these */
export function leavesIn(texts: readonly string[]): StoredLeaves {
  const rows = texts.map(read);
  return {
    blocks: rows.flatMap(({ blocks }) => blocks),
    gone: rows.flatMap(({ gone }) => gone),
    set: rows.flatMap(({ set }) => set),
  };
}

/** Whether the row holds anything of theirs. */
export const isNamedIn = (text: string, student: string): boolean =>
  text.includes(`,${JSON.stringify(student)},`);

/** What the row holds of theirs. */
export const placesIn = (text: string, student: string): readonly Place[] =>
  read(text).set.filter((place) => isOf(place, student));

/** The row without them: of each of their leaves the hash stays. */
export function withoutStudent(text: string, student: string): string {
  const row = read(text);
  const set = row.set.map((place) => (isOf(place, student) ? erased(place) : place));
  return JSON.stringify({ ...row, set } satisfies LeavesRow);
}

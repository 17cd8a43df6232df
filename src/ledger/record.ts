/** A student's record of one lab as it is stored: a chain of decisions, with the newest runs beside it. */

import { z } from 'zod';

/** Raised when the stored form changes; older versions are lifted, newer ones are left alone. */
export const SCHEMA_VERSION = 3;

/** How many runs are kept, which each turn writes anew; their count is not bounded. */
export const RUNS_KEPT = 20;

/** How often an answer to the person who asked may be changed in one act: each is kept in the chain for ever. */
export const COMMITS_KEPT = 20;

const time = z.iso.datetime();
const value = z.union([z.number(), z.string(), z.boolean()]);
const values = z.record(z.string(), value);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

/** Values of other labs' records that a run was computed with, so that it can be repeated. */
const prior = values.optional();

/** What schema 1 kept beside what schema 2 keeps; it stays in the chain, which has hashed it. */
const decisionOfSchema1 = [
  z.strictObject({ kind: z.literal('context'), device: z.string() }),
  z.strictObject({
    kind: z.literal('committed'),
    instrument: z.string(),
    input: z.record(z.string(), z.number()),
  }),
] as const;

const decisionSchema = z.union([
  z.strictObject({ kind: z.literal('locked'), question: z.string(), option: z.string() }),
  z.strictObject({ kind: z.literal('locked'), question: z.string(), number: z.number() }),
  z.strictObject({ kind: z.literal('reflected'), question: z.string(), option: z.string() }),
  z.strictObject({
    kind: z.literal('committed'),
    act: z.string(),
    instrument: z.string(),
    input: values,
    context: z.string(),
    prior,
  }),
  z.strictObject({ kind: z.literal('completed') }),
  /** How sure the student was of their lock: 1 a guess, 2 fairly, 3 sure. Never graded. */
  z.strictObject({
    kind: z.literal('confidence'),
    question: z.string(),
    sure: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  }),
  /** An instructor's decision about a record that did not hold: so many decisions of it were kept, the rest set aside. */
  z.strictObject({ kind: z.literal('mended'), kept: count, reason: z.string() }),
  ...decisionOfSchema1,
]);

export const entrySchema = z.strictObject({
  /** Never before the entry before it, whatever the clock says. */
  at: time,
  edition: z.string(),
  decision: decisionSchema,
  /** How many runs there were by then, and the hash of their chain; absent in entries of before it was kept, as the rest. */
  ran: z.strictObject({ count, hash }).exactOptional(),
  /** Time on task by then. */
  activeMs: count.exactOptional(),
  hash,
  /** Over the entry and whose it is, by the ledger's key: it proves itself even where the row around it is damaged. */
  mac: z.string().exactOptional(),
});

export const runSchema = z.strictObject({
  at: time,
  act: z.string(),
  instrument: z.string(),
  input: values,
  context: z.string(),
  edition: z.string(),
  prior,
  /** What it met; absent in runs of before each said so itself. */
  limitBroken: z.boolean().exactOptional(),
  wallHit: z.boolean().exactOptional(),
  /** The delivery that asked for it, so that a redelivered event is not counted twice. */
  delivery: z.string().optional(),
});

const tallySchema = z.strictObject({
  count,
  limitBroken: z.boolean(),
  wallHit: z.boolean(),
  /** When the first run was made; absent where it was made before that was kept. */
  firstAt: time.exactOptional(),
  /** The newest; absent where it was made before it was kept here, and is among the runs. */
  last: runSchema.exactOptional(),
});

const tallies = z.record(z.string(), tallySchema);

/** What does not change from version to version: the first link of the chain is made of it. */
export const identity = {
  lab: z.string().describe('which lab'),
  student: z.string().describe('the student’s key: platform, workspace and the platform’s own id'),
  /** 32 hexadecimal digits. */
  seed: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .describe('random; it orders their options'),
  startedAt: time.describe('when they began'),
};

/** What rows of every version kept beside. */
export const shared = {
  ...identity,
  shown: z.array(z.string()).describe('questions that they have been shown'),
  decisions: z
    .array(entrySchema)
    .describe(
      'every decision (locks, reflections, answers, how sure) with its time and the hash that chains it',
    ),
  setAside: z
    .array(z.strictObject({ key: z.string(), at: time, reason: z.string() }))
    .describe('where earlier records of theirs that did not hold were set aside, when and why'),
};

/** As it is since schema 2. */
export const kept = {
  ...shared,
  /** That delivery, delivered again, must not answer it. */
  shownBy: z
    .strictObject({ question: z.string(), delivery: z.string() })
    .exactOptional()
    .describe('the question that was shown last, and the platform’s id of the request that showed it'),
  /** No decision: a design names its own. */
  context: z
    .string()
    .optional()
    .describe('the context that runs are judged in; the lab’s first where nothing was selected'),
  /** By act, over all runs, also those no longer kept. */
  tallies: tallies.describe(
    'of each act, how many runs, when the first was, the newest, and whether a limit was met',
  ),
  /** Oldest first. A lifted record has more until its next run. */
  runs: z.array(runSchema).describe(`the newest ${RUNS_KEPT} runs with their values and times`),
  activity: z
    .strictObject({ lastAt: time, activeMs: count })
    .exactOptional()
    .describe(
      'when anything was last stored, and the time between such moments, pauses counted as five minutes at most',
    ),
};

export const recordSchema = z.strictObject({
  schema: z.literal(SCHEMA_VERSION).describe('the version of the row’s form'),
  ...kept,
  ran: hash.describe('the hash of the chain of all runs'),
  earlier: z
    .strictObject({ hash, tallies })
    .describe('the same hash and counts as they were before the oldest run that is kept'),
});

export type StudentRecord = z.infer<typeof recordSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type Entry = z.infer<typeof entrySchema>;
export type StoredRun = z.infer<typeof runSchema>;
export type Tally = z.infer<typeof tallySchema>;
export type SetAside = StudentRecord['setAside'][number];

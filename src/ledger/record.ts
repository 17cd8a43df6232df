/** A student's record of one lab as it is stored: a chain of decisions, with the newest runs beside it. */

import { z } from 'zod';

/** Raised when the stored form changes; older versions are lifted, newer ones are set aside. */
export const SCHEMA_VERSION = 2;

/** How many runs are kept, which each turn writes anew; their count is not bounded. */
export const RUNS_KEPT = 20;

/** How often an answer to the person who asked may be changed in one act: each is kept in the chain for ever. */
export const COMMITS_KEPT = 20;

const time = z.iso.datetime();
const value = z.union([z.number(), z.string(), z.boolean()]);
const values = z.record(z.string(), value);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

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
  ...decisionOfSchema1,
]);

const entrySchema = z.strictObject({
  /** Never before the entry before it, whatever the clock says. */
  at: time,
  edition: z.string(),
  decision: decisionSchema,
  hash,
});

const runSchema = z.strictObject({
  at: time,
  act: z.string(),
  instrument: z.string(),
  input: values,
  context: z.string(),
  edition: z.string(),
  prior,
  /** The delivery that asked for it, so that a redelivered event is not counted twice. */
  delivery: z.string().optional(),
});

const tallySchema = z.strictObject({
  count: z.number().int().nonnegative(),
  limitBroken: z.boolean(),
  wallHit: z.boolean(),
  /** When the first run was made; absent in rows of before it was kept. */
  firstAt: time.exactOptional(),
});

/** What does not change from version to version: the first link of the chain is made of it. */
const identity = {
  lab: z.string().describe('which lab'),
  student: z.string().describe('the student’s key: platform, workspace and the platform’s own id'),
  /** 32 hexadecimal digits. */
  seed: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .describe('random; it orders their options'),
  startedAt: time.describe('when they began'),
};

const setAside = z
  .array(z.strictObject({ key: z.string(), at: time, reason: z.string() }))
  .describe('where earlier records of theirs that could not be read were set aside, when and why');

export const recordSchema = z.strictObject({
  schema: z.literal(SCHEMA_VERSION).describe('the version of the row’s form'),
  ...identity,
  shown: z.array(z.string()).describe('questions that they have been shown'),
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
  decisions: z
    .array(entrySchema)
    .describe(
      'every decision (locks, reflections, answers, how sure) with its time and the hash that chains it',
    ),
  /** By act, over all runs, also those no longer kept. */
  tallies: z
    .record(z.string(), tallySchema)
    .describe('of each act, how many runs, when the first was, and whether a limit was met'),
  /** Oldest first; the newest of each act is always among them. A lifted record has more until its next run. */
  runs: z.array(runSchema).describe(`the newest ${RUNS_KEPT} runs with their values and times`),
  activity: z
    .strictObject({ lastAt: time, activeMs: z.number().int().nonnegative() })
    .exactOptional()
    .describe(
      'when anything was last stored, and the time between such moments, pauses counted as five minutes at most',
    ),
  setAside,
});

/** As the first version wrote it: one lab, whose contexts were devices, and runs by instrument. */
const recordOfSchema1 = z.strictObject({
  schema: z.literal(1),
  ...identity,
  shown: z.array(z.string()),
  decisions: z.array(entrySchema),
  tallies: z.record(z.string(), tallySchema),
  explorations: z.array(
    z.strictObject({
      at: time,
      instrument: z.string(),
      input: z.record(z.string(), z.number()),
      device: z.string(),
      edition: z.string(),
      delivery: z.string().optional(),
    }),
  ),
  setAside,
});

export type StudentRecord = z.infer<typeof recordSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type Entry = z.infer<typeof entrySchema>;
export type StoredRun = z.infer<typeof runSchema>;
export type SetAside = StudentRecord['setAside'][number];

/** The act that an instrument belonged to when a lab's acts had one each; undefined where the lab has no such instrument. */
export type ActOf = (lab: string, instrument: string) => string | undefined;

function lifted(record: z.infer<typeof recordOfSchema1>, actOf: ActOf): StudentRecord {
  const { explorations, tallies, schema: _, ...rest } = record;
  const act = (instrument: string): string => actOf(record.lab, instrument) ?? instrument;
  const selected = record.decisions.findLast(({ decision }) => decision.kind === 'context')?.decision;
  return {
    ...rest,
    schema: SCHEMA_VERSION,
    ...(selected?.kind === 'context' && { context: selected.device }),
    tallies: Object.fromEntries(
      Object.entries(tallies).map(([instrument, tally]) => [act(instrument), tally]),
    ),
    runs: explorations.map(({ device, ...run }) => ({ ...run, act: act(run.instrument), context: device })),
  };
}

/** Stored JSON of any version as a record of this one; undefined where it is in the form of none. */
export function parseRecord(json: unknown, actOf: ActOf): StudentRecord | undefined {
  const now = recordSchema.safeParse(json);
  if (now.success) return now.data;
  const before = recordOfSchema1.safeParse(json);
  return before.success ? lifted(before.data, actOf) : undefined;
}

/** A record with nothing in it yet. */
export function newRecord(of: { lab: string; student: string; seed: string; now: Date }): StudentRecord {
  return {
    schema: SCHEMA_VERSION,
    lab: of.lab,
    student: of.student,
    seed: of.seed,
    startedAt: of.now.toISOString(),
    shown: [],
    decisions: [],
    tallies: {},
    runs: [],
    setAside: [],
  };
}

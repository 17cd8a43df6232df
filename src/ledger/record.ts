/** A student's record as it is stored: a chain of decisions, with the newest explorations beside it. */

import { z } from 'zod';

/** Raised when the stored form changes; older versions are migrated, newer ones are set aside. */
export const SCHEMA_VERSION = 1;

/** How many explorations are kept; their count is not bounded. */
export const EXPLORATIONS_KEPT = 50;

const time = z.iso.datetime();
const numbers = z.record(z.string(), z.number());

const decisionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('locked'), question: z.string(), option: z.string() }),
  z.strictObject({ kind: z.literal('reflected'), question: z.string(), option: z.string() }),
  z.strictObject({ kind: z.literal('context'), device: z.string() }),
  z.strictObject({ kind: z.literal('committed'), instrument: z.string(), input: numbers }),
  z.strictObject({ kind: z.literal('completed') }),
]);

const entrySchema = z.strictObject({
  at: time,
  edition: z.string(),
  decision: decisionSchema,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

const explorationSchema = z.strictObject({
  at: time,
  instrument: z.string(),
  input: numbers,
  device: z.string(),
  edition: z.string(),
  /** The delivery that asked for it, so that a redelivered event is not counted twice. */
  delivery: z.string().optional(),
});

const tallySchema = z.strictObject({
  count: z.number().int().nonnegative(),
  limitBroken: z.boolean(),
  wallHit: z.boolean(),
});

export const recordSchema = z.strictObject({
  schema: z.literal(SCHEMA_VERSION),
  lab: z.string(),
  student: z.string(),
  /** Shuffles the options; 32 hexadecimal digits. */
  seed: z.string().regex(/^[0-9a-f]{32}$/),
  startedAt: time,
  /** Questions that this student has been shown. */
  shown: z.array(z.string()),
  decisions: z.array(entrySchema),
  /** By instrument, over all explorations, also those no longer kept. */
  tallies: z.record(z.string(), tallySchema),
  /** Oldest first; the newest of each instrument is always among them. */
  explorations: z.array(explorationSchema).max(EXPLORATIONS_KEPT),
  /** Where earlier records of this student that could not be read were set aside. */
  setAside: z.array(z.strictObject({ key: z.string(), at: time, reason: z.string() })),
});

export type StudentRecord = z.infer<typeof recordSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type Entry = z.infer<typeof entrySchema>;
export type Exploration = z.infer<typeof explorationSchema>;
export type Tally = z.infer<typeof tallySchema>;
export type SetAside = StudentRecord['setAside'][number];

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
    explorations: [],
    setAside: [],
  };
}

/**
 * The evidence file: a student's record of one lab with all its hashes, and where checkpoints have it, under a signature. It
 * is checked without this program's store.
 */

import { z } from 'zod';
import type { LabPack } from '../labs/lab.ts';
import { head, receiptDigits } from '../ledger/chain.ts';
import { canonical } from '../ledger/hashing.ts';
import type { LedgerKey } from '../ledger/ledger-key.ts';
import { entrySchema, identity, runSchema, SCHEMA_VERSION, type StudentRecord } from '../ledger/record.ts';
import { type Inclusion, inclusionSchema } from './checkpoint.ts';

export const EVIDENCE_FORMAT = 'lab-assistant evidence';

/** Raised when the form changes; files of older versions stay readable. */
export const EVIDENCE_VERSION = 1;

/** A file may come from anybody; what this program writes is far from these. */
export const EVIDENCE_LIMITS = {
  characters: 2_000_000,
  decisions: 5_000,
  runs: 500,
  acts: 100,
  /** Of a name, a key, a title. */
  words: 1_000,
  checkpoints: 2,
} as const;

const words = z.string().max(EVIDENCE_LIMITS.words);
const time = z.iso.datetime();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const { at, edition, decision, ran, activeMs } = entrySchema.shape;

export const evidenceEntrySchema = z.strictObject({
  at: at.describe('when, in ISO 8601; never before the one before it'),
  edition: edition.describe('the constants that the lab computed with'),
  decision: decision.describe(
    'what was decided: `kind` is locked, reflected, confidence, committed, completed, or mended by an instructor',
  ),
  ran: ran.describe(
    'how many runs there were by then, and the hash of their chain; absent in entries of before runs were under the hash',
  ),
  activeMs: activeMs.describe('time on task by then, in milliseconds; absent where `ran` is'),
  hash: hash.describe('over all of this and the hash of the decision before it'),
});

const run = runSchema.omit({ delivery: true }).shape;

export const evidenceRunSchema = z.strictObject({
  at: run.at.describe('when; never before the run or the decision before it'),
  act: run.act.describe('the act that it was made in'),
  instrument: run.instrument.describe('what was run'),
  input: run.input.describe('with which values'),
  context: run.context.describe('what it was judged against'),
  edition: run.edition.describe('the constants that the lab computed with'),
  prior: run.prior.describe('values of other labs’ records that it was computed with, where there were any'),
  limitBroken: run.limitBroken.describe('whether it broke a limit; absent in runs of before that was kept'),
  wallHit: run.wallHit.describe('whether it found the lab’s wall; absent likewise'),
});

const tally = z.strictObject({
  count: z.int().nonnegative(),
  limitBroken: z.boolean(),
  wallHit: z.boolean(),
  firstAt: time.exactOptional(),
  last: evidenceRunSchema.exactOptional(),
});

const tallies = z
  .record(words, tally)
  .refine((acts) => Object.keys(acts).length <= EVIDENCE_LIMITS.acts, 'too many acts');

export const evidenceSchema = z.strictObject({
  format: z.literal(EVIDENCE_FORMAT).describe('what this file is'),
  version: z.literal(EVIDENCE_VERSION).describe('the version of its form'),
  course: words.describe('the course: platform and workspace, each percent-encoded'),
  student: words.describe('the student’s key: the course, and the platform’s own id of them'),
  name: words.exactOptional().describe('how they were called there; absent where names are not kept'),
  lab: z
    .strictObject({ id: words, title: words, volume: z.int(), chapter: z.int() })
    .describe('which lab: `id`, and for people its `title`, `volume` and `chapter`'),
  exportedAt: time.describe('when the file was made, in ISO 8601; never before its last entry'),
  seed: identity.seed.describe('random, made when they began; it orders their options'),
  startedAt: identity.startedAt.describe('when they began'),
  receipt: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .describe('the first 16 digits of `head`, which is what the bot shows as the receipt'),
  head: hash.describe('the hash of everything up to now'),
  decisions: z.array(evidenceEntrySchema).max(EVIDENCE_LIMITS.decisions).describe('every decision, in order'),
  earlier: z
    .strictObject({ hash, tallies })
    .describe('the hash of the chain of runs before the oldest run that is kept, and the counts by then'),
  runs: z.array(evidenceRunSchema).max(EVIDENCE_LIMITS.runs).describe('the newest runs, oldest first'),
  tallies: tallies.describe(
    'of each act: how many runs there were (`count`), whether one of them broke a limit or found the wall, when the first was, and the newest',
  ),
  ran: hash.describe('the hash of the chain of all runs'),
  checkpoints: z
    .array(inclusionSchema)
    .max(EVIDENCE_LIMITS.checkpoints)
    .describe('where this record stood in the checkpoints of its course, newest first'),
  publicKey: z
    .string()
    .regex(/^[\w-]{43}$/)
    .describe('the key of whoever signed: 32 bytes of Ed25519, base64url'),
  signature: z
    .string()
    // The last sign holds two bits of the signature, and four that are nought: else two texts would be one signature.
    .regex(/^[\w-]{85}[AQgw]$/)
    .describe('over all of the above, base64url'),
});

export type Evidence = z.infer<typeof evidenceSchema>;

/** What is signed: everything in the file but the signature, in one order. */
export const signedText = ({ signature: _, ...rest }: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(canonical(rest));

type Run = StudentRecord['runs'][number];
type Tallies = StudentRecord['tallies'];

/** The delivery is the platform's own, and under no hash. */
const bareRun = ({ delivery: _, ...kept }: Run): Omit<Run, 'delivery'> => kept;

const bareTallies = (given: Tallies): Evidence['tallies'] =>
  Object.fromEntries(
    Object.entries(given).map(([act, { last, ...kept }]) => [
      act,
      { ...kept, ...(last && { last: bareRun(last) }) },
    ]),
  );

/** Where the clock was set back since the last entry, that entry's time: times here never go backwards. */
function exportedAt({ decisions, runs, startedAt }: StudentRecord, now: Date): string {
  const times = [startedAt, decisions.at(-1)?.at ?? '', runs.at(-1)?.at ?? '', now.toISOString()];
  return times.reduce((a, b) => (b > a ? b : a));
}

export interface EvidenceOf {
  /** As it was read from the store, checked. */
  readonly record: StudentRecord;
  readonly pack: Pick<LabPack, 'id' | 'title' | 'volume' | 'chapter'>;
  readonly course: string;
  /** How the student is called; left out where names are not kept. */
  readonly name?: string;
  /** Newest first. */
  readonly inclusions: readonly Inclusion[];
  readonly at: Date;
  readonly key: LedgerKey;
}

/** JSON text: the same for the same record, moment and key. */
export function evidenceText({ record, pack, course, name, inclusions, at: now, key }: EvidenceOf): string {
  const { student, seed, startedAt, decisions, earlier, runs } = record;
  const { id, title, volume, chapter } = pack;
  const unsigned = {
    format: EVIDENCE_FORMAT,
    version: EVIDENCE_VERSION,
    course,
    student,
    ...(name !== undefined && { name }),
    lab: { id, title, volume, chapter },
    exportedAt: exportedAt(record, now),
    seed,
    startedAt,
    receipt: receiptDigits(head(record)),
    head: head(record),
    decisions: decisions.map(({ mac: _, ...entry }) => entry),
    earlier: { hash: earlier.hash, tallies: bareTallies(earlier.tallies) },
    runs: runs.map(bareRun),
    tallies: bareTallies(record.tallies),
    ran: record.ran,
    checkpoints: inclusions.slice(0, EVIDENCE_LIMITS.checkpoints),
    publicKey: key.publicKey,
  } satisfies Omit<z.input<typeof evidenceSchema>, 'signature'>;
  return `${JSON.stringify({ ...unsigned, signature: key.sign(signedText(unsigned)) }, null, 2)}\n`;
}

/** `lab-06-evidence.json` */
export const fileName = ({ chapter }: Pick<LabPack, 'chapter'>): string =>
  `lab-${String(chapter).padStart(2, '0')}-evidence.json`;

/** The file as the record that it was made of, as far as a chain is concerned. */
export const recordIn = (evidence: Evidence): StudentRecord => ({
  schema: SCHEMA_VERSION,
  lab: evidence.lab.id,
  student: evidence.student,
  seed: evidence.seed,
  startedAt: evidence.startedAt,
  shown: [],
  setAside: [],
  decisions: evidence.decisions,
  earlier: evidence.earlier,
  runs: evidence.runs,
  tallies: evidence.tallies,
  ran: evidence.ran,
});

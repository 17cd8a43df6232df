/** The way on from a record that does not hold: what of it is proven from the beginning, and the record that goes on from it. */

import { decide, genesis, link } from './chain.ts';
import type { LedgerKey } from './ledger-key.ts';
import { newRecord } from './new-record.ts';
import { type Entry, SCHEMA_VERSION, type SetAside, type StudentRecord } from './record.ts';
import { countOf, type Ran, replayed, runsGenesis } from './runs.ts';
import { provesItself, type Trouble } from './trouble.ts';

type Identity = Pick<StudentRecord, 'lab' | 'student' | 'seed' | 'startedAt'>;
type Runs = Pick<StudentRecord, 'tallies' | 'runs' | 'ran' | 'earlier'>;

/** The first decisions of a record without a gap, each under the ledger's key, and the runs that the last of them covers. */
export interface Proven {
  readonly identity: Identity;
  /** At least one. */
  readonly decisions: readonly [Entry, ...Entry[]];
  readonly runs: Runs;
}

/** In place of an act: runs of which nothing but their number is proven. */
export const RUNS_SET_ASIDE = 'set-aside';

/** As far as it can be read. The first decision's hash is made of it, and says whether it was so. */
function identityIn(text: string, of: Pick<Identity, 'lab' | 'student'>): Identity | undefined {
  const seed = /"seed":"([0-9a-f]{32})"/.exec(text)?.[1];
  const startedAt = /"startedAt":"([^"\\]+)"/.exec(text)?.[1];
  return seed !== undefined && startedAt !== undefined ? { ...of, seed, startedAt } : undefined;
}

/** Runs whose hash is the one that was under the key: their counts are under it too, if at least one of them is kept. */
function runsBy(record: StudentRecord, ran: Ran): Runs | undefined {
  const { earlier } = record;
  const before = countOf(earlier.tallies);
  const runs = record.runs.slice(0, Math.max(0, ran.count - before));
  const { hashes, tallies } = replayed({ earlier, runs });
  const isCovered = runs.length > 0 || runsGenesis(record, earlier.tallies) === earlier.hash;
  if (!isCovered || before + runs.length !== ran.count || hashes.get(ran.count) !== ran.hash)
    return undefined;
  return { earlier, runs, tallies, ran: ran.hash };
}

/** The chain of runs goes on from a hash, whatever it was made of. */
function runsFrom({ count, hash }: Ran): Runs {
  const tallies = count === 0 ? {} : { [RUNS_SET_ASIDE]: { count, limitBroken: false, wallHit: false } };
  return { tallies, runs: [], ran: hash, earlier: { hash, tallies } };
}

/**
 * Undefined where not even the first decision is proven: then the record can only be begun anew. A decision that a version
 * before wrote has no code of its own and is not proven: whoever can write the row could have made it.
 * @param text the row as it is stored
 */
export function provenIn(
  { record, stands }: Trouble,
  text: string,
  of: Pick<Identity, 'lab' | 'student'>,
  key: LedgerKey,
): Proven | undefined {
  const identity = record ?? identityIn(text, of);
  if (!identity) return undefined;
  const { lab, student, seed, startedAt } = identity;
  let previous = genesis(identity);
  const decisions: Entry[] = [];
  for (const entry of record?.decisions ?? stands) {
    if (link(previous, entry) !== entry.hash || !provesItself(of, entry, key)) break;
    decisions.push(entry);
    previous = entry.hash;
  }
  const [first, ...more] = decisions;
  if (!first) return undefined;
  const ran = decisions.at(-1)?.ran ?? { count: 0, hash: runsGenesis(identity, {}) };
  return {
    identity: { lab, student, seed, startedAt },
    decisions: [first, ...more],
    runs: (record && runsBy(record, ran)) ?? runsFrom(ran),
  };
}

/** Why a record is mended, and where what was there lies now. */
export interface Mending {
  readonly reason: string;
  readonly setAside: readonly SetAside[];
  readonly edition: string;
  readonly now: Date;
}

const questionsOf = (decisions: readonly Entry[]): string[] => [
  ...new Set(decisions.flatMap(({ decision }) => ('question' in decision ? [decision.question] : []))),
];

/** What is proven, with an instructor's decision after it. No time passes on task. */
export function keptFrom(proven: Proven, { reason, setAside, edition, now }: Mending): StudentRecord {
  const { identity, decisions, runs } = proven;
  const activeMs = decisions.at(-1)?.activeMs;
  const record: StudentRecord = {
    schema: SCHEMA_VERSION,
    ...identity,
    shown: questionsOf(decisions),
    decisions: [...decisions],
    ...runs,
    setAside: [...setAside],
    ...(activeMs !== undefined && { activity: { lastAt: now.toISOString(), activeMs } }),
  };
  return decide(record, { kind: 'mended', kept: decisions.length, reason }, now, edition);
}

/** A record with nothing in it but that an instructor had it begun anew. */
export function begunAnew(
  of: Pick<Identity, 'lab' | 'student' | 'seed'>,
  { reason, setAside, edition, now }: Mending,
): StudentRecord {
  const record = { ...newRecord({ ...of, now }), setAside: [...setAside] };
  return decide(record, { kind: 'mended', kept: 0, reason }, now, edition);
}

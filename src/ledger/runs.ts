/**
 * Runs of the instruments: a chain of their own beside the decisions, of which the newest are kept, with counts of all of
 * them. Each decision carries how far that chain was, so that runs are under its hash.
 */

import { canonical, sha256 } from './hashing.ts';
import { RUNS_KEPT, type StoredRun, type StudentRecord, type Tally } from './record.ts';

type Tallies = StudentRecord['tallies'];

/** How far the chain of runs was: how many there were, and the hash of the last. */
export interface Ran {
  readonly count: number;
  readonly hash: string;
}

export const countOf = (tallies: Tallies): number =>
  Object.values(tallies).reduce((sum, { count }) => sum + count, 0);

/** What the chain of runs begins with: nothing in a new record; in one that is older, what that had counted. */
export const runsGenesis = (
  { lab, student, seed, startedAt }: Pick<StudentRecord, 'lab' | 'student' | 'seed' | 'startedAt'>,
  tallies: Tallies,
): string => sha256(JSON.stringify(['runs', lab, student, seed, startedAt, canonical(tallies)]));

/** With one more run. */
function tallied(tallies: Tallies, run: StoredRun): Tallies {
  const before: Tally | undefined = tallies[run.act];
  const first = before?.firstAt ?? (before === undefined || before.count === 0 ? run.at : undefined);
  return {
    ...tallies,
    [run.act]: {
      count: (before?.count ?? 0) + 1,
      limitBroken: before?.limitBroken === true || run.limitBroken === true,
      wallHit: before?.wallHit === true || run.wallHit === true,
      ...(first !== undefined && { firstAt: first }),
      last: run,
    },
  };
}

/** A run as it is hashed: the delivery is the platform's own, and no part of what the student did. */
const bare = ({ delivery: _, ...run }: StoredRun): Omit<StoredRun, 'delivery'> => run;

const bareTallies = (tallies: Tallies): unknown =>
  canonical(
    Object.fromEntries(
      Object.entries(tallies).map(([act, { last, ...tally }]) => [
        act,
        { ...tally, ...(last && { last: bare(last) }) },
      ]),
    ),
  );

/** A run's hash covers all before it, and every count after it. */
const link = (before: string, run: StoredRun, after: Tallies): string =>
  sha256(JSON.stringify([before, canonical(bare(run)), bareTallies(after)]));

/** True when this delivery's run is already in the record: a redelivered event must not count twice. */
export const isRunKnown = (record: StudentRecord, delivery: string | undefined): boolean =>
  delivery !== undefined && record.runs.some((run) => run.delivery === delivery);

/** The record without its oldest run, if it has more than are kept. */
function bounded(record: StudentRecord): StudentRecord {
  const [oldest, ...runs] = record.runs;
  if (!oldest || record.runs.length <= RUNS_KEPT) return record;
  const tallies = tallied(record.earlier.tallies, oldest);
  return bounded({
    ...record,
    runs,
    earlier: { tallies, hash: link(record.earlier.hash, oldest, tallies) },
  });
}

/** The record with one more run. Its time is never before what is in the record already, however the clock was set. */
export function withRun(record: StudentRecord, given: StoredRun): StudentRecord {
  const last = [record.decisions.at(-1)?.at, record.runs.at(-1)?.at, given.at];
  const run = { ...given, at: last.reduce<string>((a, b) => (b !== undefined && b > a ? b : a), given.at) };
  const tallies = tallied(record.tallies, run);
  return bounded({
    ...record,
    tallies,
    runs: [...record.runs, run],
    ran: link(record.ran, run, tallies),
  });
}

export const ranSoFar = ({ tallies, ran }: StudentRecord): Ran => ({ count: countOf(tallies), hash: ran });

/** The chain from the oldest run that is kept: its hash after each count, and the counts after all. */
export function replayed({ earlier, runs }: Pick<StudentRecord, 'earlier' | 'runs'>): {
  readonly hashes: ReadonlyMap<number, string>;
  readonly tallies: Tallies;
} {
  let { tallies, hash } = earlier;
  let count = countOf(tallies);
  const hashes = new Map([[count, hash]]);
  for (const run of runs) {
    tallies = tallied(tallies, run);
    hash = link(hash, run, tallies);
    count += 1;
    hashes.set(count, hash);
  }
  return { hashes, tallies };
}

/** Whether two counts say the same. */
export const areEqual = (a: Tallies, b: Tallies): boolean =>
  JSON.stringify(bareTallies(a)) === JSON.stringify(bareTallies(b));

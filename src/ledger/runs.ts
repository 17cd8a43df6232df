/** Runs of the instruments, kept beside the chain: the newest, and counts of all of them. */

import { RUNS_KEPT, type StoredRun, type StudentRecord } from './record.ts';

/** Drops the oldest that is not the newest of its act, so that every act's last run is kept. */
function bounded(runs: readonly StoredRun[]): readonly StoredRun[] {
  if (runs.length <= RUNS_KEPT) return runs;
  const oldest = runs.findIndex(({ act }, index) =>
    runs.some((later, at) => at > index && later.act === act),
  );
  return bounded(runs.toSpliced(Math.max(oldest, 0), 1));
}

/** True when this delivery's run is already in the record: a redelivered event must not count twice. */
export const isRunKnown = (record: StudentRecord, delivery: string | undefined): boolean =>
  delivery !== undefined && record.runs.some((run) => run.delivery === delivery);

/** The record with one more run. */
export function withRun(
  record: StudentRecord,
  run: StoredRun,
  found: { readonly limitBroken: boolean; readonly wallHit: boolean },
): StudentRecord {
  const tally: StudentRecord['tallies'][string] = record.tallies[run.act] ?? {
    count: 0,
    limitBroken: false,
    wallHit: false,
  };
  return {
    ...record,
    tallies: {
      ...record.tallies,
      [run.act]: {
        count: tally.count + 1,
        limitBroken: tally.limitBroken || found.limitBroken,
        wallHit: tally.wallHit || found.wallHit,
        ...((tally.count === 0 || tally.firstAt !== undefined) && { firstAt: tally.firstAt ?? run.at }),
      },
    },
    runs: [...bounded([...record.runs, run])],
  };
}

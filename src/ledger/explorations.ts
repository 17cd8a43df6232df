/** Runs of the instruments, kept beside the chain: the newest fifty, and counts of all of them. */

import { EXPLORATIONS_KEPT, type Exploration, type StudentRecord } from './record.ts';

/** Drops the oldest that is not the newest of its instrument, so that every instrument's last run is kept. */
function bounded(explorations: readonly Exploration[]): Exploration[] {
  const kept = [...explorations];
  while (kept.length > EXPLORATIONS_KEPT) {
    const oldest = kept.findIndex((run, index) =>
      kept.slice(index + 1).some((later) => later.instrument === run.instrument),
    );
    kept.splice(Math.max(oldest, 0), 1);
  }
  return kept;
}

/** True when this delivery's run is already in the record: a redelivered event must not count twice. */
export const alreadyExplored = (record: StudentRecord, delivery: string | undefined): boolean =>
  delivery !== undefined && record.explorations.some((run) => run.delivery === delivery);

/** The record with one more run. */
export function explore(
  record: StudentRecord,
  run: Exploration,
  found: { readonly limitBroken: boolean; readonly wallHit: boolean },
): StudentRecord {
  const tally = record.tallies[run.instrument] ?? { count: 0, limitBroken: false, wallHit: false };
  return {
    ...record,
    tallies: {
      ...record.tallies,
      [run.instrument]: {
        count: tally.count + 1,
        limitBroken: tally.limitBroken || found.limitBroken,
        wallHit: tally.wallHit || found.wallHit,
      },
    },
    explorations: bounded([...record.explorations, run]),
  };
}

/** Runs of the instruments, kept beside the chain: the newest fifty, and counts of all of them. */

import { EXPLORATIONS_KEPT, type Exploration, type StudentRecord } from './record.ts';
import { appended, shifted, someHas } from './record-text.ts';

/** True when a later run of the same instrument is among them. */
const isSuperseded = (explorations: readonly Exploration[], index: number): boolean =>
  explorations.some((run, later) => later > index && run.instrument === explorations[index]?.instrument);

/** Drops the oldest that is not the newest of its instrument, so that every instrument's last run is kept. */
function bounded(explorations: Exploration[]): Exploration[] {
  if (explorations.length <= EXPLORATIONS_KEPT) return explorations;
  const oldest = explorations.findIndex((_, index) => isSuperseded(explorations, index));
  return bounded(oldest <= 0 ? shifted(explorations) : explorations.filter((_, index) => index !== oldest));
}

/** True when this delivery's run is already in the record: a redelivered event must not count twice. */
export const alreadyExplored = (record: StudentRecord, delivery: string | undefined): boolean =>
  delivery !== undefined && someHas(record.explorations, 'delivery', delivery);

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
    explorations: bounded(appended(record.explorations, run)),
  };
}

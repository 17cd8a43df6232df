/** Whether a record has gone on from where it once was: the question behind every checkpoint, older file and receipt. */

import { genesis } from '../ledger/chain.ts';
import { type Chained, type Point, pointsOf } from '../ledger/receipts.ts';
import { countOf } from '../ledger/runs.ts';

/** Where a record was: what a checkpoint's leaf says, or an older file comes to. */
export type Place = Pick<Point, 'decisions' | 'runs' | 'last' | 'head'>;

/**
 * `kept`: the record has been there, and only grew since. `untold`: its decisions have; of the runs since the last of them
 * then, too few are kept to tell. `changed`: it never was there, so it was cut or rewritten since.
 */
export type Placed = 'kept' | 'untold' | 'changed';

/** @param points of the record, where they are known already */
export function placed(place: Place, record: Chained, points: readonly Point[] = pointsOf(record)): Placed {
  const { decisions, runs, last, head } = place;
  if (points.some((point) => point.head === head && point.decisions === decisions && point.last === last))
    return 'kept';
  const reached = decisions === 0 ? genesis(record) : record.decisions[decisions - 1]?.hash;
  const areRunsKept = runs >= countOf(record.earlier.tallies);
  const next = record.decisions[decisions]?.ran?.count ?? Number.POSITIVE_INFINITY;
  // A head over runs that are no longer kept can't be computed again; decisions that were made then still can.
  return reached === last && head !== last && !areRunsKept && runs <= next ? 'untold' : 'changed';
}

/** Which moment of a record a receipt was given at. */

import { genesis, headAfter } from './chain.ts';
import type { StudentRecord } from './record.ts';
import { replayed } from './runs.ts';

/** A moment of a record: after so many decisions and runs. */
export interface Point {
  readonly decisions: number;
  readonly runs: number;
  /** ISO 8601: of the last of them. */
  readonly at: string;
  /** The last decision's hash. */
  readonly last: string;
  readonly head: string;
}

/** What a receipt is made of: a hash of a part of a record, from which everything in it can be told. */
export type Chained = Pick<
  StudentRecord,
  'lab' | 'student' | 'seed' | 'startedAt' | 'decisions' | 'runs' | 'earlier'
>;

/**
 * Every moment that can be told from what is kept: after each decision, and after each run that is still kept. Oldest first;
 * the last one is now.
 */
export function pointsOf(record: Chained): readonly Point[] {
  const { decisions, runs, startedAt } = record;
  const { hashes } = replayed(record);
  const first = Math.min(...hashes.keys());
  const points: Point[] = [];
  let [last, decided, ran, at] = [genesis(record), 0, 0, startedAt];
  const add = (head = last): void => {
    points.push({ decisions: decided, runs: ran, at, last, head });
  };
  /** Runs up to so many, since the decision that was last. */
  const addRuns = (until: number): void => {
    for (const [index, run] of runs.entries()) {
      const count = first + index + 1;
      if (count <= ran || count > until || run.limitBroken === undefined) continue;
      [ran, at] = [count, run.at];
      add(headAfter(last, { count, hash: hashes.get(count) ?? '' }, true));
    }
  };
  add();
  for (const entry of decisions) {
    if (entry.ran) addRuns(entry.ran.count);
    decided += 1;
    last = entry.hash;
    at = entry.at;
    ran = entry.ran?.count ?? ran;
    add();
  }
  addRuns(first + runs.length);
  return points;
}

/** `decision 3`, `run 7` for a moment after a run, `the beginning`. */
export const pointName = ({ decisions, runs, last, head }: Point): string =>
  head !== last ? `run ${runs}` : decisions === 0 ? 'the beginning' : `decision ${decisions}`;

/** So many digits are enough to name one. */
const FEWEST_DIGITS = 8;

/** Hexadecimal digits of a receipt as it was typed, with or without its spaces; undefined where it is none. */
export function receiptTyped(typed: string): string | undefined {
  const digits = typed.toLowerCase().replace(/[\s`]/g, '');
  return /^[0-9a-f]+$/.test(digits) && digits.length >= FEWEST_DIGITS ? digits : undefined;
}

export const pointOf = (record: Chained, digits: string): Point | undefined =>
  pointsOf(record).find(({ head }) => head.startsWith(digits));

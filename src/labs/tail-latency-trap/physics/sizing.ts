/** Act II's searches: which fleets keep a promise, and the cheapest of them. Each step is one look at a tail. */

import { LRUCache } from 'lru-cache';
import { BATCH_RANGE, type Fleet, fleetP99Ms, keepsPromise, REPLICAS_RANGE } from './fleet.ts';

const whole = ({ min, max }: { readonly min: number; readonly max: number }): readonly number[] =>
  Array.from({ length: max - min + 1 }, (_, index) => min + index);

const BATCHES = whole(BATCH_RANGE);
const REPLICAS = whole(REPLICAS_RANGE);

/** Both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The replicas with which this batch keeps the promise: too few queue, too many wait for their batches; undefined: none. */
export function replicasThatKeep(batch: number, qps: number, sloMs: number): Span | undefined {
  const kept = REPLICAS.filter((replicas) => keepsPromise({ batch, replicas, qps }, sloMs));
  const [from, to] = [kept[0], kept.at(-1)];
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** The fewest replicas with which this batch keeps the promise. */
export const fewestReplicas = (batch: number, qps: number, sloMs: number): number | undefined =>
  REPLICAS.find((replicas) => keepsPromise({ batch, replicas, qps }, sloMs));

export interface Cheapest {
  /** Of the cheapest fleets the one with the lowest P99. */
  readonly fleet: Fleet;
  readonly p99Ms: number;
  /** Every batch that keeps the promise on as few replicas, ascending. */
  readonly batches: readonly number[];
}

function searchCheapest(qps: number, sloMs: number): Cheapest {
  for (const replicas of REPLICAS) {
    const kept = BATCHES.map((batch) => ({ batch, replicas, qps })).filter((each) =>
      keepsPromise(each, sloMs),
    );
    const [best] = kept
      .map((fleet) => ({ fleet, p99Ms: fleetP99Ms(fleet) }))
      .sort((a, b) => a.p99Ms - b.p99Ms);
    if (best) return { ...best, batches: kept.map(({ batch }) => batch) };
  }
  throw new RangeError(`no fleet keeps ${sloMs} ms at ${qps} qps`);
}

/** A class asks for a few loads again and again, and one search takes over a millisecond (npm run bench, "a /fleet turn"). */
const searched = new LRUCache<string, Cheapest, readonly [qps: number, sloMs: number]>({
  max: 100,
  memoMethod: (_, __, { context: [qps, sloMs] }) => searchCheapest(qps, sloMs),
});

/**
 * The fewest replicas of any batch that keep the promise.
 * @throws {RangeError} where none do, which no load and promise of this lab comes to
 */
export const cheapestFleet = (qps: number, sloMs: number): Cheapest =>
  searched.memo(`${qps}/${sloMs}`, { context: [qps, sloMs] });

/** The nearest fleet that keeps the promise: the same batch on the fewest replicas, or else the cheapest of all. */
export function fleetThatKeeps({ batch, qps }: Fleet, sloMs: number): Fleet {
  const replicas = fewestReplicas(batch, qps, sloMs);
  return replicas === undefined ? cheapestFleet(qps, sloMs).fleet : { batch, replicas, qps };
}

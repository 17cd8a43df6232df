/** One replica of a fleet as it runs, request by request: the model said a second time, without any formula of it. */

import { batchServiceMs, type Fleet } from '../../../src/labs/tail-latency-trap/physics/fleet.ts';

/** Neighbours in a queue are alike, so that it takes many of them to tell a percentile. */
const BATCHES = { warmUp: 2_000, least: 120_000 } as const;
const REQUESTS = 1_500_000;

/** Mulberry32: the same numbers on every machine. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function simulated(
  { batch, replicas, qps }: Fleet,
  service: 'exponential' | 'constant',
): { readonly meanMs: number; readonly p99Ms: number } {
  const random = uniform(13);
  const exponential = (mean: number): number => -Math.log(1 - random()) * mean;
  const [gap, serviceMs] = [(replicas * 1000) / qps, batchServiceMs(batch)];
  const measured = Math.max(BATCHES.least, REQUESTS / batch);
  const times: number[] = [];
  let [now, free] = [0, 0];
  for (let count = -BATCHES.warmUp; count < measured; count++) {
    const arrivals: number[] = [];
    while (arrivals.length < batch) {
      now += exponential(gap);
      arrivals.push(now);
    }
    free = Math.max(now, free) + (service === 'constant' ? serviceMs : exponential(serviceMs));
    if (count >= 0) for (const arrived of arrivals) times.push(free - arrived);
  }
  const sorted = Float64Array.from(times).sort();
  return {
    meanMs: times.reduce((sum, each) => sum + each, 0) / times.length,
    p99Ms: sorted[Math.floor(0.99 * sorted.length)] ?? Number.NaN,
  };
}

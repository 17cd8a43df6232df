/** Laws that Act II's queue keeps, its special cases, and a simulation of the thing itself. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BATCH_RANGE,
  batchServiceMs,
  costPerMillion,
  FLEET_QPS_RANGE,
  type Fleet,
  fleetMeanMs,
  fleetP99Ms,
  fleetTail,
  fleetUtilisation,
  isFleetStable,
  keepsPromise,
  meanFillMs,
  REPLICAS_RANGE,
} from '../../../src/labs/tail-latency-trap/physics/fleet.ts';
import { meanMs, p99Ms } from '../../../src/labs/tail-latency-trap/physics/load.ts';
import { integral } from '../../../src/labs/tail-latency-trap/physics/quadrature.ts';
import {
  cheapestFleet,
  fleetThatKeeps,
  replicasThatKeep,
} from '../../../src/labs/tail-latency-trap/physics/sizing.ts';
import { simulated } from './simulation.ts';

const fleets = fc.record({
  batch: fc.integer(BATCH_RANGE),
  replicas: fc.integer(REPLICAS_RANGE),
  qps: fc.integer(FLEET_QPS_RANGE),
});
const stable = fleets.filter(isFleetStable);
const slo = fc.constantFrom(100, 200);
const at = (batch: number, replicas: number, qps = 800): Fleet => ({ batch, replicas, qps });

it('quadrature is exact for polynomials and good for exponentials', () => {
  expect(integral((u) => 3 * u * u, -1, 2)).toBeCloseTo(9, 12);
  expect(integral((u) => u ** 40, 0, 1) * 41).toBeCloseTo(1, 12);
  expect(integral((u) => Math.exp(-u), 0, 40)).toBeCloseTo(1, 13);
});

describe('E_B/M/1', () => {
  it('leaves exactly one request in a hundred beyond P99', () => {
    fc.assert(
      fc.property(stable, (fleet) => {
        expect(fleetTail(fleet, fleetP99Ms(fleet)) / 0.01).toBeCloseTo(1, 9);
      }),
    );
  });

  it('has a tail that starts at one and falls', () => {
    fc.assert(
      fc.property(stable, fc.double({ min: 0.01, max: 2, noNaN: true }), (fleet, part) => {
        const t = part * fleetP99Ms(fleet);
        expect(fleetTail(fleet, 0)).toBeCloseTo(1, 12);
        expect(fleetTail(fleet, 1.1 * t)).toBeLessThan(fleetTail(fleet, t));
      }),
    );
  });

  it('has the mean of its own tail', () => {
    for (const fleet of [at(1, 6), at(4, 2), at(8, 3), at(64, 1), at(16, 8, 2000)]) {
      const end = 6 * fleetP99Ms(fleet);
      const parts = Array.from({ length: 20 }, (_, n) =>
        integral((t) => fleetTail(fleet, t), (end * n) / 20, (end * (n + 1)) / 20),
      );
      expect(parts.reduce((sum, part) => sum + part, 0) / fleetMeanMs(fleet)).toBeCloseTo(1, 7);
    }
  });

  it('with batch 1 is the queue of Act I', () => {
    fc.assert(
      fc.property(stable, ({ replicas, qps }) => {
        const single = at(1, replicas, qps);
        fc.pre(isFleetStable(single));
        const load = { qps: qps / replicas, serviceMs: batchServiceMs(1) };
        expect(fleetMeanMs(single) / meanMs(load)).toBeCloseTo(1, 9);
        expect(fleetP99Ms(single) / p99Ms(load)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('with batch 1 has a P99 that rises with the load', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 4998 }), fc.integer(REPLICAS_RANGE), (qps, replicas) => {
        fc.pre(isFleetStable(at(1, replicas, qps + 1)));
        expect(fleetP99Ms(at(1, replicas, qps + 1))).toBeGreaterThan(fleetP99Ms(at(1, replicas, qps)));
      }),
    );
  });

  it('is judged by one look at the tail as by a search for P99', () => {
    fc.assert(
      fc.property(stable, slo, (fleet, ms) => {
        expect(keepsPromise(fleet, ms)).toBe(fleetP99Ms(fleet) <= ms);
      }),
    );
  });

  it('is full at exactly its capacity', () => {
    fc.assert(
      fc.property(fleets, ({ batch, replicas, qps }) => {
        const spare = 7000 * batch * replicas - qps * (30 + 5 * batch);
        expect(isFleetStable({ batch, replicas, qps })).toBe(spare > 0);
      }),
    );
    expect(fleetUtilisation(at(1, 4))).toBe(1);
  });
});

describe('sizing', () => {
  it('finds every number of replicas that keeps the promise without a gap', () => {
    fc.assert(
      fc.property(fc.integer(BATCH_RANGE), fc.integer(FLEET_QPS_RANGE), slo, (batch, qps, ms) => {
        const span = replicasThatKeep(batch, qps, ms);
        for (let replicas = REPLICAS_RANGE.min; replicas <= REPLICAS_RANGE.max; replicas++) {
          const within = span !== undefined && replicas >= span.from && replicas <= span.to;
          expect(keepsPromise({ batch, replicas, qps }, ms)).toBe(within);
        }
      }),
    );
  });

  it('has a way back from every fleet', () => {
    fc.assert(
      fc.property(fleets, slo, (fleet, ms) => {
        const back = fleetThatKeeps(fleet, ms);
        expect(back.qps).toBe(fleet.qps);
        expect(keepsPromise(back, ms)).toBe(true);
      }),
    );
  });

  it('has a cheapest fleet at every load', () => {
    for (let qps: number = FLEET_QPS_RANGE.min; qps <= FLEET_QPS_RANGE.max; qps += 97) {
      for (const ms of [100, 200]) expect(cheapestFleet(qps, ms).p99Ms).toBeLessThanOrEqual(ms);
    }
  });
});

it('the facts of Act II', () => {
  const p99 = (batch: number, replicas: number): string => fleetP99Ms(at(batch, replicas)).toFixed(1);
  expect([2, 3, 4, 5, 6].map((replicas) => p99(8, replicas))).toEqual([
    '71.6',
    '70.3',
    '79.6',
    '91.8',
    '105.1',
  ]);
  expect([p99(1, 5), p99(1, 6)]).toEqual(['115.1', '69.1']);
  // On one replica the relaxed promise is missed by a hair: batch 18 comes nearest.
  const alone = Array.from({ length: 64 }, (_, index) => index + 1)
    .filter((batch) => isFleetStable(at(batch, 1)))
    .map((batch) => ({ batch, ms: fleetP99Ms(at(batch, 1)) }));
  const best = alone.reduce((least, each) => (each.ms < least.ms ? each : least));
  expect([best.batch, best.ms.toFixed(1)]).toEqual([18, '200.7']);
  expect([meanFillMs(at(8, 3)).toFixed(1), meanFillMs(at(8, 4)).toFixed(1)]).toEqual(['13.1', '17.5']);
  expect([fleetUtilisation(at(8, 3)).toFixed(2), fleetUtilisation(at(8, 4))]).toEqual(['0.33', 0.25]);
  expect(costPerMillion(at(1, 6)).toFixed(2)).toBe('8.33');
  expect(costPerMillion(at(8, 2)).toFixed(2)).toBe('2.78');
  expect((1 - costPerMillion(at(8, 2)) / costPerMillion(at(1, 6))).toFixed(2)).toBe('0.67');
});

describe('a simulation', () => {
  it.each([at(1, 6), at(2, 3), at(8, 2), at(8, 6), at(24, 1)])(
    'of batch $batch on $replicas agrees',
    (fleet) => {
      const { meanMs: mean, p99Ms: tail } = simulated(fleet, 'exponential');
      expect(Math.abs(mean / fleetMeanMs(fleet) - 1)).toBeLessThan(0.03);
      expect(Math.abs(tail / fleetP99Ms(fleet) - 1)).toBeLessThan(0.05);
    },
  );

  it('with constant batches rises more steeply with replicas, as the equations say', () => {
    const constant = [2, 3, 4, 5].map((replicas) => simulated(at(8, replicas), 'constant').p99Ms);
    for (const [index, golden] of [39.7, 54.6, 69.4, 84.3].entries()) {
      expect(Math.abs((constant[index] ?? 0) / golden - 1)).toBeLessThan(0.05);
    }
    const rise = (constant[3] ?? 0) / (constant[0] ?? 1);
    expect(rise).toBeGreaterThan(fleetP99Ms(at(8, 5)) / fleetP99Ms(at(8, 2)));
  });
});

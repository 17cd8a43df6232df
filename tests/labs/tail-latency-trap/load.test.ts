/** Laws that Act I's queue keeps over the whole range of its knobs. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SERVICE_MS,
  hopelessServiceMs,
  inSystem,
  isStable,
  type Load,
  longestQps,
  longestServiceMs,
  meanMs,
  p99Ms,
  percentileMs,
  promisedQps,
  QPS_RANGE,
  SERVICE_MS_RANGE,
  utilisation,
} from '../../../src/labs/tail-latency-trap/physics/load.ts';

const qps = fc.integer(QPS_RANGE);
/** In tenths, as it is typed. */
const serviceMs = fc
  .integer({ min: SERVICE_MS_RANGE.min * 10, max: SERVICE_MS_RANGE.max * 10 })
  .map((tenths) => tenths / 10);
const slo = fc.constantFrom(100, 200);
const stable = fc
  .tuple(serviceMs, fc.double({ min: 0.001, max: 0.9999, noNaN: true }))
  .map(([service, busy]): Load => ({ serviceMs: service, qps: (busy * 1000) / service }));

describe('M/M/1', () => {
  it('has a P99 that rises with the load', () => {
    fc.assert(
      fc.property(stable, fc.double({ min: 0.1, max: 0.999, noNaN: true }), (load, factor) => {
        expect(p99Ms({ ...load, qps: load.qps * factor })).toBeLessThan(p99Ms(load));
      }),
    );
  });

  it('leaves exactly one request in a hundred beyond P99', () => {
    fc.assert(
      fc.property(stable, (load) => {
        expect(Math.exp(-p99Ms(load) / meanMs(load))).toBeCloseTo(0.01, 12);
        expect(percentileMs(load, 0.99) / p99Ms(load)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('doubles every percentile when the idle share is halved', () => {
    fc.assert(
      fc.property(stable, (load) => {
        const halved = { ...load, qps: (load.qps + 1000 / load.serviceMs) / 2 };
        expect(p99Ms(halved) / p99Ms(load)).toBeCloseTo(2, 6);
      }),
    );
  });

  it('keeps Little’s law', () => {
    fc.assert(
      fc.property(stable, (load) => {
        expect((load.qps * meanMs(load)) / 1000 / inSystem(load)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('ends its promise between a whole load and the next', () => {
    fc.assert(
      fc.property(serviceMs, slo, (service, ms) => {
        const last = promisedQps({ serviceMs: service }, ms);
        const next: Load = { serviceMs: service, qps: (last ?? 0) + 1 };
        expect(isStable(next) && p99Ms(next) <= ms).toBe(false);
        if (last !== undefined) expect(p99Ms({ serviceMs: service, qps: last })).toBeLessThanOrEqual(ms);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the promise exactly up to the longest service time of a load', () => {
    fc.assert(
      fc.property(qps, slo, (load, ms) => {
        const service = longestServiceMs(load, ms);
        expect(p99Ms({ qps: load, serviceMs: service }) / ms).toBeCloseTo(1, 9);
      }),
    );
  });

  it('has no promise to keep from a service time on', () => {
    fc.assert(
      fc.property(serviceMs, slo, (service, ms) => {
        expect(longestQps({ serviceMs: service }, ms) > 0).toBe(service < hopelessServiceMs(ms));
      }),
    );
  });

  it('is full at exactly its capacity, whatever the digits of the service time', () => {
    for (let tenths = 10; tenths <= 1000; tenths++) {
      if (10_000 % tenths === 0)
        expect(utilisation({ qps: 10_000 / tenths, serviceMs: tenths / 10 })).toBe(1);
    }
  });
});

it('the facts of Act I', () => {
  const at = (busy: number): Load => ({ serviceMs: DEFAULT_SERVICE_MS, qps: busy * 100 });
  const facts: readonly (readonly [busy: number, p99: string])[] = [
    [0.5, '92.1'],
    [0.7, '153.5'],
    [0.75, '184.2'],
    [0.85, '307.0'],
    [0.875, '368.4'],
    [0.9, '460.5'],
    [0.95, '921.0'],
    [0.99, '4605.2'],
  ];
  for (const [busy, p99] of facts) expect(p99Ms(at(busy)).toFixed(1)).toBe(p99);
  expect(meanMs(at(0.85)).toFixed(1)).toBe('66.7');
  expect((p99Ms(at(0.85)) / p99Ms(at(0.5))).toFixed(2)).toBe('3.33');
  expect(longestQps(at(0), 100).toFixed(2)).toBe('53.95');
  expect(longestQps(at(0), 200).toFixed(2)).toBe('76.97');
  expect([hopelessServiceMs(100).toFixed(2), hopelessServiceMs(200).toFixed(2)]).toEqual(['21.71', '43.43']);
});

/** The lab against numbers that were computed by other methods, by the names of its metrics. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluated, verdictOf } from '../../../src/labs/instrument.ts';
import { isCorrect, judged } from '../../../src/labs/judging.ts';
import type { Instrument, Setting } from '../../../src/labs/lab.ts';
import { TAIL_LATENCY_TRAP } from '../../../src/labs/tail-latency-trap/index.ts';
import {
  costPerMillion,
  fleetP99Ms,
  fullUtilisationCost,
  keepsPromise,
  REPLICAS_RANGE,
} from '../../../src/labs/tail-latency-trap/physics/fleet.ts';
import { cheapestFleet, fewestReplicas } from '../../../src/labs/tail-latency-trap/physics/sizing.ts';
import { sloMs } from '../../../src/labs/tail-latency-trap/promise.ts';
import type { Input } from '../../../src/messages/request.ts';

type Row = Readonly<Record<string, number | string | null>> & {
  readonly context: string;
  readonly verdict: string;
};

interface Vectors {
  readonly load: readonly Row[];
  readonly fleet: readonly Row[];
  readonly cheapest: readonly {
    readonly only_batch?: number;
    readonly context: string;
    readonly replicas: number;
    readonly batch: number;
    readonly p99_ms: number;
    readonly cost_per_million: number;
    readonly feasible_batches: readonly number[];
  }[];
  readonly answers: Readonly<Record<string, number>>;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/tail-latency-trap.json', import.meta.url), 'utf8'),
) as Vectors;

const settingIn = (context: string): Setting => ({ context, edition: 'lab', prior: {} });

const close = (ours: number, golden: number, tolerance: number, what = ''): void =>
  expect(Math.abs(ours - golden) <= tolerance * Math.abs(golden), `${what} ${ours} against ${golden}`).toBe(
    true,
  );

const [act1, act2] = TAIL_LATENCY_TRAP.acts;
const LOAD = act1.instrument;
const FLEET = (act2 as typeof act1).instrument;

/** Every key of a row that is neither an input nor the verdict must be a metric. */
function holds(instrument: Instrument, { context, verdict, ...row }: Row, loose: readonly string[]): void {
  const knobs = instrument.knobs.map(({ name }) => name);
  const input = Object.fromEntries(knobs.map((name) => [name, row[name]])) as Input;
  const run = evaluated(instrument, input, settingIn(context));
  const names = Object.keys(row).filter((name) => !knobs.includes(name));
  expect(Object.keys(run.metrics).sort()).toEqual(names.sort());
  for (const name of names) {
    const [ours, golden] = [run.metrics[name], row[name]];
    if (typeof golden !== 'number' || typeof ours !== 'number') expect(ours, name).toBe(golden);
    else close(ours, golden, loose.includes(name) ? 1e-9 : 1e-12, name);
  }
  expect(verdictOf(instrument, run, settingIn(context)).id).toBe(verdict);
}

it('has vectors to hold', () => {
  expect(vectors.load).toHaveLength(16);
  expect(vectors.fleet).toHaveLength(20);
  expect(vectors.cheapest).toHaveLength(4);
});

describe('load', () => {
  it.each(vectors.load)('$qps qps at $service ms, $context', (row) => {
    holds(LOAD, row, []);
  });
});

describe('fleet', () => {
  it.each(vectors.fleet)('batch $batch on $replicas at $qps qps, $context', (row) => {
    holds(FLEET, row, ['p99_ms', 'mean_ms']);
  });
});

describe('the cheapest fleets', () => {
  it.each(vectors.cheapest)('$context, batch $batch', (row) => {
    const slo = sloMs(row);
    const { only_batch: only } = row;
    const found =
      only === undefined
        ? cheapestFleet(800, slo)
        : {
            fleet: { batch: only, replicas: fewestReplicas(only, 800, slo) ?? 0, qps: 800 },
            batches: [only],
          };
    expect(found.fleet).toEqual({ batch: row.batch, replicas: row.replicas, qps: 800 });
    expect(found.batches).toEqual(row.feasible_batches);
    close(fleetP99Ms(found.fleet), row.p99_ms, 1e-9);
    close(costPerMillion(found.fleet), row.cost_per_million, 1e-12);
  });

  it('are the first of a plain scan over replicas and batches', () => {
    for (const slo of [100, 200]) {
      const { fleet } = cheapestFleet(800, slo);
      for (let replicas = 1; replicas < fleet.replicas; replicas++) {
        for (let batch = 1; batch <= 64; batch++)
          expect(keepsPromise({ batch, replicas, qps: 800 }, slo)).toBe(false);
      }
      expect(fleet.replicas).toBeLessThanOrEqual(REPLICAS_RANGE.max);
    }
  });
});

describe('the answers', () => {
  const { answers } = vectors;
  const interactive = settingIn('interactive');

  it('of Act I are what its options stand for', () => {
    const { prediction } = act1;
    const implied = Object.fromEntries(
      prediction.kind === 'choice' ? prediction.options.map(({ id, implies = 0 }) => [id, implies]) : [],
    );
    close(implied.tail ?? 0, answers.act1_p99_at_85 ?? 0, 1e-12);
    close(implied.proportional ?? 0, answers.act1_proportional ?? 0, 1e-12);
    close(implied.doubled ?? 0, answers.act1_doubled ?? 0, 1e-12);
  });

  it('of Act II is computed, right within a tenth, and its wrong ones have beliefs', () => {
    const prediction = act2?.prediction;
    if (prediction?.kind !== 'number') throw new Error('Act II asks for a number');
    for (const context of ['interactive', 'relaxed']) {
      close(prediction.answer(settingIn(context)), answers.act2_cost ?? 0, 1e-12);
    }
    for (const value of [7.6, 8.33, 9.1])
      expect(isCorrect(prediction, { number: value }, interactive)).toBe(true);
    const belief = (value: number): string | undefined => judged(prediction, value, interactive).belief?.id;
    expect(belief(answers.act2_at_full_utilisation ?? 0)).toBe('full_utilisation');
    expect(belief(answers.batch8_at_full_utilisation ?? 0)).toBe('batched_full_utilisation');
    expect(belief(6.94)).toBe('one_short');
    expect(belief(8.33)).toBeUndefined();
    expect(belief(100)).toBeUndefined();
    close(fullUtilisationCost(1), answers.act2_at_full_utilisation ?? 0, 1e-12);
    close(fullUtilisationCost(8), answers.batch8_at_full_utilisation ?? 0, 1e-12);
  });
});

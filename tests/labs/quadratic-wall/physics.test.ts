/** The physics against the published arithmetic, and the laws it must keep over the whole range. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attentionScoreBytes,
  attentionVerdict,
  ffnActivationBytes,
  fits,
  HEADS_RANGE,
  layerScoreBytes,
  longestContext,
  memoryRatio,
  TOKENS_RANGE,
} from '../../../src/labs/quadratic-wall/physics/attention.ts';
import {
  budgetLatencyMs,
  budgetWidth,
  buildableWidth,
  depthPenalty,
  LAYERS_RANGE,
  parallelism,
  parameterCount,
  shapeVerdict,
  tokenLatency,
  WIDTH_RANGE,
  weightBytes,
} from '../../../src/labs/quadratic-wall/physics/depth-width.ts';
import {
  DEVICE_IDS,
  type DeviceId,
  EDITION_IDS,
  RAM_BYTES,
} from '../../../src/labs/quadratic-wall/physics/hardware.ts';

interface Vectors {
  act1: {
    tokens: number;
    heads: number;
    layer_gb: number;
    all_layers_gb: number;
    ffn_gb: number;
    ratio_vs_4096: number;
    fits_cloud: boolean;
    fits_edge: boolean;
  }[];
  act2: Record<
    'notebook' | 'datasheet',
    {
      layers: number;
      width: number;
      context: DeviceId;
      params: number;
      weights_gb: number;
      compute_ms: number;
      memory_ms: number;
      dispatch_ms: number;
      latency_ms: number;
      bottleneck: string;
      utilisation_pct: number;
      verdict: string;
    }[]
  >;
  fixed_budget_curve: Record<
    'notebook' | 'datasheet',
    Record<DeviceId, { layers: number; width: number; latency_ms: number }[]>
  >;
  longest_context: { heads: number; cloud_tokens: number; edge_tokens: number }[];
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/lab06.json', import.meta.url), 'utf8'),
) as Vectors;

/** Relative difference at most 1e-12. */
const same = (ours: number, golden: number): void =>
  expect(Math.abs(ours - golden) / Math.abs(golden), `${ours} against ${golden}`).toBeLessThanOrEqual(1e-12);

const tokens = fc.integer(TOKENS_RANGE);
const heads = fc.integer(HEADS_RANGE);
const layers = fc.integer(LAYERS_RANGE);
const width = fc.integer(WIDTH_RANGE);
const device = fc.constantFrom(...DEVICE_IDS);
const edition = fc.constantFrom(...EDITION_IDS);

describe('golden vectors', () => {
  it('has vectors to hold', () => {
    expect(vectors.act1).toHaveLength(60);
    expect(vectors.longest_context).toHaveLength(32);
    expect(vectors.act2.notebook.length).toBeGreaterThan(30);
    expect(vectors.fixed_budget_curve.datasheet.edge).toHaveLength(50);
  });

  it.each(vectors.act1)('Act I at $tokens tokens and $heads heads', (row) => {
    same(layerScoreBytes(row) / 1e9, row.layer_gb);
    same(attentionScoreBytes(row) / 1e9, row.all_layers_gb);
    same(ffnActivationBytes(row.tokens) / 1e9, row.ffn_gb);
    same(memoryRatio(row.tokens), row.ratio_vs_4096);
    expect(fits(row, 'cloud')).toBe(row.fits_cloud);
    expect(fits(row, 'edge')).toBe(row.fits_edge);
  });

  it.each(vectors.longest_context)('the longest context at $heads heads', (row) => {
    expect(longestContext(row.heads, 'cloud')).toBe(row.cloud_tokens);
    expect(longestContext(row.heads, 'edge')).toBe(row.edge_tokens);
  });

  describe.each(EDITION_IDS)('%s constants', (id) => {
    it.each(vectors.act2[id])('Act II at $layers × $width on the $context', (row) => {
      const latency = tokenLatency(row, row.context, id);
      expect(parameterCount(row)).toBe(row.params);
      same(weightBytes(row) / 1e9, row.weights_gb);
      same(latency.computeMs, row.compute_ms);
      same(latency.memoryMs, row.memory_ms);
      same(latency.dispatchMs, row.dispatch_ms);
      same(latency.totalMs, row.latency_ms);
      expect(latency.bottleneck).toBe(row.bottleneck);
      same(parallelism(row) * 100, row.utilisation_pct);
      expect(shapeVerdict(row, row.context).replaceAll('-', '_')).toBe(row.verdict);
    });

    it.each(DEVICE_IDS)('the curve at 100 M parameters on the %s', (on) => {
      for (const row of vectors.fixed_budget_curve[id][on]) {
        same(budgetWidth(row.layers), row.width);
        same(budgetLatencyMs(row.layers, on, id), row.latency_ms);
      }
    });
  });
});

describe('laws of attention memory', () => {
  it('doubling the context is exactly four times the memory', () => {
    fc.assert(
      fc.property(fc.integer({ min: TOKENS_RANGE.min, max: TOKENS_RANGE.max / 2 }), heads, (n, h) => {
        expect(attentionScoreBytes({ tokens: 2 * n, heads: h })).toBe(
          4 * attentionScoreBytes({ tokens: n, heads: h }),
        );
      }),
    );
  });

  it('the boundary is the last context that fits', () => {
    fc.assert(
      fc.property(heads, device, (h, on) => {
        const last = longestContext(h, on);
        expect(fits({ tokens: last, heads: h }, on)).toBe(true);
        expect(fits({ tokens: last + 1, heads: h }, on)).toBe(false);
      }),
    );
  });

  it('the verdict agrees with the table of the lab', () => {
    fc.assert(
      fc.property(tokens, heads, device, (n, h, on) => {
        const gb = attentionScoreBytes({ tokens: n, heads: h }) / 1e9;
        const verdict = attentionVerdict({ tokens: n, heads: h }, on);
        if (gb > 80) expect(verdict).toBe('fits-neither');
        else if (gb > 16 && on === 'edge') expect(verdict).toBe('exceeds-edge');
        else if (gb > (0.7 * RAM_BYTES[on]) / 1e9) expect(verdict).toBe('close-to-wall');
        else if (gb > 16) expect(verdict).toBe('fits-cloud-only');
        else expect(verdict).toBe('fits');
      }),
      { numRuns: 2000 },
    );
  });

  it('feed-forward memory is linear in the context', () => {
    fc.assert(
      fc.property(tokens, (n) => {
        expect(ffnActivationBytes(2 * n)).toBe(2 * ffnActivationBytes(n));
      }),
    );
  });
});

describe('laws of depth and width', () => {
  it('latency never falls with depth at a fixed width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 99 }), width, device, edition, (l, w, on, constants) => {
        const shallower = tokenLatency({ layers: l, width: w }, on, constants).totalMs;
        expect(tokenLatency({ layers: l + 1, width: w }, on, constants).totalMs).toBeGreaterThan(shallower);
      }),
    );
  });

  it('at a fixed budget fewer layers are faster', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 99 }), device, edition, (l, on, constants) => {
        expect(budgetLatencyMs(l + 1, on, constants)).toBeGreaterThan(budgetLatencyMs(l, on, constants));
      }),
    );
  });

  it('the total is the larger of compute and memory, plus dispatch, and the bottleneck is the largest', () => {
    fc.assert(
      fc.property(layers, width, device, edition, (l, w, on, constants) => {
        const { computeMs, memoryMs, dispatchMs, totalMs, bottleneck } = tokenLatency(
          { layers: l, width: w },
          on,
          constants,
        );
        expect(totalMs).toBe(Math.max(computeMs, memoryMs) + dispatchMs);
        const parts = { compute: computeMs, memory: memoryMs, dispatch: dispatchMs };
        expect(parts[bottleneck]).toBe(Math.max(computeMs, memoryMs, dispatchMs));
      }),
    );
  });

  it('a width that is filled in keeps the budget, in range and to a multiple of eight', () => {
    for (let l = LAYERS_RANGE.min; l <= LAYERS_RANGE.max; l++) {
      const w = buildableWidth(l);
      expect(w % 8).toBe(0);
      expect(w).toBeGreaterThanOrEqual(WIDTH_RANGE.min);
      expect(w).toBeLessThanOrEqual(WIDTH_RANGE.max);
      expect(Math.abs(w - budgetWidth(l))).toBeLessThanOrEqual(4);
      expect(shapeVerdict({ layers: l, width: w }, 'edge')).toBe('in-budget');
    }
  });

  it('depth costs more absolute time on the edge, in both editions', () => {
    for (const id of EDITION_IDS) {
      expect(depthPenalty('edge', id).addedMs).toBeGreaterThan(depthPenalty('cloud', id).addedMs);
    }
    same(depthPenalty('edge', 'notebook').addedMs, 0.24);
  });

  it('cannot run out of memory on the cloud at the largest setting', () => {
    expect(shapeVerdict({ layers: LAYERS_RANGE.max, width: WIDTH_RANGE.max }, 'cloud')).toBe('over-budget');
    expect(shapeVerdict({ layers: LAYERS_RANGE.max, width: WIDTH_RANGE.max }, 'edge')).toBe('does-not-fit');
  });
});

/** Lab 06 as a pack: its golden vectors by metric name, its wall by formula and by search, its record. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boundaryOf, evaluated, verdictOf } from '../../../src/labs/instrument.ts';
import type { Instrument, Progress, Setting } from '../../../src/labs/lab.ts';
import { QUADRATIC_WALL } from '../../../src/labs/quadratic-wall/index.ts';

type Vector = Readonly<Record<string, number | string | boolean>>;
const vectors = JSON.parse(readFileSync('tests/fixtures/lab06.json', 'utf8')) as {
  act1: Vector[];
  act2: Record<string, Vector[]>;
  longest_context: { heads: number; cloud_tokens: number; edge_tokens: number }[];
};
const [act1, act2] = QUADRATIC_WALL.acts as readonly [
  (typeof QUADRATIC_WALL.acts)[0],
  (typeof QUADRATIC_WALL.acts)[0],
];

const setting = (context = 'cloud', edition = 'notebook'): Setting => ({ context, edition, prior: {} });

/** Every number of the row that the instrument has a metric for. */
function holds(instrument: Instrument, row: Vector, where: Setting): void {
  const { metrics } = evaluated(instrument, row as Record<string, number>, where);
  const compared = Object.entries(metrics).filter(([name]) => typeof row[name] === 'number');
  expect(compared.length, 'metrics of the row').toBeGreaterThanOrEqual(4);
  for (const [name, ours] of compared) {
    const golden = row[name] as number;
    expect(Math.abs((ours ?? Number.NaN) - golden) / Math.abs(golden), name).toBeLessThanOrEqual(1e-12);
  }
}

describe('golden vectors, by metric name', () => {
  it.each(vectors.act1)('$tokens tokens, $heads heads', (row) => holds(act1.instrument, row, setting()));
  it.each(Object.entries(vectors.act2).flatMap(([edition, rows]) => rows.map((row) => ({ edition, row }))))(
    '$edition: $row.layers × $row.width, $row.context',
    ({ edition, row }) => {
      const where = setting(String(row.context), edition);
      holds(act2.instrument, row, where);
      const run = evaluated(act2.instrument, row as Record<string, number>, where);
      expect(verdictOf(act2.instrument, run, where).id.replaceAll('-', '_')).toBe(row.verdict);
    },
  );

  it.each(vectors.longest_context)('the wall at $heads heads, by formula and by search', (row) => {
    for (const context of ['cloud', 'edge'] as const) {
      const where = setting(context);
      const input = { tokens: 4096, heads: row.heads };
      const wall = context === 'cloud' ? row.cloud_tokens : row.edge_tokens;
      expect(boundaryOf(act1.instrument, input, where)).toBe(wall);
      const searched: Instrument = {
        ...act1.instrument,
        boundary: {
          knob: 'tokens',
          label: () => '',
          good: ({ all_layers_gb: gb, ram_gb: ram }) => (gb ?? 0) <= (ram ?? 0),
          direction: 'good-below',
        },
      };
      expect(boundaryOf(searched, input, where)).toBe(wall);
    }
  });
});

describe('the record', () => {
  const progress = (more: Partial<Progress>): Progress => ({
    ...setting(),
    answers: {},
    runs: {},
    committed: {},
    ...more,
  });
  const at = '2026-11-24T10:00:00.000Z';

  it('has no number that was not decided, and never null', () => {
    const record = QUADRATIC_WALL.record(progress({}));
    expect(record).toEqual({
      quadratic_oom_triggered: false,
      quadratic_scaling_understood: false,
      max_seq_len_80gb: 8333,
      max_seq_len_16gb: 3726,
      depth_width_decision: 'unanswered',
      act2_decision: 'unanswered',
    });
  });

  it('quotes each design’s own device and constants', () => {
    const record = QUADRATIC_WALL.record(
      progress({
        context: 'cloud',
        answers: { act1_prediction: { option: 'quadratic', at } },
        committed: {
          act1: { ...setting('edge'), input: { tokens: 3000, heads: 12 }, at },
          act2: { ...setting('edge', 'datasheet'), input: { layers: 64, width: 360 }, at },
        },
      }),
    );
    expect(record).toMatchObject({
      seq_len_chosen: 3000,
      quadratic_scaling_understood: true,
      depth_width_decision: '64x360',
      act2_decision: 'deeper',
      act2_context: 'edge',
      bottleneck_regime_chosen: 'dispatch',
      depth: 64,
      width: 360,
    });
    expect(record.act2_result).toBeCloseTo(14.7, 0);
  });
});

describe('words at the limit', () => {
  it.each([
    [{ tokens: 3727 }, 'edge', '16 GB'],
    [{ tokens: 8334 }, 'cloud', '80 GB'],
  ] as const)('%j on the %s is no %s beside %s', (input, context, limit) => {
    const where = setting(context);
    const run = evaluated(act1.instrument, input, where);
    const message = JSON.stringify(
      verdictOf(act1.instrument, run, where).message(run.metrics, run.input, where),
    );
    expect(message).not.toContain(`"strong":"${limit}"`);
  });
});

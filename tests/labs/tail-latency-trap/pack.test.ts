/** What the pack says and keeps: verdicts, ways back, pictures, prose and record. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinesChart } from '../../../src/charts/chart.ts';
import { chartUrl, LONGEST_URL } from '../../../src/charts/quickchart.ts';
import { commitRefusal, evaluated, verdictOf } from '../../../src/labs/instrument.ts';
import type { Act, Evaluated, Instrument, Progress, Run, Setting } from '../../../src/labs/lab.ts';
import { chartOf } from '../../../src/labs/sweep.ts';
import { TAIL_LATENCY_TRAP as PACK } from '../../../src/labs/tail-latency-trap/index.ts';
import { apart } from '../../../src/labs/tail-latency-trap/words/amounts.ts';
import type { Part } from '../../../src/messages/reply.ts';
import type { Input } from '../../../src/messages/request.ts';
import { plain, type RichText, spansOf } from '../../../src/messages/rich-text.ts';

const settings: readonly Setting[] = PACK.contexts.map(({ id }) => ({
  context: id,
  edition: 'lab',
  prior: {},
}));
const [interactive, relaxed] = settings as [Setting, Setting];
const [act1, act2] = PACK.acts as readonly [Act, Act];

const setting = fc.constantFrom(...settings);
const loads: fc.Arbitrary<Input> = fc.record({
  qps: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 10_000 })),
  service: fc.oneof(
    fc.constant(10),
    fc.integer({ min: 10, max: 1000 }).map((tenths) => tenths / 10),
  ),
});
const fleets: fc.Arbitrary<Input> = fc.record({
  batch: fc.integer({ min: 1, max: 64 }),
  replicas: fc.integer({ min: 1, max: 32 }),
  qps: fc.oneof(fc.constant(800), fc.integer({ min: 10, max: 5000 })),
});
const acts = [
  ['load', act1, loads],
  ['fleet', act2, fleets],
] as const;

const judge = ({ instrument }: Act, input: Input, where: Setting) => {
  const run = evaluated(instrument, input, where);
  return { run, verdict: verdictOf(instrument, run, where) };
};
const texts = (parts: readonly Part[]): string => JSON.stringify(parts);
const BROKEN = /undefined|NaN|null|Infinity|\[object/;
const runsIn = (text: RichText): Input[] =>
  spansOf(text).flatMap((span) =>
    typeof span === 'object' && 'command' in span && span.command.kind === 'run' ? [span.command.input] : [],
  );

describe.each(acts)('%s', (_, act, inputs) => {
  const { instrument } = act;

  it('judges every run by exactly one first verdict, and says it in whole words', () => {
    fc.assert(
      fc.property(inputs, setting, (input, where) => {
        const { run, verdict } = judge(act, input, where);
        expect(instrument.verdicts.at(-1)?.holds(run.metrics, run.input, where)).toBe(true);
        const said = [
          verdict.title(run.metrics, run.input, where),
          plain(verdict.message(run.metrics, run.input, where)),
          texts(instrument.readout(run.metrics, run.input, where)),
          instrument.echo(input),
        ].join(' ');
        expect(said).not.toMatch(BROKEN);
        expect(said, 'no command is spelled').not.toMatch(/(^|\s)\/[a-z]/);
        expect(instrument.short(input).length).toBeLessThanOrEqual(34);
        expect(instrument.design(run.input).length).toBeLessThanOrEqual(33);
        expect(verdict.committable).toBe(!verdict.limitBroken);
      }),
    );
  });

  it('shows a way back from every broken limit that may be committed', () => {
    fc.assert(
      fc.property(inputs, setting, (input, where) => {
        const { run, verdict } = judge(act, input, where);
        if (!verdict.limitBroken) return;
        const ways = runsIn(verdict.message(run.metrics, run.input, where));
        expect(ways.length).toBeGreaterThan(0);
        for (const way of ways) expect(judge(act, way, where).verdict.committable).toBe(true);
      }),
    );
  });

  it('suggests runs that can be typed', () => {
    fc.assert(
      fc.property(inputs, setting, (input, where) => {
        const { run } = judge(act, input, where);
        for (const each of instrument.suggestions?.(run.metrics, run.input, where) ?? []) {
          for (const knob of instrument.knobs) {
            const value = each[knob.name];
            if (knob.kind !== 'number' || value === undefined) continue;
            expect(value).toBeGreaterThanOrEqual(knob.min);
            expect(value).toBeLessThanOrEqual(knob.max);
          }
          expect(instrument.short(each)).not.toMatch(BROKEN);
        }
      }),
    );
  });

  it('draws pictures that a URL holds, with a finding and all of it inside the axes', () => {
    fc.assert(
      fc.property(inputs, setting, (input, where) => {
        const { run } = judge(act, input, where);
        const chart = chartOf(instrument, run, where);
        expect(chart.finding).not.toMatch(BROKEN);
        expect(chartUrl(chart).length).toBeLessThanOrEqual(LONGEST_URL);
        const { min = -Infinity, max = Infinity } = chart.x;
        const xs = [...chart.lines.flatMap(({ points }) => points), ...chart.markers.map(({ at }) => at)];
        for (const [x, y] of xs) {
          expect(x >= min && x <= max && y > 0 && Number.isFinite(y), `${x} ${y}`).toBe(true);
        }
      }),
    );
  });

  it('answers for every run that may be committed', () => {
    fc.assert(
      fc.property(inputs, setting, (input, where) => {
        const { run } = judge(act, input, where);
        if (commitRefusal(act, run, where) !== undefined) return;
        const said = plain(act.decision?.response(run, where) ?? '');
        expect(said).not.toMatch(BROKEN);
        expect(said).toContain(instrument.design(run.input).split(',')[0]);
      }),
    );
  });
});

it('takes no answer to another question, and shows one that it takes', () => {
  fc.assert(
    fc.property(fc.constantFrom(...acts), fc.nat(), setting, ([, act, inputs], seed, where) => {
      const [input] = fc.sample(inputs, { numRuns: 1, seed }) as [Input];
      const { run, verdict } = judge(act, input, where);
      const refusal = commitRefusal(act, run, where);
      const asked =
        run.input.qps === (act === act2 ? 800 : run.input.qps) && (run.input.service ?? 10) === 10;
      expect(refusal === undefined).toBe(asked && verdict.committable);
      if (asked || refusal === undefined) return;
      const ways = runsIn(refusal);
      expect(ways.length).toBeGreaterThan(0);
      if (!verdict.committable) return;
      for (const way of ways) {
        expect(commitRefusal(act, evaluated(act.instrument, way, where), where)).toBeUndefined();
      }
    }),
    { numRuns: 300 },
  );
});

const REACHED: readonly (readonly [act: Act, input: Input, where: Setting, verdict: string])[] = [
  [act1, { qps: 150 }, interactive, 'collapse'],
  [act1, { qps: 100 }, interactive, 'collapse'],
  [act1, { qps: 54 }, interactive, 'slo-missed'],
  [act1, { qps: 53 }, interactive, 'meets'],
  [act1, { qps: 75 }, relaxed, 'past-the-knee'],
  [act1, { qps: 70 }, relaxed, 'meets'],
  [act2, { batch: 1, replicas: 4 }, interactive, 'collapse'],
  [act2, { batch: 1, replicas: 2 }, interactive, 'collapse'],
  [act2, { batch: 8, replicas: 6 }, interactive, 'slo-missed'],
  [act2, { batch: 64, replicas: 32 }, interactive, 'slo-missed'],
  [act2, { batch: 8, replicas: 6 }, relaxed, 'meets'],
];

it('reaches every verdict', () => {
  for (const [act, input, where, id] of REACHED) expect(judge(act, input, where).verdict.id).toBe(id);
  for (const act of PACK.acts) {
    const ids = new Set(REACHED.filter(([each]) => each === act).map(([, , , id]) => id));
    expect([...ids].sort()).toEqual(act.instrument.verdicts.map(({ id }) => id).sort());
  }
});

it('never prints a value like the limit that it breaks', () => {
  expect(apart(100.11, 100)).toBe('100.1 ms');
  expect(apart(100.01, 100)).toBe('just over 100 ms');
  expect(apart(99.98, 100)).toBe('99.98 ms');
  expect(apart(99.9999, 100)).toBe('just under 100 ms');
  expect(apart(100, 100)).toBe('100 ms');
  fc.assert(
    fc.property(
      fc.constantFrom(100, 200, 0.7),
      fc.double({ min: 1e-9, max: 2, noNaN: true }),
      (limit, off) => {
        expect(apart(limit * (1 + off), limit)).not.toBe(apart(limit, limit));
      },
    ),
  );
});

it('says everything else without a hole', () => {
  const run = (act: Act, where: Setting): Evaluated =>
    evaluated(act.instrument, act.instrument.example, where);
  for (const where of settings) {
    const progress: Progress = { ...where, answers: {}, runs: {}, committed: {} };
    const parts = PACK.acts.flatMap((act) => [
      ...act.reveal({ number: 1 }, run(act, where), where),
      ...act.equations(where),
    ]);
    expect(texts([...parts, ...PACK.takeaways(progress), ...PACK.welcome])).not.toMatch(BROKEN);
  }
  expect(texts(act2.reveal({ number: 1 }, run(act2, relaxed), relaxed))).toContain('"kind":"context"');
  expect(
    PACK.acts
      .flatMap(({ prediction, reflection }) => [prediction, reflection])
      .flatMap((question) =>
        question.kind === 'choice'
          ? question.options.filter(({ correct, misconception }) => correct === (misconception !== undefined))
          : [],
      ),
  ).toEqual([]);
});

describe('the pictures', () => {
  const chart = (instrument: Instrument, input: Input, where: Setting): LinesChart =>
    chartOf(instrument, evaluated(instrument, input, where), where);
  const shapes = ({ markers }: LinesChart): string[] => markers.map(({ shape }) => shape);

  it('fit a URL at every service time next to full, and at every load of a fleet', () => {
    const longest = { load: 0, fleet: 0 };
    for (const where of settings) {
      for (let tenths = 10; tenths <= 1000; tenths += 3) {
        const full = Math.max(1, Math.ceil(10_000 / tenths) - 1);
        const { length } = chartUrl(chart(act1.instrument, { qps: full, service: tenths / 10 }, where));
        longest.load = Math.max(longest.load, length);
      }
      for (let qps = 10; qps <= 5000; qps += 23) {
        const { length } = chartUrl(chart(act2.instrument, { batch: 64, replicas: 12, qps }, where));
        longest.fleet = Math.max(longest.fleet, length);
      }
    }
    expect(longest.load).toBeLessThanOrEqual(LONGEST_URL);
    expect(longest.fleet).toBeLessThanOrEqual(LONGEST_URL);
  });

  it('of a load mark the end of the promise and the run, which an overload has not', () => {
    expect(shapes(chart(act1.instrument, { qps: 85 }, interactive))).toEqual(['diamond', 'circle']);
    const overload = chart(act1.instrument, { qps: 150 }, interactive);
    expect(shapes(overload)).toEqual(['diamond']);
    expect(overload.finding).toContain('no P99');
    expect(shapes(chart(act1.instrument, { qps: 5, service: 30 }, interactive))).toEqual(['circle']);
  });

  it('of a fleet start each line at the first replicas that keep up', () => {
    const { lines, markers } = chart(act2.instrument, { batch: 8, replicas: 3 }, interactive);
    expect(lines.map(({ points }) => points[0]?.[0])).toEqual([5, 2, 2, 1]);
    expect(lines.map(({ points }) => points.at(-1)?.[0])).toEqual([12, 12, 12, 12]);
    expect(markers.map(({ shape, at }) => [shape, at[0]])).toEqual([['circle', 3]]);
    const beyond = chart(act2.instrument, { batch: 8, replicas: 20 }, interactive);
    expect(beyond.markers).toEqual([]);
    expect(beyond.finding).toContain('beyond');
    expect(
      chart(act2.instrument, { batch: 1, replicas: 30, qps: 5000 }, relaxed).lines[0]?.points[0]?.[0],
    ).toBe(26);
  });
});

describe('the record', () => {
  const committed = (where: Setting, input: Input): Run => ({ ...where, input, at: '2026-01-01T00:00:00Z' });
  const nothing: Progress = { ...interactive, answers: {}, runs: {}, committed: {} };

  it('leaves out what is not committed', () => {
    expect(PACK.record(nothing)).toEqual({});
    const half = PACK.record({
      ...nothing,
      committed: { act1: committed(interactive, { qps: 50, service: 10 }) },
    });
    expect(Object.keys(half)).toEqual([
      'utilization_target_pct',
      'p99_at_target_ms',
      'throughput_at_target_qps',
    ]);
  });

  it('holds the committed designs, each in its own context', () => {
    const record = PACK.record({
      ...nothing,
      committed: {
        act1: committed(relaxed, { qps: 75, service: 10 }),
        act2: committed(interactive, { batch: 8, replicas: 3, qps: 800 }),
      },
    });
    expect(record).toMatchObject({
      utilization_target_pct: 75,
      throughput_at_target_qps: 75,
      batch: 8,
      replicas: 3,
    });
    expect(record.p99_at_target_ms).toBeCloseTo(184.2068, 4);
    expect(record.act2_result).toBeCloseTo(70.28, 2);
    expect(record.cost_per_million_queries_usd).toBeCloseTo(4.1667, 4);
    expect(act2.instrument.design({ batch: 8, replicas: 3, qps: 800 })).toBe('8x3');
  });

  it('refuses what it can’t read', () => {
    expect(() => act1.instrument.echo({})).toThrow(RangeError);
    expect(() => act1.instrument.evaluate({ qps: 50 }, { ...interactive, context: 'gold' })).toThrow(
      RangeError,
    );
    expect(PACK.statusMetrics?.(nothing)[0]?.value).toBe('not found yet');
  });
});

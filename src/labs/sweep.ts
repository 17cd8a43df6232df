/** The picture of a run: the pack's own, or a sweep that is evaluated and drawn here. */

import { LRUCache } from 'lru-cache';
import type { Line, LinesChart, Marker } from '../charts/chart.ts';
import { boundaryOf } from './instrument.ts';
import type { Evaluated, Instrument, Setting, Sweep } from './lab.ts';

type Points = Line['points'];

/** A curve is a few dozen points; `/fleet` takes milliseconds for each (npm run bench, "a /fleet turn"). */
const CURVES_KEPT = 200;

const curves = new WeakMap<Instrument, LRUCache<string, Points>>();

function curvesOf(instrument: Instrument): LRUCache<string, Points> {
  let kept = curves.get(instrument);
  if (!kept) {
    kept = new LRUCache({ max: CURVES_KEPT });
    curves.set(instrument, kept);
  }
  return kept;
}

function points(
  line: Sweep['lines'][number],
  instrument: Instrument,
  sweep: Sweep,
  run: Evaluated,
  setting: Setting,
): Points {
  const { knob, scale } = sweep.x;
  return sweep.samples(run.input, setting).flatMap((x) => {
    const input = line.at?.(x, run.input, setting) ?? { ...run.input, [knob]: x };
    const y = line.y(instrument.evaluate(input, setting), setting);
    if (y === null || (sweep.y.scale === 'log' && y <= 0) || (scale === 'log' && x <= 0)) return [];
    return [[x, y] as const];
  });
}

/** A curve is the same for every run that differs only in the swept knob. */
function curve(
  instrument: Instrument,
  sweep: Sweep,
  index: number,
  run: Evaluated,
  setting: Setting,
): Points {
  const line = sweep.lines[index];
  if (!line) return [];
  const { [sweep.x.knob]: _, ...others } = run.input;
  const key = JSON.stringify([index, others, setting]);
  const kept = curvesOf(instrument);
  const known = kept.get(key);
  if (known) return known;
  const made = points(line, instrument, sweep, run, setting);
  kept.set(key, made);
  return made;
}

function boundaryMarker(instrument: Instrument, sweep: Sweep, run: Evaluated, setting: Setting): Marker[] {
  const { boundary } = instrument;
  if (boundary?.knob !== sweep.x.knob) return [];
  const value = boundaryOf(instrument, run.input, setting);
  if (value === undefined) return [];
  const y = sweep.lines[0]?.y(
    instrument.evaluate({ ...run.input, [boundary.knob]: value }, setting),
    setting,
  );
  if (y === null || y === undefined) return [];
  return [
    {
      label: boundary.label(value, run.input, setting),
      shape: 'diamond',
      colour: boundary.colour?.(setting) ?? 'limit-a',
      at: [value, y],
    },
  ];
}

function yourMarker(sweep: Sweep, { input, metrics }: Evaluated, setting: Setting): Marker[] {
  const label = sweep.you(metrics, input, setting);
  const x = input[sweep.x.knob];
  const y = sweep.lines[0]?.y(metrics, setting);
  if (label === undefined || typeof x !== 'number' || y === null || y === undefined) return [];
  return [{ label, shape: 'circle', colour: 'you', at: [x, y] }];
}

function drawn(instrument: Instrument, sweep: Sweep, run: Evaluated, setting: Setting): LinesChart {
  const samples = sweep.samples(run.input, setting);
  const [first = 0, last = 0] = [samples[0], samples.at(-1)];
  return {
    kind: 'lines',
    title: sweep.title(run.input, setting),
    finding: sweep.finding(run.metrics, run.input, setting),
    x: { label: sweep.x.label, scale: sweep.x.scale, min: sweep.x.min ?? first, max: last },
    y: sweep.y,
    lines: [
      ...sweep.lines.map((line, index) => ({
        label: line.label(run.input, setting),
        ...line.look,
        points: curve(instrument, sweep, index, run, setting),
      })),
      ...(sweep.limits ?? []).map((limit) => ({
        label: limit.label(setting),
        ...limit.look,
        points: [first, last].map((x) => [x, limit.at(setting)] as const),
      })),
    ],
    markers: [...boundaryMarker(instrument, sweep, run, setting), ...yourMarker(sweep, run, setting)],
  };
}

/** @param run complete, with its metrics */
export function chartOf(instrument: Instrument, run: Evaluated, setting: Setting): LinesChart {
  const { chart } = instrument;
  return typeof chart === 'function'
    ? chart(run.metrics, run.input, setting)
    : drawn(instrument, chart, run, setting);
}

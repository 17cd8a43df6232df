/** The lab's two pictures, as data. */

import type { Line, LinesChart } from '../../charts/chart.ts';
import { milliseconds } from '../../messages/format.ts';
import type { Input } from '../../messages/request.ts';
import type { Metrics, Setting, Sweep } from '../lab.ts';
import { fleetOf, known, loadOf } from './inputs.ts';
import { DEFAULT_FLEET_QPS, isFleetStable, REPLICAS_RANGE } from './physics/fleet.ts';
import { capacityQps, isStable, type Load, meanMs, p99Ms, promisedQps, QPS_RANGE } from './physics/load.ts';
import { replicasThatKeep, type Span } from './physics/sizing.ts';
import { sloMs } from './promise.ts';
import { apart, qps, rate, rateApart, share, shareApart } from './words/amounts.ts';
import { replicas } from './words/fleet.ts';

/** Percent of the capacity, closer together where the curve turns: a line between them misses it by under a percent of the picture. */
const LOADS = [0, 40, 60, 75, 85, 91, 95, 98, 99];
const FULL = 100;

/** A height in three digits, which on these axes is under a pixel off and keeps a picture's address short. */
const height = (ms: number): number => Number(ms.toPrecision(3));

function loadFinding(load: Load, metrics: Metrics, slo: number): string {
  const longest = known(metrics, 'longest_qps');
  const capacity = known(metrics, 'capacity_qps');
  const busy = known(metrics, 'utilisation');
  const kept =
    promisedQps(load, slo) !== undefined
      ? `P99 meets the promise of ${milliseconds(slo)} up to ${rate(longest)}, ${share(longest / capacity)} of the capacity, and runs away towards ${FULL}%.`
      : `at ${milliseconds(load.serviceMs)} a request P99 is over the promise of ${milliseconds(slo)} from ${qps(QPS_RANGE.min)} on.`;
  if (!isStable(load)) {
    return `${qps(load.qps)} are not under the capacity of ${rateApart(capacity, load.qps)}, so this run has no P99 and no point in the picture; ${kept}`;
  }
  const p99 = known(metrics, 'p99_ms');
  return `At ${qps(load.qps)}, ${shareApart(busy, 1)} of the capacity, the mean is ${milliseconds(known(metrics, 'mean_ms'))} and P99 is ${apart(p99, slo)}; ${kept}`;
}

/** Mean and P99 against load, with the promise, the load at which it ends, and the student's run. */
export function loadChart(metrics: Metrics, input: Input, setting: Setting): LinesChart {
  const load = loadOf(input);
  const slo = sloMs(setting);
  const capacity = capacityQps(load);
  const longest = known(metrics, 'longest_qps');
  const at = (percentage: number): Load => ({ ...load, qps: (capacity * percentage) / FULL });
  const yours = (load.qps / capacity) * FULL;
  const end = LOADS.at(-1) ?? FULL;
  const loads = isStable(load) && yours > end ? [...LOADS, yours] : LOADS;
  const curve = (label: string, look: Pick<Line, 'style' | 'colour'>, ms: (load: Load) => number): Line => ({
    label,
    ...look,
    points: loads.map((percentage) => [percentage, height(ms(at(percentage)))] as const),
  });
  return {
    kind: 'lines',
    title: `Latency at ${milliseconds(load.serviceMs)} a request`,
    finding: loadFinding(load, metrics, slo),
    x: { label: 'Load (% of capacity)', scale: 'linear', min: 0, max: FULL },
    y: { label: 'Latency (ms)', scale: 'log' },
    lines: [
      curve('P99', { style: 'solid', colour: 'main' }, p99Ms),
      curve('Mean', { style: 'dashed', colour: 'comparison' }, meanMs),
      {
        label: `Promise ${milliseconds(slo)}`,
        style: 'dotted',
        colour: 'limit-a',
        points: [
          [0, slo],
          [FULL, slo],
        ],
      },
    ],
    markers: [
      ...(promisedQps(load, slo) !== undefined
        ? [
            {
              label: `Limit: ${rate(longest)}`,
              shape: 'diamond',
              colour: 'limit-a',
              at: [(longest / capacity) * FULL, slo],
            } as const,
          ]
        : []),
      ...(isStable(load)
        ? [
            {
              label: `You: ${qps(load.qps)}, ${apart(known(metrics, 'p99_ms'), slo)}`,
              shape: 'circle',
              colour: 'you',
              at: [yours, known(metrics, 'p99_ms')],
            } as const,
          ]
        : []),
    ],
  };
}

/** Replicas at the right end of the picture: more traffic needs more. */
const WIDTH = 12;

/** The most replicas in the picture of a load. It depends on no replicas, so that one curve serves all of them. */
const pictureEnd = (load: number): number =>
  Math.min(REPLICAS_RANGE.max, Math.max(WIDTH, Math.ceil((WIDTH * load) / DEFAULT_FLEET_QPS)));

/** The batches in the picture. */
const SHOWN = [1, 4, 8] as const;
/** Where the curves are smooth, a few points draw them. */
const SMOOTH = [1, 2, 3, 4, 8, 12, 18];
/** Nearer to the end than this the end itself is enough. */
const NEAR_END = 0.8;
/** From the first replicas that keep up on, a curve turns. */
const TURN = 3;

/** Replicas at which the curves are computed: everywhere near a turn, and both ends. */
function replicasShown(load: number): readonly number[] {
  const end = pictureEnd(load);
  const all = Array.from({ length: end }, (_, index) => index + 1);
  const turns = SHOWN.flatMap((batch) =>
    all.filter((count) => isFleetStable({ batch, replicas: count, qps: load })).slice(0, TURN),
  );
  const shown = new Set([...SMOOTH.filter((count) => count <= NEAR_END * end), ...turns, end]);
  return all.filter((count) => shown.has(count));
}

const fleetLine = (batch: number, look: Pick<Line, 'style' | 'colour'>): Sweep['lines'][number] => ({
  label: () => `Batch ${batch}`,
  look,
  at: (count, input) => ({ ...input, batch, replicas: count }),
  y: ({ p99_ms: p99 = null }) => (p99 === null ? null : height(p99)),
});

const spanOf = ({ from, to }: Span): string => (from === to ? replicas(from) : `${from} to ${replicas(to)}`);

/** P99 against replicas, at three batches. */
export const FLEET_SWEEP: Sweep = {
  title: (input) => `P99 by replicas at ${qps(fleetOf(input).qps)}`,
  x: { knob: 'replicas', label: 'Replicas', scale: 'linear' },
  y: { label: 'P99 (ms)', scale: 'log' },
  samples: (input) => replicasShown(fleetOf(input).qps),
  lines: [
    fleetLine(SHOWN[0], { style: 'solid', colour: 'main' }),
    fleetLine(SHOWN[1], { style: 'dashed', colour: 'comparison' }),
    fleetLine(SHOWN[2], { style: 'dashdot', colour: 'limit-b' }),
  ],
  limits: [
    {
      label: (setting) => `Promise ${milliseconds(sloMs(setting))}`,
      look: { style: 'dotted', colour: 'limit-a' },
      at: sloMs,
    },
  ],
  you({ p99_ms: p99 = null, slo_ms: slo = null }, input) {
    const fleet = fleetOf(input);
    if (p99 === null || slo === null || fleet.replicas > pictureEnd(fleet.qps)) return undefined;
    return `You: ${fleet.batch}x${fleet.replicas}, ${apart(p99, slo)}`;
  },
  finding({ p99_ms: p99 = null }, input, setting) {
    const fleet = fleetOf(input);
    const slo = sloMs(setting);
    const kept = replicasThatKeep(fleet.batch, fleet.qps, slo);
    const range = kept
      ? `at batch ${fleet.batch} the promise of ${milliseconds(slo)} holds with ${spanOf(kept)}`
      : `at batch ${fleet.batch} no number of replicas up to ${REPLICAS_RANGE.max} keeps the promise of ${milliseconds(slo)}`;
    const beyond = fleet.replicas > pictureEnd(fleet.qps) ? ', beyond the right end of the picture' : '';
    const run =
      p99 === null
        ? `Batch ${fleet.batch} on ${replicas(fleet.replicas)} can’t keep up with ${qps(fleet.qps)} and has no P99`
        : `Batch ${fleet.batch} on ${replicas(fleet.replicas)} has a P99 of ${apart(p99, slo)} at ${qps(fleet.qps)}${beyond}`;
    return `${run}; ${range}.`;
  },
};

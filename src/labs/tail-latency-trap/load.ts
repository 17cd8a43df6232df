/** Act I's instrument: mean and percentiles of one server at a load. */

import type { Input } from '../../messages/request.ts';
import type { Instrument, Metrics, Setting } from '../lab.ts';
import { loadChart } from './charts.ts';
import { known, loadOf, typedLoad } from './inputs.ts';
import {
  capacityQps,
  DEFAULT_SERVICE_MS,
  growthPerSecond,
  inQueue,
  inSystem,
  isStable,
  KNEE,
  longestQps,
  meanMs,
  p99Ms,
  percentileMs,
  promisedQps,
  QPS_RANGE,
  SERVICE_MS_RANGE,
  utilisation,
  waitAfterOverloadMs,
  waitingMs,
} from './physics/load.ts';
import { sloMs } from './promise.ts';
import { LOAD_ID } from './words/commands.ts';
import * as words from './words/load.ts';

function evaluate(input: Input, setting: Setting): Metrics {
  const load = loadOf(input);
  const stable = isStable(load);
  const settled = (value: number): number | null => (stable ? value : null);
  const overloaded = (value: number): number | null => (stable ? null : value);
  return {
    utilisation: utilisation(load),
    capacity_qps: capacityQps(load),
    slo_ms: sloMs(setting),
    longest_qps: longestQps(load, sloMs(setting)),
    mean_ms: settled(meanMs(load)),
    p50_ms: settled(percentileMs(load, 0.5)),
    p95_ms: settled(percentileMs(load, 0.95)),
    p99_ms: settled(p99Ms(load)),
    waiting_ms: settled(waitingMs(load)),
    in_system: settled(inSystem(load)),
    in_queue: settled(inQueue(load)),
    backlog_per_s: overloaded(growthPerSecond(load)),
    wait_after_60s_ms: overloaded(waitAfterOverloadMs(load)),
  };
}

/** The wall once it was found, and the load that halves what is idle. */
function suggestions(metrics: Metrics, input: Input, setting: Setting): readonly Input[] {
  const load = loadOf(input);
  const p99 = metrics.p99_ms ?? null;
  if (p99 === null || p99 > sloMs(setting)) return [typedLoad(words.loadThatKeeps(load, sloMs(setting)))];
  const busier = Math.round((load.qps + known(metrics, 'capacity_qps')) / 2);
  return busier > load.qps ? [typedLoad({ ...load, qps: busier })] : [];
}

export const LOAD: Instrument = {
  id: LOAD_ID,
  description: 'Put a load on one server and see its mean and tail latency',
  example: { qps: 50 },
  knobs: [
    {
      kind: 'number',
      name: 'qps',
      description: 'requests that arrive in a second, on average',
      unit: 'requests per second',
      ...QPS_RANGE,
      step: 1,
      suffixes: { k: 1000 },
      suggestions: [20, 50, 85, 150],
    },
    {
      kind: 'number',
      name: 'service',
      description: 'what one request takes on average when it does not wait',
      unit: 'ms',
      ...SERVICE_MS_RANGE,
      default: DEFAULT_SERVICE_MS,
      suggestions: [2.5, 5, 10, 20],
    },
  ],
  opening: [{ qps: 50 }, { qps: 85 }],
  evaluate,
  verdicts: [
    {
      id: 'collapse',
      tone: 'danger',
      holds: ({ p99_ms }) => p99_ms === null,
      limitBroken: true,
      wallHit: true,
      committable: false,
      title: () => 'Overload: the queue never settles',
      message: words.collapse,
    },
    {
      id: 'slo-missed',
      tone: 'danger',
      holds: (metrics, _, setting) => known(metrics, 'p99_ms') > sloMs(setting),
      limitBroken: true,
      wallHit: true,
      committable: false,
      title: () => 'The promise is broken',
      message: words.sloMissed,
    },
    {
      id: 'past-the-knee',
      tone: 'warning',
      holds: (metrics) => known(metrics, 'utilisation') > KNEE,
      limitBroken: false,
      wallHit: false,
      committable: true,
      title: () => 'Kept, but past the knee',
      message: words.pastTheKnee,
    },
    {
      id: 'meets',
      tone: 'success',
      holds: () => true,
      limitBroken: false,
      wallHit: false,
      committable: true,
      title: () => 'The promise is kept',
      message: words.meets,
    },
  ],
  boundary: {
    knob: 'qps',
    label: (value) => `Promise kept up to ${value} qps`,
    solve: (input, setting) => promisedQps(loadOf(input), sloMs(setting)),
  },
  chart: loadChart,
  readout: words.loadReadout,
  echo: words.echoLoad,
  short: words.shortLoad,
  suggestions,
  design: words.shortLoad,
};

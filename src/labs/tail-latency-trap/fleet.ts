/** Act II's instrument: tail latency and price of a fleet that serves in batches. */

import type { Input } from '../../messages/request.ts';
import type { Instrument, Metrics, Setting } from '../lab.ts';
import { FLEET_SWEEP } from './charts.ts';
import { fleetOf, known, typedFleet } from './inputs.ts';
import {
  BATCH_RANGE,
  batchServiceMs,
  costPerMillion,
  DEFAULT_FLEET_QPS,
  FLEET_QPS_RANGE,
  type Fleet,
  fleetMeanMs,
  fleetP99Ms,
  fleetUtilisation,
  fullUtilisationCost,
  isFleetStable,
  meanFillMs,
  REPLICAS_RANGE,
  replicaQps,
} from './physics/fleet.ts';
import { fleetThatKeeps } from './physics/sizing.ts';
import { sloMs } from './promise.ts';
import { FLEET_ID } from './words/commands.ts';
import * as words from './words/fleet.ts';

function evaluateFleet(fleet: Fleet, slo: number): Metrics {
  const stable = isFleetStable(fleet);
  return {
    service_ms: batchServiceMs(fleet.batch),
    capacity_qps: replicaQps(fleet.batch),
    utilisation: fleetUtilisation(fleet),
    mean_fill_ms: meanFillMs(fleet),
    cost_per_million: costPerMillion(fleet),
    slo_ms: slo,
    full_utilisation_cost: fullUtilisationCost(fleet.batch),
    mean_ms: stable ? fleetMeanMs(fleet) : null,
    p99_ms: stable ? fleetP99Ms(fleet) : null,
  };
}

/** The way back where a limit is broken; otherwise one replica more, and twice the batch. */
function suggestions({ p99_ms: p99 = null }: Metrics, input: Input, setting: Setting): readonly Input[] {
  const fleet = fleetOf(input);
  const slo = sloMs(setting);
  if (p99 === null || p99 > slo) return [typedFleet(fleetThatKeeps(fleet, slo))];
  return [
    { ...fleet, replicas: fleet.replicas + 1 },
    { ...fleet, batch: 2 * fleet.batch },
  ]
    .filter(({ batch, replicas }) => batch <= BATCH_RANGE.max && replicas <= REPLICAS_RANGE.max)
    .map(typedFleet);
}

export const FLEET: Instrument = {
  id: FLEET_ID,
  description: 'Size a fleet, batch and replicas, and see its tail latency and its price',
  example: { batch: 8, replicas: 3 },
  knobs: [
    {
      kind: 'number',
      name: 'batch',
      description: 'requests that a replica collects and serves at once',
      unit: 'requests',
      ...BATCH_RANGE,
      step: 1,
      suggestions: [1, 4, 8, 16, 64],
    },
    {
      kind: 'number',
      name: 'replicas',
      description: 'servers that share the traffic',
      unit: 'replicas',
      ...REPLICAS_RANGE,
      step: 1,
      suggestions: [1, 3, 4, 8, 16],
    },
    {
      kind: 'number',
      name: 'qps',
      description: 'requests that arrive at the whole fleet in a second, on average',
      unit: 'requests per second',
      ...FLEET_QPS_RANGE,
      step: 1,
      suffixes: { k: 1000 },
      default: DEFAULT_FLEET_QPS,
      suggestions: [200, 800, 2000],
    },
  ],
  opening: [
    { batch: 1, replicas: 4 },
    { batch: 8, replicas: 3 },
  ],
  evaluate: (input, setting) => evaluateFleet(fleetOf(input), sloMs(setting)),
  verdicts: [
    {
      id: 'collapse',
      tone: 'danger',
      holds: ({ p99_ms }) => p99_ms === null,
      limitBroken: true,
      wallHit: true,
      committable: false,
      title: () => 'Overload: the queues never settle',
      message: words.fleetCollapse,
    },
    {
      id: 'slo-missed',
      tone: 'danger',
      holds: (metrics, _, setting) => known(metrics, 'p99_ms') > sloMs(setting),
      limitBroken: true,
      wallHit: true,
      committable: false,
      title: () => 'The promise is broken',
      message: words.fleetSloMissed,
    },
    {
      id: 'meets',
      tone: 'success',
      holds: () => true,
      limitBroken: false,
      wallHit: false,
      committable: true,
      title: () => 'The promise is kept',
      message: words.fleetMeets,
    },
  ],
  chart: FLEET_SWEEP,
  readout: words.fleetReadout,
  echo: words.echoFleet,
  short: words.shortFleet,
  suggestions,
  design: words.shortFleet,
};

/** The words around the two acts: the welcome, the promises, the takeaways. */

import { milliseconds, percent } from '../../../messages/format.ts';
import type { Part } from '../../../messages/reply.ts';
import { say, strong } from '../../../messages/rich-text.ts';
import type { Setting } from '../../lab.ts';
import { costPerMillion, DEFAULT_FLEET_QPS, fleetP99Ms } from '../physics/fleet.ts';
import { DEFAULT_SERVICE_MS, p99Ms, promisedQps, QPS_RANGE, utilisation } from '../physics/load.ts';
import { cheapestFleet } from '../physics/sizing.ts';
import { type PROMISES, sloMs } from '../promise.ts';
import { HALVINGS, loadAt } from './act1.ts';
import { firstTooMany, singleFleet } from './act2.ts';
import { apart, qps, share, usd } from './amounts.ts';
import { replicas } from './fleet.ts';

export const LAB_TITLE = 'Lab 13 · The Tail Latency Trap';
export const DESCRIPTION =
  'What the slowest requests cost, and what it costs to promise that they are not too slow.';

const MINUTES = '35–40';

export const WELCOME: readonly Part[] = [
  {
    kind: 'text',
    text: say`Chapter 13, Model Serving, in two acts and about ${MINUTES} minutes. ${strong(`What does the last ${percent(0.01)} of requests cost?`)} In each act somebody asks you something, you ${strong('lock a prediction')}, and only then the simulator opens. What you lock stands, right or wrong; being wrong costs nothing and teaches most.`,
  },
  {
    kind: 'text',
    text: say`${strong('You will be able to')} (1) compute mean and P99 from load and service time, and the highest load that keeps a promise, (2) say why idle capacity is what a latency promise buys, (3) size batch and replicas for a P99 promise at the least cost.`,
  },
  {
    kind: 'text',
    text: say`${strong('Read before:')} Little’s law; the M/M/1 queue; percentiles; dynamic batching.`,
  },
];

type Promised = (typeof PROMISES)[number];

export const promiseName = ({ id, sloMs: slo }: Promised): string => `${id}, P99 ≤ ${milliseconds(slo)}`;

/** What may be known of a promise before anything is predicted. */
export const promiseCard = ({ sloMs: slo, who }: Promised): readonly Part[] => [
  {
    kind: 'callout',
    tone: 'info',
    title: `Your promise: P99 ≤ ${milliseconds(slo)}`,
    text: `${who}. One request in a hundred may take longer than ${milliseconds(slo)}. The hardware is the same under every promise; runs from here on are judged by this one.`,
  },
];

/** One for each objective, each with its number, for the promise that is selected. */
export function takeaways(setting: Setting): readonly Part[] {
  const slo = sloMs(setting);
  const server = { serviceMs: DEFAULT_SERVICE_MS };
  const load = { ...server, qps: promisedQps(server, slo) ?? QPS_RANGE.min };
  const doubling = HALVINGS.map((busy) => `${share(busy)} → ${milliseconds(p99Ms(loadAt(busy)))}`).join(', ');
  const single = singleFleet(slo);
  const { fleet: cheapest, p99Ms: cheapestMs } = cheapestFleet(DEFAULT_FLEET_QPS, slo);
  const tooMany = firstTooMany(slo);
  const broken = tooMany
    ? ` More is not safer: with full batches and no time-out, at batch ${tooMany.batch}, ${replicas(tooMany.replicas)} break the promise with ${apart(fleetP99Ms(tooMany), slo)}, because batches fill too slowly.`
    : '';
  return [
    { kind: 'heading', text: 'What you take away' },
    {
      kind: 'text',
      text: say`${strong('1. A promise limits the load.')} With random arrivals and exponential service, at ${milliseconds(DEFAULT_SERVICE_MS)} a request, the highest load that keeps ${milliseconds(slo)} is ${qps(load.qps)}, ${percent(utilisation(load))} of the capacity.`,
    },
    {
      kind: 'text',
      text: say`${strong('2. Idle capacity is what it buys.')} Each time the idle share is halved, every percentile doubles: ${doubling}.`,
    },
    {
      kind: 'text',
      text: say`${strong('3. The same promise has two prices.')} ${qps(DEFAULT_FLEET_QPS)} within ${milliseconds(slo)} cost ${usd(costPerMillion(single))} per million at batch ${single.batch} on ${replicas(single.replicas)} and ${usd(costPerMillion(cheapest))} at batch ${cheapest.batch} on ${replicas(cheapest.replicas)}, with a P99 of ${apart(cheapestMs, slo)}.${broken}`,
    },
  ];
}

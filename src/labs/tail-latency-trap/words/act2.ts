/** What Act II says: every number in it is computed from the physics. */

import { integer, milliseconds, percent, times } from '../../../messages/format.ts';
import type { Part } from '../../../messages/reply.ts';
import { type RichText, say, strong } from '../../../messages/rich-text.ts';
import type { Evaluated, Setting } from '../../lab.ts';
import { fleetOf, known } from '../inputs.ts';
import {
  batchServiceMs,
  costPerMillion,
  DEFAULT_FLEET_QPS,
  type Fleet,
  fleetP99Ms,
  fleetUtilisation,
  fullUtilisationCost,
  meanFillMs,
  REPLICAS_RANGE,
  replicaQps,
  USD_PER_REPLICA_HOUR,
} from '../physics/fleet.ts';
import { cheapestFleet, fewestReplicas, fleetThatKeeps } from '../physics/sizing.ts';
import { INTERACTIVE, sloMs } from '../promise.ts';
import { apart, qps, usd } from './amounts.ts';
import { runFleet, select } from './commands.ts';
import { nameOf, replicas } from './fleet.ts';

export const TITLE = 'What a promise costs';
export const UNIT = 'USD per million queries';

/** The chapter's two points. */
const [SINGLE, BATCHED] = [1, 8];

export const at = (batch: number, count: number): Fleet => ({
  batch,
  replicas: count,
  qps: DEFAULT_FLEET_QPS,
});
const ms = (fleet: Fleet): string => milliseconds(fleetP99Ms(fleet));
/** P99 beside the promise that the act is about. */
const judgedMs = (fleet: Fleet): string => apart(fleetP99Ms(fleet), INTERACTIVE.sloMs);
const price = (fleet: Fleet): string => usd(costPerMillion(fleet));
const promised = milliseconds(INTERACTIVE.sloMs);

/**
 * The fleet that the question asks for: the fewest replicas of batch 1 that keep the promise.
 * @throws {RangeError} where none do
 */
export function singleFleet(slo: number): Fleet {
  const count = fewestReplicas(SINGLE, DEFAULT_FLEET_QPS, slo);
  if (count === undefined) throw new RangeError(`batch ${SINGLE} can’t keep ${slo} ms`);
  return at(SINGLE, count);
}

/** The fleet of the question's answer, whichever promise is selected: the question names its own. */
export const asked = (): Fleet => singleFleet(INTERACTIVE.sloMs);

export const STAKEHOLDER =
  `We serve ${qps(DEFAULT_FLEET_QPS)}. A replica takes ${milliseconds(batchServiceMs(SINGLE))} on average for one request and ${milliseconds(batchServiceMs(BATCHED))} ` +
  `for a batch of ${BATCHED}, and costs ${USD_PER_REPLICA_HOUR} USD an hour. Finance divides that by a replica’s peak rate and calls it the price of a query. ` +
  'Is that what we will pay?';

export const PREDICTION_PROMPT =
  `Batch size ${SINGLE}, ${qps(DEFAULT_FLEET_QPS)}, and the interactive promise, P99 within ${promised}. Replicas share the traffic at random and come ` +
  'whole, each with Poisson arrivals and exponential service times as in Act I; take as few as keep the promise. What does a million queries cost?';

const saturated = (): Fleet => at(SINGLE, DEFAULT_FLEET_QPS / replicaQps(SINGLE));
const oneShort = (): Fleet => at(SINGLE, asked().replicas - 1);

export const BELIEF_WORDS = {
  full: (): RichText =>
    `${usd(fullUtilisationCost(SINGLE))} is the price at full utilisation: ${replicas(saturated().replicas)} that are never idle. With random arrivals such a ` +
    'queue never settles, and no promise can be kept.',
  batched: (): RichText =>
    `${usd(fullUtilisationCost(BATCHED))} is the price of batch ${BATCHED} at full utilisation. The question was about batch ${SINGLE}, and at full utilisation no promise can be kept.`,
  short: (): RichText =>
    `${price(oneShort())} buys ${replicas(oneShort().replicas)}. They keep up with the traffic and not with the promise: P99 is ${judgedMs(oneShort())}.`,
} as const;

export function feedback(): RichText {
  const fleet = asked();
  return (
    `With ${replicas(saturated().replicas)} the fleet is busy ${percent(fleetUtilisation(saturated()))} of the time and has no P99; with ${oneShort().replicas} it is ${judgedMs(oneShort())}, ` +
    `over ${promised}; with ${fleet.replicas} it is ${judgedMs(fleet)}. So the promise costs ${price(fleet)}, ${times(costPerMillion(fleet) / fullUtilisationCost(SINGLE))} ` +
    'what finance divides out: the difference is idle capacity.'
  );
}

/** The first number of replicas with which batch 8 breaks the promise because its batches fill too slowly. */
export function firstTooMany(slo: number): Fleet | undefined {
  const fewest = fewestReplicas(BATCHED, DEFAULT_FLEET_QPS, slo);
  if (fewest === undefined) return undefined;
  for (let count = fewest + 1; count <= REPLICAS_RANGE.max; count++) {
    const fleet = at(BATCHED, count);
    if (fleetP99Ms(fleet) > slo) return fleet;
  }
  return undefined;
}

const batchedRows = (): readonly Fleet[] => [2, 3, 4, 5, 6].map((count) => at(BATCHED, count));

/** Said with the reveal when another promise is selected than the question’s. */
const askedAboutInteractive = (): Part => ({
  kind: 'text',
  text: say`The question was about the ${INTERACTIVE.id} promise, ${promised}: ${select(INTERACTIVE.id)} judges your runs by it.`,
});

export function reveal(setting: Setting): readonly Part[] {
  const rows = batchedRows();
  const last = rows.at(-1) ?? at(BATCHED, 6);
  const { fleet: cheapest, batches } = cheapestFleet(DEFAULT_FLEET_QPS, INTERACTIVE.sloMs);
  const batched = at(BATCHED, cheapest.replicas);
  const saved = 1 - costPerMillion(batched) / costPerMillion(asked());
  return [
    ...(setting.context === INTERACTIVE.id ? [] : [askedAboutInteractive()]),
    {
      kind: 'table',
      columns: [
        `Replicas at batch ${BATCHED}`,
        'Utilisation',
        'Wait for the batch',
        'P99',
        'USD per million',
      ],
      rows: rows.map((fleet) => [
        integer(fleet.replicas),
        percent(fleetUtilisation(fleet)),
        milliseconds(meanFillMs(fleet)),
        judgedMs(fleet),
        usd(costPerMillion(fleet)),
      ]),
    },
    {
      kind: 'text',
      text: say`${strong(`${integer(last.replicas)} replicas break the promise`)} of ${promised} that ${integer(last.replicas - 1)} keep: more machines, a higher price, and a longer tail.`,
    },
    {
      kind: 'text',
      text: say`Batch ${SINGLE} on ${replicas(asked().replicas)} costs ${price(asked())}; batch ${BATCHED} on ${replicas(batched.replicas)} costs ${strong(price(batched))} and has a P99 of ${judgedMs(batched)}. Batching saves ${percent(saved)} and keeps the promise; on ${replicas(batched.replicas)} every batch from ${batches[0] ?? SINGLE} to ${batches.at(-1) ?? SINGLE} does.`,
    },
  ];
}

const [BEFORE, AFTER] = [at(BATCHED, 3), at(BATCHED, 4)];

export const reflectionPrompt = (): string =>
  `At batch ${BATCHED} and ${qps(DEFAULT_FLEET_QPS)}, replica number ${AFTER.replicas} raises P99 from ${ms(BEFORE)} to ${ms(AFTER)}. Why?`;

export type Cause = 'fill' | 'utilisation' | 'contention' | 'service';

export const REFLECTIONS: Readonly<Record<Cause, { text: RichText; feedback(): RichText }>> = {
  fill: {
    text: 'Batches fill more slowly, since each replica sees less traffic.',
    feedback: () =>
      `A request waits ${milliseconds(meanFillMs(AFTER))} for its batch on average instead of ${milliseconds(meanFillMs(BEFORE))}. ` +
      'The queue behind the batches gets shorter, but by less than that.',
  },
  utilisation: {
    text: 'Utilisation rose, and delay with it.',
    feedback: () =>
      `It fell, from ${percent(fleetUtilisation(BEFORE))} to ${percent(fleetUtilisation(AFTER))}: more replicas share the same traffic. ` +
      'That shortens the queue of batches, and makes each of them wait longer to be full.',
  },
  contention: {
    text: 'Replicas get in each other’s way.',
    feedback: () =>
      'In this model they share nothing: each has its own part of the traffic and its own queue. That is the trouble, for each part is smaller and fills a batch more slowly.',
  },
  service: {
    text: `A batch of ${BATCHED} takes longer to serve on more replicas.`,
    feedback: () =>
      `It takes ${milliseconds(batchServiceMs(BATCHED))} on any number of them. What takes longer is filling it: ${milliseconds(meanFillMs(AFTER))} on average instead of ${milliseconds(meanFillMs(BEFORE))}.`,
  },
};

export function equations(): readonly Part[] {
  return [
    {
      kind: 'formula',
      lines: [
        'S = (30 + 5 · B) / 7 ms,  μ = 1 / S',
        'λ = qps / replicas / 1,000,  ρ = λ · S / B',
        'σ = (λ / (λ + μ · (1 − σ)))^B,  θ = μ · (1 − σ)',
        'mean = (B − 1) / (2 · λ) + 1 / θ',
        'response = max(Y, V − X) + service',
        `cost = ${USD_PER_REPLICA_HOUR} · replicas · 10⁶ / (qps · 3,600)`,
      ],
    },
    {
      kind: 'text',
      text:
        'B is the batch; λ, μ and θ are rates per ms. Y is the time until a request’s batch is full, X the time since the batch before was full, ' +
        'V the response time of that batch, which is exponential with rate θ: a full batch waits for it, then is served. ' +
        `P99 is where the tail of that sum is ${percent(0.01)}. With B = ${SINGLE} it is the queue of Act I.`,
    },
    {
      kind: 'text',
      text:
        'The model is E_B/M/1: traffic is split at random, a replica waits for exactly B requests without a time-out, and a batch takes an exponential time. ' +
        'A time-out would bound the wait for a batch, and a balancer that fills one replica’s batch first would shorten it. With batches of constant length the rise with replicas is steeper still.',
    },
  ];
}

export const decisionPrompt = (setting: Setting): RichText =>
  `Which fleet serves ${qps(DEFAULT_FLEET_QPS)} with P99 within ${milliseconds(sloMs(setting))}, and for how much?`;

/** A fleet for other traffic than the one that was asked about. */
export function refuses({ input }: Evaluated, setting: Setting): RichText | undefined {
  const fleet = fleetOf(input);
  if (fleet.qps === DEFAULT_FLEET_QPS) return undefined;
  const back = fleetThatKeeps({ ...fleet, qps: DEFAULT_FLEET_QPS }, sloMs(setting));
  return say`The question is about ${qps(DEFAULT_FLEET_QPS)}, and this fleet is sized for ${qps(fleet.qps)}. At ${qps(DEFAULT_FLEET_QPS)} the promise of ${milliseconds(sloMs(setting))} is kept by batch ${back.batch} on ${replicas(back.replicas)}: ${runFleet(back)}.`;
}

/** How the price compares with the cheapest fleet that keeps the same promise at the same load. */
function compared(fleet: Fleet, slo: number): string {
  const cheapest = cheapestFleet(fleet.qps, slo).fleet;
  return cheapest.replicas < fleet.replicas
    ? `The same promise can be kept for ${price(cheapest)}, ${percent(1 - costPerMillion(cheapest) / costPerMillion(fleet))} less.`
    : 'Nothing cheaper keeps the promise in this model.';
}

export function response({ input, metrics }: Evaluated, setting: Setting): RichText {
  const fleet = fleetOf(input);
  const slo = sloMs(setting);
  return (
    `${nameOf(fleet)}, then: P99 at ${apart(known(metrics, 'p99_ms'), slo)} of ${milliseconds(slo)}, for ${price(fleet)} per million queries. ` +
    `I tell finance that it is ${times(costPerMillion(fleet) / fullUtilisationCost(fleet.batch))} their ${usd(fullUtilisationCost(fleet.batch))}, ` +
    `because the fleet is busy ${percent(fleetUtilisation(fleet))} of the time and not for all of it. ${compared(fleet, slo)}`
  );
}

/** What Act I says: every number in it is computed from the physics. */

import { milliseconds, number, percent, times } from '../../../messages/format.ts';
import type { Part } from '../../../messages/reply.ts';
import { type RichText, say, strong } from '../../../messages/rich-text.ts';
import type { Evaluated, Setting } from '../../lab.ts';
import { known, loadOf } from '../inputs.ts';
import {
  DEFAULT_SERVICE_MS,
  hopelessServiceMs,
  inSystem,
  isStable,
  KNEE,
  type Load,
  longestQps,
  MEANS_IN_P99,
  meanMs,
  p99Ms,
  utilisation,
  waitingMs,
} from '../physics/load.ts';
import { PROMISES, sloMs } from '../promise.ts';
import { apart, qps, rate, share } from './amounts.ts';
import { upToPromise } from './load.ts';

export const TITLE = 'The knee';

/** The server that the question is about, at a share of its capacity. */
export const loadAt = (busy: number): Load => ({
  qps: (busy * 1000) / DEFAULT_SERVICE_MS,
  serviceMs: DEFAULT_SERVICE_MS,
});

const [NOW, WANTED, HALVED] = [0.5, 0.85, 0.925];
/** Each leaves half as much idle as the one before. */
export const HALVINGS = [0.5, 0.75, 0.875] as const;
const ROWS = [0.5, 0.7, 0.85, 0.9, 0.95, 0.99];

const [now, wanted] = [loadAt(NOW), loadAt(WANTED)];
const growth = p99Ms(wanted) / p99Ms(now);

export const STAKEHOLDER =
  `Half of what our serving GPUs could do goes unused. In training the same machines run at ${percent(1)} around the clock. ` +
  `I want serving raised from ${percent(NOW)} to ${percent(WANTED)}, which saves real money. Latency goes up a little, fine. Or what do I overlook?`;

export const PREDICTION_PROMPT =
  `One server takes ${milliseconds(DEFAULT_SERVICE_MS)} for a request on average. Requests arrive at random and are served in turn ` +
  `(Poisson arrivals, exponential service times, first come, first served). At ${percent(NOW)} utilisation the mean response time is ` +
  `${milliseconds(meanMs(now))}, and one request in a hundred takes longer than ${milliseconds(p99Ms(now))}: that is P99. ` +
  `What is P99 at ${percent(WANTED)}?`;

export const PREDICTED_MS = {
  proportional: (p99Ms(now) * WANTED) / NOW,
  doubled: 2 * p99Ms(now),
  tail: p99Ms(wanted),
  same: p99Ms(now),
} as const;
type Prediction = keyof typeof PREDICTED_MS;

export const claimOf = (id: Prediction): string => `about ${milliseconds(PREDICTED_MS[id])}`;
const claimed = (id: Prediction) => strong(`About ${milliseconds(PREDICTED_MS[id])}.`);

const idleFell = `the idle share fell from ${percent(1 - NOW)} to ${percent(1 - WANTED)}`;

export const PREDICTIONS: Readonly<Record<Prediction, { text: RichText; feedback: RichText }>> = {
  proportional: {
    text: say`${claimed('proportional')} Load and latency grow together.`,
    feedback:
      `The load grew by ${times(WANTED / NOW)}, and in proportion P99 would be ${milliseconds(PREDICTED_MS.proportional)}. ` +
      `Delay does not divide by the load, though, but by what is left idle: ${idleFell}, so everything takes ${times(growth)} as long.`,
  },
  doubled: {
    text: say`${claimed('doubled')} Somewhat worse than in proportion: about twice.`,
    feedback: `Worse than in proportion is right, and how much worse can be computed: ${idleFell}, and every delay grows by that factor, ${times(growth)}.`,
  },
  tail: {
    text: say`${claimed('tail')} The tail grows much faster than the load.`,
    feedback: `Delay divides by the idle share: ${idleFell}, so every delay grows by ${times(growth)}, from ${milliseconds(p99Ms(now))} to ${milliseconds(p99Ms(wanted))}.`,
  },
  same: {
    text: say`${claimed('same')} Nothing queues until the server is full.`,
    feedback:
      `Arrivals at random come in clusters, so they queue at every load: already at ${percent(NOW)} a request waits ` +
      `${milliseconds(waitingMs(now))} on average. At ${percent(WANTED)} it waits ${milliseconds(waitingMs(wanted))}, because ${idleFell}.`,
  },
};

export function reveal(): readonly Part[] {
  const [half, ...fuller] = HALVINGS;
  const doubled = fuller.map((busy) => `${share(busy)} → ${milliseconds(p99Ms(loadAt(busy)))}`).join(', ');
  return [
    {
      kind: 'table',
      columns: ['Utilisation', 'Idle', 'Mean', 'P99'],
      rows: ROWS.map((busy) => [
        share(busy),
        share(1 - busy),
        milliseconds(meanMs(loadAt(busy))),
        milliseconds(p99Ms(loadAt(busy))),
      ]),
    },
    {
      kind: 'text',
      text: say`From ${percent(NOW)} to ${percent(WANTED)} the load grows by ${times(WANTED / NOW)}, and mean and P99 both by ${strong(times(growth))}. Each time the idle share is halved, every percentile doubles: P99 is ${milliseconds(p99Ms(loadAt(half)))} at ${share(half)}, then ${doubled}.`,
    },
  ];
}

export const REFLECTION_PROMPT = `Above ${percent(KNEE)} utilisation the tail runs away. What makes it?`;

export type Cause = 'littles_law' | 'idle' | 'percentile' | 'slow_requests';

export const REFLECTIONS: Readonly<Record<Cause, { text: RichText; feedback: RichText }>> = {
  littles_law: {
    text: 'Little’s law makes the queue grow faster than the load.',
    feedback:
      `Little’s law, L = λ · W, holds at every load and says nothing about growth: at ${percent(NOW)} it turns ` +
      `${milliseconds(meanMs(now))} into ${number(inSystem(now))} request in the system, at ${percent(WANTED)} ${milliseconds(meanMs(wanted))} into ` +
      `${number(inSystem(wanted))}. What makes W itself grow is the 1 / (1 − ρ) in it.`,
  },
  idle: {
    text: 'Delay divides by the idle share, and that shrinks towards nothing.',
    feedback:
      `From ${share(WANTED)} to ${share(HALVED)} the idle share is halved, ${share(1 - WANTED)} to ${share(1 - HALVED)}, and P99 doubles from ` +
      `${milliseconds(p99Ms(wanted))} to ${milliseconds(p99Ms(loadAt(HALVED)))}, for a load that grew by ${times(HALVED / WANTED)}. ` +
      'Idle capacity is what a latency promise buys.',
  },
  percentile: {
    text: 'P99 moves further and further away from the mean as the load rises.',
    feedback:
      `In this model P99 is ${times(MEANS_IN_P99, 4)} the mean at every load: at ${percent(NOW)} and at ${percent(WANTED)} alike. ` +
      'The two run away together, so their distance explains nothing; the idle share moves both.',
  },
  slow_requests: {
    text: 'Heavier requests tend to arrive at busy times.',
    feedback:
      `Here the service takes ${milliseconds(DEFAULT_SERVICE_MS)} on average at every load and depends on nothing. ` +
      'Only the waiting grows, and it grows because there is less idle time in which a queue can drain.',
  },
};

export function equations(): readonly Part[] {
  const server = { serviceMs: DEFAULT_SERVICE_MS };
  const walls = PROMISES.map(({ sloMs: slo }) => `${rate(longestQps(server, slo))} for ${milliseconds(slo)}`);
  const hopeless = PROMISES.map(({ sloMs: slo }) => milliseconds(hopelessServiceMs(slo), 4));
  return [
    {
      kind: 'formula',
      lines: [
        'ρ = λ · S / 1,000',
        'W = S / (1 − ρ)',
        `P99 = ln 100 · W = ${number(MEANS_IN_P99, 4)} · W`,
        'L = λ · W / 1,000 = ρ / (1 − ρ)',
        'P99 = SLO  ⇒  λ = 1,000 / S − 1,000 · ln 100 / SLO',
      ],
    },
    {
      kind: 'text',
      text:
        'λ is the load in requests per second, S the mean service time, W the mean response time and SLO the promise, all in ms; ρ is the ' +
        `utilisation and L the mean number in the system. At S = ${milliseconds(DEFAULT_SERVICE_MS)} the promise ends at ${walls.join(' and at ')}, and from S = ${hopeless.join(' and ')} on no load keeps them.`,
    },
    {
      kind: 'text',
      text:
        'The model is M/M/1: Poisson arrivals, exponential service times, one server, first come, first served. Its response time is exponential, ' +
        'which is why percentiles are exact. Service times that vary less shorten the queue, but the mean wait still divides by 1 − ρ.',
    },
  ];
}

export const decisionPrompt = (setting: Setting): RichText =>
  `One server, and a promise that P99 stays within ${milliseconds(sloMs(setting))}: which load do you sign?`;

/** A load of another server than the one that was asked about. */
export function refuses({ input }: Evaluated, setting: Setting): RichText | undefined {
  const { serviceMs } = loadOf(input);
  if (serviceMs === DEFAULT_SERVICE_MS) return undefined;
  return say`The question is about the server that takes ${milliseconds(DEFAULT_SERVICE_MS)} for a request, and this run is of one that takes ${milliseconds(serviceMs)}. ${upToPromise({ serviceMs: DEFAULT_SERVICE_MS }, sloMs(setting))}`;
}

/** What happens if a tenth more arrives than was signed. */
function headroom(load: Load, slo: number): string {
  const more = { ...load, qps: load.qps * 1.1 };
  const grown = `If traffic grows by ${percent(0.1)}`;
  if (!isStable(more))
    return `${grown}, the server is overloaded and the queue never settles, so I need a warning before that.`;
  const ms = p99Ms(more);
  return ms > slo
    ? `${grown}, P99 goes to ${apart(ms, slo)} and the promise is gone, so I need a warning before that.`
    : `${grown}, P99 goes to ${apart(ms, slo)} and the promise still holds.`;
}

export function response({ input, metrics }: Evaluated, setting: Setting): RichText {
  const load = loadOf(input);
  const slo = sloMs(setting);
  return (
    `So ${qps(load.qps)} it is: P99 at ${apart(known(metrics, 'p99_ms'), slo)} of the ${milliseconds(slo)} we promise, and ` +
    `${share(1 - utilisation(load))} of the machine idle. I called that waste; it is what we sell. ${headroom(load, slo)}`
  );
}

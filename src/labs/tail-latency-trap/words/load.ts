/** What a run of Act I's instrument says: every number in it is computed from the physics. */

import { milliseconds, number } from '../../../messages/format.ts';
import type { Part } from '../../../messages/reply.ts';
import type { Input } from '../../../messages/request.ts';
import { type RichText, say, strong } from '../../../messages/rich-text.ts';
import type { Metrics, Setting } from '../../lab.ts';
import { known, loadOf } from '../inputs.ts';
import {
  DEFAULT_SERVICE_MS,
  isStable,
  KNEE,
  type Load,
  longestServiceMs,
  MEANS_IN_P99,
  OVERLOAD_SECONDS,
  p99Ms,
  promisedQps,
  QPS_RANGE,
  SERVICE_MS_RANGE,
} from '../physics/load.ts';
import { sloMs } from '../promise.ts';
import { apart, qps, rate, rateApart, share, shareApart } from './amounts.ts';
import { runLoad } from './commands.ts';

/** `85 qps`, with the service time where it is not the usual one. */
export const shortLoad = (input: Input): string => {
  const load = loadOf(input);
  const service = load.serviceMs === DEFAULT_SERVICE_MS ? '' : `, ${milliseconds(load.serviceMs)}`;
  return `${qps(load.qps)}${service}`;
};

export const echoLoad = (input: Input): string => {
  const load = loadOf(input);
  return `${qps(load.qps)}, ${milliseconds(load.serviceMs)} a request`;
};

/** The highest load that keeps the promise: at this service time, or at the usual one where no load does. */
export function loadThatKeeps({ serviceMs }: Pick<Load, 'serviceMs'>, slo: number): Load {
  const here = promisedQps({ serviceMs }, slo);
  if (here !== undefined) return { qps: here, serviceMs };
  const usual = { serviceMs: DEFAULT_SERVICE_MS };
  return { ...usual, qps: promisedQps(usual, slo) ?? QPS_RANGE.min };
}

/** As exactly as a service time can be typed, rounded to the safe side. */
const toTenths = (ms: number): number => Math.floor(ms / SERVICE_MS_RANGE.step) * SERVICE_MS_RANGE.step;

/** The highest load that keeps the promise, as a sentence. */
export function upToPromise(server: Pick<Load, 'serviceMs'>, slo: number): RichText {
  const back = loadThatKeeps(server, slo);
  return say`At ${milliseconds(back.serviceMs)} a request the promise of ${milliseconds(slo)} fits up to ${strong(qps(back.qps))}: ${runLoad(back)}.`;
}

function wayBack(load: Load, setting: Setting): RichText {
  const slo = sloMs(setting);
  const back = loadThatKeeps(load, slo);
  const upTo = upToPromise(load, slo);
  if (back.serviceMs === load.serviceMs) return upTo;
  const lowest = p99Ms({ ...load, qps: QPS_RANGE.min });
  return say`At ${milliseconds(load.serviceMs)} a request no load keeps it: even at ${qps(QPS_RANGE.min)} P99 is ${apart(lowest, slo)}. A request may take ${milliseconds(toTenths(longestServiceMs(QPS_RANGE.min, slo)))} at most. ${upTo}`;
}

export function collapse(metrics: Metrics, input: Input, setting: Setting): RichText {
  const load = loadOf(input);
  const growth = known(metrics, 'backlog_per_s');
  const capacity = known(metrics, 'capacity_qps');
  const what =
    growth > 0
      ? say`${strong(qps(load.qps))} arrive and the server can do ${rateApart(capacity, load.qps)}. The queue grows by ${number(growth)} requests every second; a request that arrives after ${OVERLOAD_SECONDS} s waits ${number(known(metrics, 'wait_after_60s_ms') / 1000)} s.`
      : say`${strong(qps(load.qps))} arrive, exactly what the server can do. A queue that has built up by chance has no idle time in which to drain, so delays grow without a limit.`;
  return say`${what} A percentile is not large here: there is none. ${wayBack(load, setting)}`;
}

export function sloMissed(metrics: Metrics, input: Input, setting: Setting): RichText {
  const slo = sloMs(setting);
  return say`P99 is ${strong(apart(known(metrics, 'p99_ms'), slo))}, and the promise is ${milliseconds(slo)}. ${wayBack(loadOf(input), setting)}`;
}

export function pastTheKnee(metrics: Metrics, input: Input, setting: Setting): RichText {
  const slo = sloMs(setting);
  const busy = known(metrics, 'utilisation');
  const back = loadThatKeeps(loadOf(input), slo);
  return say`P99 is ${strong(apart(known(metrics, 'p99_ms'), slo))} and keeps the promise of ${milliseconds(slo)}. The server is busy ${shareApart(busy, KNEE)} of the time, more than ${share(KNEE)}: from here a little more load costs much more delay. The highest whole load that keeps the promise is ${qps(back.qps)}: ${runLoad(back)}.`;
}

export function meets(metrics: Metrics, _: Input, setting: Setting): RichText {
  const slo = sloMs(setting);
  const busy = known(metrics, 'utilisation');
  return say`P99 is ${strong(apart(known(metrics, 'p99_ms'), slo))} and keeps the promise of ${milliseconds(slo)}. The server is idle ${share(1 - busy)} of the time, and that is what the promise is made of.`;
}

const MODEL = 'model        M/M/1: one server, Poisson arrivals, exponential service';

export function loadReadout(metrics: Metrics, input: Input): readonly Part[] {
  const load = loadOf(input);
  const { qps: arrivals, serviceMs } = load;
  const busy = known(metrics, 'utilisation');
  const capacity = known(metrics, 'capacity_qps');
  const utilisationLine = `utilisation  ρ = λ · S / 1,000 = ${number(arrivals, 4)} · ${number(serviceMs, 4)} / 1,000 = ${shareApart(busy, 1)}`;
  if (!isStable(load)) {
    return [
      { kind: 'formula', lines: [MODEL, utilisationLine, 'a queue settles only where ρ is under 100%'] },
      {
        kind: 'metrics',
        items: [
          { label: 'P99', value: '—', note: 'no steady state' },
          { label: 'Arrives', value: qps(arrivals), note: 'λ' },
          { label: 'Can be done', value: rateApart(capacity, arrivals), note: '1,000 / S' },
          {
            label: 'Queue grows by',
            value: number(known(metrics, 'backlog_per_s')),
            note: 'requests a second',
          },
        ],
      },
    ];
  }
  const mean = known(metrics, 'mean_ms');
  const p99 = known(metrics, 'p99_ms');
  return [
    {
      kind: 'formula',
      lines: [
        MODEL,
        utilisationLine,
        `mean         W = S / (1 − ρ) = ${milliseconds(serviceMs, 4)} / ${share(1 - busy)} = ${milliseconds(mean)}`,
        `P99          ln 100 · W = ${number(MEANS_IN_P99, 4)} · ${milliseconds(mean)} = ${apart(p99, known(metrics, 'slo_ms'))}`,
      ],
    },
    {
      kind: 'metrics',
      items: [
        {
          label: 'P99',
          value: apart(p99, known(metrics, 'slo_ms')),
          note: `promised ${milliseconds(known(metrics, 'slo_ms'))}`,
        },
        {
          label: 'Mean',
          value: milliseconds(mean),
          note: `${milliseconds(known(metrics, 'waiting_ms'))} of it waiting`,
        },
        {
          label: 'Utilisation',
          value: shareApart(busy, 1),
          note: `capacity ${rate(capacity)}`,
        },
        {
          label: 'In the system',
          value: number(known(metrics, 'in_system')),
          note: 'requests, L = λ · W',
        },
      ],
    },
  ];
}

/** What a run of Act II's instrument says: every number in it is computed from the physics. */

import { integer, milliseconds, number } from '../../../messages/format.ts';
import type { Metric, Part } from '../../../messages/reply.ts';
import type { Input } from '../../../messages/request.ts';
import { type RichText, say, strong } from '../../../messages/rich-text.ts';
import type { Metrics, Setting } from '../../lab.ts';
import { fleetOf, known } from '../inputs.ts';
import {
  costPerMillion,
  DEFAULT_FLEET_QPS,
  type Fleet,
  isFleetStable,
  REPLICAS_RANGE,
  USD_PER_REPLICA_HOUR,
} from '../physics/fleet.ts';
import { fleetThatKeeps } from '../physics/sizing.ts';
import { sloMs } from '../promise.ts';
import { apart, counted, qps, rate, rateApart, shareApart, usd } from './amounts.ts';
import { runFleet } from './commands.ts';

export const replicas = (count: number): string => counted(count, 'replica');

/** `8x3`, batch × replicas, with the load where it is not the one that was asked about. */
export function nameOf(fleet: Fleet): string {
  const elsewhere = fleet.qps === DEFAULT_FLEET_QPS ? '' : ` at ${qps(fleet.qps)}`;
  return `${fleet.batch}x${fleet.replicas}${elsewhere}`;
}

export const shortFleet = (input: Input): string => nameOf(fleetOf(input));

export const echoFleet = (input: Input): string => {
  const fleet = fleetOf(input);
  return `batch ${fleet.batch}, ${replicas(fleet.replicas)}, ${qps(fleet.qps)}`;
};

/** The same batch on fewer or more replicas, or the cheapest fleet where no number of replicas helps. */
function wayBack(fleet: Fleet, slo: number): RichText {
  const back = fleetThatKeeps(fleet, slo);
  const price = `${usd(costPerMillion(back))} per million queries`;
  if (back.batch !== fleet.batch) {
    return say`At batch ${fleet.batch} no fleet of up to ${REPLICAS_RANGE.max} replicas keeps ${milliseconds(slo)}. The cheapest that does is batch ${back.batch} on ${replicas(back.replicas)}, ${price}: ${runFleet(back)}.`;
  }
  const first =
    back.replicas < fleet.replicas
      ? 'Here fewer replicas have the shorter tail'
      : 'More replicas share the load';
  return say`${first}: at batch ${fleet.batch} the fewest that keep ${milliseconds(slo)} are ${strong(replicas(back.replicas))}, ${price}: ${runFleet(back)}.`;
}

export function fleetCollapse(metrics: Metrics, input: Input, setting: Setting): RichText {
  const fleet = fleetOf(input);
  const capacity = known(metrics, 'capacity_qps') * fleet.replicas;
  const what =
    known(metrics, 'utilisation') > 1
      ? say`${strong(qps(fleet.qps))} arrive, and ${replicas(fleet.replicas)} at batch ${fleet.batch} can do ${rateApart(capacity, fleet.qps)}. The queue grows for as long as that lasts.`
      : say`${strong(qps(fleet.qps))} arrive, exactly what ${replicas(fleet.replicas)} at batch ${fleet.batch} can do. Without idle time a queue never drains, and delays grow without a limit.`;
  return say`${what} There is no P99 to promise. ${wayBack(fleet, sloMs(setting))}`;
}

/** Where the mean goes: filling a batch, and the batch's own queue and service. */
function whereTimeGoes(metrics: Metrics): string {
  const [mean, fill] = [known(metrics, 'mean_ms'), known(metrics, 'mean_fill_ms')];
  return fill === 0
    ? `The mean is ${milliseconds(mean)}, waiting and service.`
    : `Of the mean, ${milliseconds(mean)}, a request waits ${milliseconds(fill)} for its batch to fill; the other ${milliseconds(mean - fill)} are queue and service.`;
}

export function fleetSloMissed(metrics: Metrics, input: Input, setting: Setting): RichText {
  const slo = sloMs(setting);
  return say`P99 is ${strong(apart(known(metrics, 'p99_ms'), slo))}, and the promise is ${milliseconds(slo)}. ${whereTimeGoes(metrics)} ${wayBack(fleetOf(input), slo)}`;
}

export function fleetMeets(metrics: Metrics, _: Input, setting: Setting): RichText {
  const slo = sloMs(setting);
  return say`P99 is ${strong(apart(known(metrics, 'p99_ms'), slo))} and keeps the promise of ${milliseconds(slo)}, for ${strong(usd(known(metrics, 'cost_per_million')))} per million queries. ${whereTimeGoes(metrics)}`;
}

export function fleetReadout(metrics: Metrics, input: Input): readonly Part[] {
  const fleet = fleetOf(input);
  const { batch } = fleet;
  const service = known(metrics, 'service_ms');
  const capacity = known(metrics, 'capacity_qps');
  const busy = shareApart(known(metrics, 'utilisation'), 1);
  const fill = known(metrics, 'mean_fill_ms');
  const cost = known(metrics, 'cost_per_million');
  const slo = known(metrics, 'slo_ms');
  const stable = isFleetStable(fleet);
  const p99: Metric = stable
    ? { label: 'P99', value: apart(known(metrics, 'p99_ms'), slo), note: `promised ${milliseconds(slo)}` }
    : { label: 'P99', value: '—', note: 'no steady state' };
  const price: Metric = stable
    ? { label: 'Cost', value: usd(cost), note: 'per million queries' }
    : { label: 'Cost', value: '—', note: 'keeps no promise' };
  return [
    {
      kind: 'formula',
      lines: [
        'model        E_B/M/1: traffic split at random, full batches only, exponential service',
        `capacity     1,000 · B / S = 1,000 · ${batch} / ${milliseconds(service)} = ${rate(capacity)} a replica`,
        `utilisation  ρ = ${integer(fleet.qps)} / (${fleet.replicas} · ${number(capacity, 4)}) = ${busy}`,
        ...(stable
          ? [
              `cost         ${USD_PER_REPLICA_HOUR} USD · ${fleet.replicas} · 10⁶ / (${integer(fleet.qps)} · 3,600) = ${usd(cost)} per million`,
            ]
          : []),
      ],
    },
    {
      kind: 'metrics',
      items: [
        p99,
        price,
        { label: 'Wait for the batch', value: milliseconds(fill), note: 'mean of a request' },
        {
          label: 'Finance’s price',
          value: usd(known(metrics, 'full_utilisation_cost')),
          note: 'per million, at full utilisation',
        },
      ],
    },
  ];
}

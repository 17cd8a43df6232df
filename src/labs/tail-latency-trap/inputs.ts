/** What is typed for the two instruments, as the physics takes it and back again. */

import type { Input } from '../../messages/request.ts';
import type { Metrics } from '../lab.ts';
import { DEFAULT_FLEET_QPS, type Fleet } from './physics/fleet.ts';
import { DEFAULT_SERVICE_MS, type Load } from './physics/load.ts';

function numberOf(input: Input, name: string, standard?: number): number {
  const value = input[name] ?? standard;
  if (typeof value !== 'number') throw new RangeError(`${name} is no number`);
  return value;
}

/** @throws {RangeError} when the load is missing or no number */
export const loadOf = (input: Input): Load => ({
  qps: numberOf(input, 'qps'),
  serviceMs: numberOf(input, 'service', DEFAULT_SERVICE_MS),
});

/** As short as it can be typed. */
export const typedLoad = ({ qps, serviceMs }: Load): Input => ({
  qps,
  ...(serviceMs !== DEFAULT_SERVICE_MS && { service: serviceMs }),
});

/** @throws {RangeError} when batch or replicas are missing or no numbers */
export const fleetOf = (input: Input): Fleet => ({
  batch: numberOf(input, 'batch'),
  replicas: numberOf(input, 'replicas'),
  qps: numberOf(input, 'qps', DEFAULT_FLEET_QPS),
});

/** As short as it can be typed. */
export const typedFleet = ({ batch, replicas, qps }: Fleet): Input => ({
  batch,
  replicas,
  ...(qps !== DEFAULT_FLEET_QPS && { qps }),
});

/**
 * A metric where the run is known to have it.
 * @throws {RangeError} where it has not
 */
export function known(metrics: Metrics, name: string): number {
  const value = metrics[name];
  if (typeof value !== 'number') throw new RangeError(`this run has no ${name}`);
  return value;
}

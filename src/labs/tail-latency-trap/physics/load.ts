/** Act I: one server, first come, first served, with Poisson arrivals and exponential service times (M/M/1). */

export const QPS_RANGE = { min: 1, max: 10_000 } as const;
export const SERVICE_MS_RANGE = { min: 1, max: 100, step: 0.1 } as const;
export const DEFAULT_SERVICE_MS = 10;

/** The utilisation above which this lab calls a load past the knee: a rule of thumb, since the curve has no corner. */
export const KNEE = 0.7;

/** What the mean is multiplied by for the 99th percentile of an exponential time: ln 100. */
export const MEANS_IN_P99 = Math.log(100);

/** How long an overload lasts before its delay is told, in seconds. */
export const OVERLOAD_SECONDS = 60;

const MS_PER_SECOND = 1000;

export interface Load {
  /** Arrival rate λ, in requests per second. */
  readonly qps: number;
  /** Mean service time S, in ms. */
  readonly serviceMs: number;
}

/** Requests per second that the server can do: `μ = 1000 / S`. */
export const capacityQps = ({ serviceMs }: Pick<Load, 'serviceMs'>): number => MS_PER_SECOND / serviceMs;

/** Share of the time in which the server is busy, as long as it is under 1: `ρ = λ · S / 1000`. */
export const utilisation = ({ qps, serviceMs }: Load): number => (qps * serviceMs) / MS_PER_SECOND;

/** Only under its capacity has a queue a steady state, and its times percentiles. */
export const isStable = (load: Load): boolean => utilisation(load) < 1;

/** Mean response time, waiting and service, in ms: `W = S / (1 − ρ)`. Stable loads only. */
export const meanMs = (load: Load): number => load.serviceMs / (1 - utilisation(load));

/** Mean time in the queue, in ms: `W − S`. Stable loads only. */
export const waitingMs = (load: Load): number => meanMs(load) - load.serviceMs;

/**
 * Response time that a share of the requests stays within, in ms: `W · ln(1 / (1 − share))`. Exact at every stable load,
 * for the response time of M/M/1 is exponential.
 */
export const percentileMs = (load: Load, share: number): number => -Math.log1p(-share) * meanMs(load);

/** The response time that one request in a hundred exceeds, in ms: `ln 100 · W`. */
export const p99Ms = (load: Load): number => MEANS_IN_P99 * meanMs(load);

/** Mean number of requests waiting or in service, by Little's law: `L = λ · W = ρ / (1 − ρ)`. */
export const inSystem = (load: Load): number => utilisation(load) / (1 - utilisation(load));

/** Mean number of requests waiting: `ρ² / (1 − ρ)`. */
export const inQueue = (load: Load): number => utilisation(load) * inSystem(load);

/** The load at which P99 is exactly the promise, in qps; 0 where no load keeps it: `max(0, μ − 1000 · ln 100 / SLO)`. */
export const longestQps = (server: Pick<Load, 'serviceMs'>, sloMs: number): number =>
  Math.max(0, capacityQps(server) - (MS_PER_SECOND * MEANS_IN_P99) / sloMs);

/** The highest whole load that keeps the promise, in qps; undefined where not even the lowest does. */
export function promisedQps(server: Pick<Load, 'serviceMs'>, sloMs: number): number | undefined {
  const qps = Math.floor(longestQps(server, sloMs));
  return qps < QPS_RANGE.min ? undefined : qps;
}

/** The longest mean service time with which a load keeps the promise, in ms: `1000 / (λ + 1000 · ln 100 / SLO)`. */
export const longestServiceMs = (qps: number, sloMs: number): number =>
  MS_PER_SECOND / (qps + (MS_PER_SECOND * MEANS_IN_P99) / sloMs);

/** The service time from which on no load keeps the promise, in ms: `SLO / ln 100`. */
export const hopelessServiceMs = (sloMs: number): number => sloMs / MEANS_IN_P99;

/** Requests by which the queue of an overloaded server grows each second: `λ − μ`. */
export const growthPerSecond = (load: Load): number => load.qps - capacityQps(load);

/** What a request waits that arrives after a minute of overload, in ms: the backlog over the capacity, `60 · (λ − μ) / μ` s. */
export const waitAfterOverloadMs = (load: Load): number =>
  (OVERLOAD_SECONDS * MS_PER_SECOND * growthPerSecond(load)) / capacityQps(load);

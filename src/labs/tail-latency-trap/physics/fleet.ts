/**
 * Act II: replicas that serve in batches. Each gets its share of Poisson traffic, waits for exactly a batch of requests
 * without a time-out, and serves it in an exponential time. That is the queue E_B/M/1, solved exactly.
 */

import { integral } from './quadrature.ts';

export const BATCH_RANGE = { min: 1, max: 64 } as const;
export const REPLICAS_RANGE = { min: 1, max: 32 } as const;
export const FLEET_QPS_RANGE = { min: 10, max: 5000 } as const;
export const DEFAULT_FLEET_QPS = 800;

/** Price of a replica, from the course's chapter 13. */
export const USD_PER_REPLICA_HOUR = 4;

/** One request in a hundred may take longer than P99. */
const TAIL = 0.01;

/** Means of the service time after which its density is under 1e-17 of what it was. */
const FORGOTTEN = 40;

export interface Fleet {
  /** Requests in a batch, B. */
  readonly batch: number;
  readonly replicas: number;
  /** Requests per second to the whole fleet. */
  readonly qps: number;
}

/** Mean service time of a batch, in ms: `S = (30 + 5 · B) / 7`, the line through the chapter's 5 ms at 1 and 10 ms at 8. */
export const batchServiceMs = (batch: number): number => (30 + 5 * batch) / 7;

/** Requests per second that one replica can do: `1000 · B / S`. */
export const replicaQps = (batch: number): number => (1000 * batch) / batchServiceMs(batch);

/** Share of the capacity in use: `ρ = qps / (replicas · capacity)`, as a quotient of whole numbers, so that 1 is exact. */
export const fleetUtilisation = ({ batch, replicas, qps }: Fleet): number =>
  (qps * (30 + 5 * batch)) / (7000 * batch * replicas);

export const isFleetStable = (fleet: Fleet): boolean => fleetUtilisation(fleet) < 1;

/** USD per million queries: `4 · replicas · 10⁶ / (qps · 3600)`, whatever the batch. */
export const costPerMillion = ({ replicas, qps }: Pick<Fleet, 'replicas' | 'qps'>): number =>
  (USD_PER_REPLICA_HOUR * replicas * 1e6) / (qps * 3600);

/** USD per million queries if a replica were busy all the time: `4 · 10⁶ / (capacity · 3600)`. */
export const fullUtilisationCost = (batch: number): number =>
  costPerMillion({ replicas: 1, qps: replicaQps(batch) });

/** Arrival rate at one replica, per ms: `λ = qps / replicas / 1000`. */
const arrivalRate = ({ replicas, qps }: Fleet): number => qps / replicas / 1000;

/** Mean time that a request waits for its batch to fill, in ms: `(B − 1) / (2 · λ)`. */
export const meanFillMs = (fleet: Fleet): number => (fleet.batch - 1) / (2 * arrivalRate(fleet));

/** The rates of one replica's queue, per ms. */
interface Queue {
  readonly batch: number;
  /** λ, of requests. */
  readonly arrivals: number;
  /** μ = 1 / S, of batches. */
  readonly services: number;
  /** θ = μ · (1 − σ), of the exponential response time of a whole batch. */
  readonly responses: number;
  /** q = λ / (λ + θ), the chance that a request arrives before a batch's response is over. */
  readonly sooner: number;
}

/**
 * 1 − σ, where σ in (0, 1) solves `σ = (λ / (λ + μ · (1 − σ)))^B` (Kleinrock, Queueing Systems I, section 6.4). In
 * x = 1 − σ the logarithm of both sides is concave, so Newton's method from the right never passes the root.
 * @param ratio μ / λ, over 1 / B
 */
function idleShare(batch: number, ratio: number): number {
  let x = -Math.expm1(-batch * Math.log1p(ratio));
  // σ is nothing beside 1.
  if (x === 1) return 1;
  for (;;) {
    const rise = Math.log1p(-x) + batch * Math.log1p(ratio * x);
    const slope = (batch * ratio) / (1 + ratio * x) - 1 / (1 - x);
    const next = x - rise / slope;
    if (!(next < x)) return x;
    x = next;
  }
}

function queueOf(fleet: Fleet): Queue {
  const { batch } = fleet;
  const [arrivals, services] = [arrivalRate(fleet), 1 / batchServiceMs(batch)];
  const responses = services * idleShare(batch, services / arrivals);
  return { batch, arrivals, services, responses, sooner: arrivals / (arrivals + responses) };
}

/** Mean response time, in ms: `(B − 1) / (2 · λ) + 1 / θ`. Stable fleets only. */
export const fleetMeanMs = (fleet: Fleet): number => meanFillMs(fleet) + 1 / queueOf(fleet).responses;

/**
 * The chance that a request's service has not begun u ms after it arrived. With k of its batch still to come it waits
 * longer if they are not there, `1 − G_k`, or if the batch before is not done, `G_k · q^(B−k) · e^(−θu)`; k is any of
 * 0 … B − 1, and G_k the distribution of Erlang(k, λ).
 */
function notBegun({ batch, arrivals, responses, sooner }: Queue, u: number): number {
  const expected = arrivals * u;
  const busy = Math.exp(-responses * u);
  let behind = busy * sooner ** batch;
  let term = Math.exp(-expected);
  let missing = 0;
  let sum = 0;
  for (let k = 0; k < batch; k++) {
    sum += missing + (1 - missing) * behind;
    missing += term;
    term *= expected / (k + 1);
    behind /= sooner;
  }
  return sum / batch;
}

/** The chance that a request takes longer than t ms: `e^(−μt) + ∫ μ · e^(−μ(t−u)) · notBegun(u) du` over [0, t]. */
function queueTail(queue: Queue, t: number): number {
  const { services } = queue;
  const late = (u: number): number => services * Math.exp(-services * (t - u)) * notBegun(queue, u);
  return Math.exp(-services * t) + integral(late, Math.max(0, t - FORGOTTEN / services), t);
}

/** The chance that a request of a stable fleet takes longer than t ms. */
export const fleetTail = (fleet: Fleet, t: number): number => queueTail(queueOf(fleet), t);

/** True where P99 is within the promise: one look at the tail, instead of a search for P99. */
export const keepsPromise = (fleet: Fleet, sloMs: number): boolean =>
  isFleetStable(fleet) && fleetTail(fleet, sloMs) <= TAIL;

/**
 * The response time that one request in a hundred exceeds, in ms. Newton's method on the logarithm of the tail, whose
 * slope is known, `−μ · (1 − notBegun / tail)`; a step that leaves what is known of the root is halved instead. Stable
 * fleets only.
 */
export function fleetP99Ms(fleet: Fleet): number {
  const queue = queueOf(fleet);
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let t = 3 * fleetMeanMs(fleet);
  for (;;) {
    const tail = queueTail(queue, t);
    const over = Math.log(tail / TAIL);
    if (over > 0) low = t;
    else high = t;
    const step = over / (queue.services * (1 - notBegun(queue, t) / tail));
    const newton = t + step;
    const next =
      newton >= low && newton <= high ? newton : high === Number.POSITIVE_INFINITY ? 2 * t : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-12 * t) return next;
    t = next;
  }
}

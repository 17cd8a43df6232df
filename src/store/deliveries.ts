/** Deliveries and what became of them: an event is answered once, by whichever process it is delivered to and lives on. */

/**
 * - `mine`: taken up now, under a lease, by whoever asked.
 * - `elsewhere`: a lease runs; whoever has it will answer, or has died.
 * - `done`: it is answered.
 */
export type Claim = 'mine' | 'elsewhere' | 'done';

/** Leases run by the store's own clock. Where the store can't be asked, these reject with its error. */
export interface Deliveries {
  claim(id: string): Promise<Claim>;
  /** The lease begins anew, unless the delivery is done. */
  renew(id: string): Promise<void>;
  /** Answered, or nobody can answer it any more: it is not taken up again for {@link REMEMBERED_MS}. */
  done(id: string): Promise<void>;
}

/** A delivery whose process died is free after this. */
export const LEASE_MS = 3_000;

/** Platforms redeliver within minutes; Slack's last retry comes after about five, and a button lives for thirty. */
export const REMEMBERED_MS = 60 * 60_000;

/** More ids than this are not remembered at once. */
const REMEMBERED_IDS = 100_000;

/** Ids for {@link REMEMBERED_MS} and up to twice that: two generations, of which the older is forgotten as a whole. */
export class RecentIds {
  readonly #now: () => number;
  #young = new Set<string>();
  #old = new Set<string>();
  #since: number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#since = now();
  }

  has(id: string): boolean {
    return this.#young.has(id) || this.#old.has(id);
  }

  add(id: string): void {
    if (this.#now() - this.#since >= REMEMBERED_MS || this.#young.size >= REMEMBERED_IDS) {
      [this.#young, this.#old] = [new Set(), this.#young];
      this.#since = this.#now();
    }
    this.#young.add(id);
  }
}

/**
 * Deliveries of one process: enough where it alone answers. Killed, it forgets them, so that what is delivered again is
 * answered; what a turn stored stands and is counted once by its own record.
 */
export function deliveriesHere(now: () => number = Date.now): Deliveries {
  const done = new RecentIds(now);
  /** Until when, in the order of their ends. */
  const leases = new Map<string, number>();
  const lease = (id: string): void => {
    leases.delete(id);
    leases.set(id, now() + LEASE_MS);
  };
  const forgetEnded = (): void => {
    for (const [id, until] of leases) {
      if (until > now()) return;
      leases.delete(id);
    }
  };
  return {
    claim: async (id) => {
      if (done.has(id)) return 'done';
      forgetEnded();
      if (leases.has(id)) return 'elsewhere';
      lease(id);
      return 'mine';
    },
    renew: async (id) => {
      if (!done.has(id)) lease(id);
    },
    done: async (id) => {
      leases.delete(id);
      done.add(id);
    },
  };
}

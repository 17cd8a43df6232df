/** Takes deliveries up: each is answered by one process, and by another where that one dies before it has answered. */

import type { Logger } from '../log.ts';
import { type Deliveries, LEASE_MS, RecentIds } from './deliveries.ts';

const TIMES = {
  /** Whoever works on a delivery says so this often. */
  renewMs: LEASE_MS / 3,
  /** Between the first two looks at a delivery that another process has; doubled up to the longest. */
  lookMs: 100,
  longestLookMs: 800,
  /** Whoever keeps a lease for so long lives, and answers. */
  waitMs: 60_000,
} as const;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A delivery that is this process's to answer. Its lease is renewed until one of these is called. */
export interface Taken {
  /** It is answered, or can never be. Never rejects. */
  done(): Promise<void>;
  /** It is not answered: it is taken up again where it is delivered again and the lease has ended. */
  leave(): void;
}

export class Intake {
  readonly #deliveries: Deliveries;
  readonly #log: Logger;
  /** A redelivery to this process is dropped before anything is asked of the store, which may be slow or fail. */
  readonly #underWay = new Set<string>();
  readonly #answered = new RecentIds();

  /** @param deliveries shared by every process that the same event may be delivered to */
  constructor(deliveries: Deliveries, log: Logger) {
    this.#deliveries = deliveries;
    this.#log = log;
  }

  /**
   * Resolves once it is this process's, or with undefined where there is nothing to do: it is answered, under way here, or
   * another process that lives is at it. Where another has it, that one's end is waited for, so the platform is to be told
   * that the event has arrived before this resolves.
   * @throws what the store throws: then nobody knows, and another delivery of it is taken up
   */
  async take(id: string): Promise<Taken | undefined> {
    if (this.#underWay.has(id) || this.#answered.has(id)) return undefined;
    this.#underWay.add(id);
    try {
      if (await this.#claimed(id)) return this.#held(id);
    } catch (error) {
      this.#underWay.delete(id);
      throw error;
    }
    this.#underWay.delete(id);
    this.#answered.add(id);
    return undefined;
  }

  async #claimed(id: string): Promise<boolean> {
    const until = performance.now() + TIMES.waitMs;
    for (let pause: number = TIMES.lookMs; ; pause = Math.min(pause * 2, TIMES.longestLookMs)) {
      const claim = await this.#deliveries.claim(id);
      if (claim !== 'elsewhere') return claim === 'mine';
      if (performance.now() > until) return false;
      await sleep(pause);
    }
  }

  #held(id: string): Taken {
    // A renewal that fails needs no word: at worst another process answers the same.
    const renewal = setInterval(() => {
      void this.#deliveries.renew(id).catch(() => undefined);
    }, TIMES.renewMs);
    return {
      done: async () => {
        clearInterval(renewal);
        this.#answered.add(id);
        this.#underWay.delete(id);
        await this.#deliveries.done(id).catch((error: unknown) => {
          this.#log.warn({ err: error }, 'that a delivery is answered could not be stored');
        });
      },
      leave: () => {
        clearInterval(renewal);
        this.#underWay.delete(id);
      },
    };
  }
}

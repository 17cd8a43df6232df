/** How fast a platform is written to: so many messages a second, few of them at once, and none while it asks to wait. */

/** Resolves after so long, or rejects when the signal says so. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>;

/** Longer than any platform asks. A time further ahead is one that the clock has been set back from. */
const LONGEST_PAUSE_MS = 60 * 60_000;
/** Messages under way at once: as many as are sent in so many seconds, however many waves there are. */
const UNDER_WAY_SECONDS = 2;

export class Pace {
  readonly #apartMs: number;
  readonly #now: () => Date;
  readonly #wait: Wait;
  /** In milliseconds since 1970. */
  #next = 0;
  #pausedUntil = 0;
  #places: number;
  readonly #queue: (() => void)[] = [];

  constructor(perSecond: number, now: () => Date, wait: Wait) {
    this.#apartMs = 1_000 / perSecond;
    this.#now = now;
    this.#wait = wait;
    this.#places = Math.ceil(perSecond * UNDER_WAY_SECONDS);
  }

  #until(time: number): number {
    const left = time - this.#now().getTime();
    return left > LONGEST_PAUSE_MS ? 0 : Math.max(0, left);
  }

  /** How long the platform asks to wait from now. */
  get pausedMs(): number {
    return this.#until(this.#pausedUntil);
  }

  /** Resolves when the next message may be sent. @throws when the signal says so */
  async slot(signal: AbortSignal): Promise<void> {
    do {
      const ms = Math.max(this.pausedMs, this.#until(this.#next));
      this.#next = this.#now().getTime() + ms + this.#apartMs;
      if (ms > 0) await this.#wait(ms, signal);
      signal.throwIfAborted();
      // Somebody else may have been asked to wait meanwhile.
    } while (this.pausedMs > 0);
  }

  /**
   * Sends when it may: a store that is slower than the platform slows it down too, so that what was taken up is also sent.
   * @throws when the signal says so, and what the work throws
   */
  async send<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#places > 0) this.#places -= 1;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    try {
      await this.slot(signal);
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#places += 1;
    }
  }

  /** Nobody writes to the platform for so long. */
  pause(ms: number): void {
    this.#pausedUntil = this.#now().getTime() + Math.min(Math.max(ms, this.pausedMs), LONGEST_PAUSE_MS);
  }
}

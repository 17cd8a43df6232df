/** A clock that a test moves: whoever waits on it wakes in order, and gets on as far as it can before the next wakes. */

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** All that is ready to run has run: stores in memory answer at once. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class FakeTime {
  #now: number;
  #sleepers: Sleeper[] = [];

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  readonly now = (): Date => new Date(this.#now);

  readonly wait = (ms: number, signal?: AbortSignal): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve(undefined);
      };
      const sleeper = { at: this.#now + ms, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', abort);
    });

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const next = Math.min(...this.#sleepers.map(({ at }) => at));
      if (next > end) break;
      this.#now = Math.max(this.#now, next);
      const woken = this.#sleepers.filter(({ at }) => at <= this.#now);
      this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#now);
      for (const { wake } of woken) wake();
      await settled();
    }
    this.#now = end;
    await settled();
  }

  /** The clock is set, by so much. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Moves on until it is done. */
  async until<T>(done: Promise<T>, stepMs = 1_000): Promise<T> {
    let open = true;
    const over = done.finally(() => {
      open = false;
    });
    over.catch(() => undefined);
    await settled();
    while (open) await this.advance(stepMs);
    return over;
  }
}

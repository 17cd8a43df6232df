/** One holder at a time for each key, first come first served, within this process. */

export class KeyedLock {
  readonly #tails = new Map<string, Promise<void>>();

  /** Keys that are held or waited for. */
  get size(): number {
    return this.#tails.size;
  }

  /** Runs the work once nobody before it holds the key. What it throws concerns its caller alone. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const { promise: tail, resolve: release } = withResolvers();
    this.#tails.set(key, tail);
    await before;
    try {
      return await work();
    } finally {
      release();
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }

  /** Resolves when everything that holds or waits now has finished. */
  async idle(): Promise<void> {
    await Promise.all(this.#tails.values());
  }
}

/** Promise.withResolvers, which Node 20 does not have. */
function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

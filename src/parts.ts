/** The parts of a program as they come and go: which are awaited, how all of them are, and the order in which they stop. */

import { type Component, type HealthReport, healthOf } from './health.ts';

/** Something that is awaited, or is over: it stops nothing, and says why students aren't answered. */
const absent = (name: string, reason: string): Pick<Component, 'name' | 'health'> => ({
  name,
  health: () => Promise.reject(new Error(reason)),
});

export class Parts {
  readonly #store: Component;
  readonly #parts: Component[] = [];
  /** What says how the rest is, for as long as there is a rest. */
  readonly #reporters: Component[] = [];
  readonly #awaited = new Set<string>(['start']);
  #stopping: Promise<void> | undefined;

  /** @param store closed last: everything else writes to it */
  constructor(store: Component) {
    this.#store = store;
  }

  get names(): readonly string[] {
    return this.#all().map(({ name }) => name);
  }

  /** Not ready before a part of this name is there. */
  await(name: string): void {
    this.#awaited.add(name);
  }

  add(...parts: readonly Component[]): void {
    for (const part of parts) {
      this.#awaited.delete(part.name);
      this.#parts.push(part);
    }
  }

  /** A part that answers probes and nothing else: stopped once the others have. */
  addReporter(reporter: Component): void {
    this.#reporters.push(reporter);
  }

  /** Whatever was to be started is. */
  started(): void {
    this.#awaited.delete('start');
  }

  health(withinMs?: number): Promise<HealthReport> {
    return healthOf(
      [
        ...this.#all(),
        ...[...this.#awaited].map((name) => absent(name, 'not there yet')),
        ...(this.#stopping ? [absent('stop', 'stopping')] : []),
      ],
      withinMs,
    );
  }

  /** From the first call on nothing is ready. Every call resolves when all have stopped. */
  close(): Promise<void> {
    this.#stopping ??= this.#close();
    return this.#stopping;
  }

  async #close(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.close()));
    await Promise.all(this.#reporters.map((reporter) => reporter.close()));
    await this.#store.close();
  }

  #all(): readonly Component[] {
    return [this.#store, ...this.#parts, ...this.#reporters];
  }
}

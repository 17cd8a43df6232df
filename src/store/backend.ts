/** What lies under a ledger store: rows of text under keys, and a way to hold one of them alone. */

import type { Deliveries } from './deliveries.ts';
import type { Advice } from './errors.ts';

/** Rows as they can be read and written while a key is held. */
export interface Rows {
  get(key: string): Promise<string | undefined>;
  /** Rejects, and writes nothing, where the key is no longer held. */
  set(key: string, text: string): Promise<void>;
}

export interface Backend {
  /** True where nobody but this process writes: what it has read or written once stays true. */
  readonly alone: boolean;
  readonly deliveries: Deliveries;
  /**
   * Runs the work while nobody else, in this process or another, holds the key, first come first served within this
   * process. Once it resolves, what was set is durable.
   * @throws {UnreadableError} when the key can't be had
   * @throws {NotSavedError} when what was set is not durable, or nobody can tell
   */
  hold<T>(key: string, work: (rows: Rows) => Promise<T>): Promise<T>;
  /** Rejects with the reason when nothing can be read. */
  ping(): Promise<void>;
  /** What an operator should look at so that nothing is lost. */
  advice(): Promise<readonly Advice[]>;
  /** Waits for what is held, then closes. */
  close(): Promise<void>;
}

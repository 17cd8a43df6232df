/** What lies under a ledger store: rows of text under keys, and a way to hold one of them alone. */

import type { Deliveries } from './deliveries.ts';
import type { Advice } from './errors.ts';

/** New texts by key; null deletes the row, whether it is there or not. */
export type Changes = ReadonlyMap<string, string | null>;

/** A row of a collection: its key is `collection/id`. */
export type Member = readonly [id: string, text: string];

/** Rows as they can be read and written while a key is held, one call after another. */
export interface Rows {
  /** @throws {UnreadableError} */
  get(key: string): Promise<string | undefined>;
  /**
   * A few rows, all or nothing, durable together. Changes nothing where the key is no longer held.
   * @throws {NotSavedError} when nothing was changed, or nobody can tell
   */
  write(changes: Changes): Promise<void>;
  /** Writes one row. @throws {NotSavedError} */
  set(key: string, text: string): Promise<void>;
}

export interface Backend {
  /** True where nobody but this process writes: what it has read or written once stays true. */
  readonly alone: boolean;
  readonly deliveries: Deliveries;
  /**
   * Runs the work while nobody else, in this process or another, holds the key, first come first served within this
   * process. Once it resolves, what was written is durable.
   * @throws {UnreadableError} when the key can't be had
   * @throws {NotSavedError} when what was written is not durable, or nobody can tell
   */
  hold<T>(key: string, work: (rows: Rows) => Promise<T>): Promise<T>;
  /**
   * The rows that are there, by key, in one round trip. Not held: each is whole, and may change meanwhile.
   * @throws {UnreadableError}
   */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Rows of a collection whose id comes after the given one, in the order of their ids by code unit. Not held: each row is
   * whole, and the set is a moment's. A collection's name holds no `/`; ids are percent-encoded, and not empty.
   * @param limit at most this many; all without it
   * @throws {UnreadableError}
   */
  list(collection: string, after?: string, limit?: number): Promise<readonly Member[]>;
  /**
   * The keys of single rows of a kind, which begin with `kind:` and hold no `/`, some at a time. Not held: a row that is
   * there throughout is given at least once, on Redis at times twice, and in no promised order.
   * @param kind letters and digits
   * @throws {UnreadableError} from the iteration
   */
  keys(kind: string): AsyncIterable<readonly string[]>;
  /** The store's own clock: for what several processes must agree on, and to judge this machine's. @throws {UnreadableError} */
  now(): Promise<Date>;
  /**
   * Whether a student's turn could be stored: writes a row of the store's own, as durably, or sees somebody else's write
   * end. On a connection that no turn waits for, where there is more than one; at most once a second, whoever asks.
   * Resolves with `ok`, or with a line worth reading. Rejects with the reason when nothing can be written.
   */
  health(): Promise<string>;
  /** What an operator should look at so that nothing is lost. */
  advice(): Promise<readonly Advice[]>;
  /** Waits for what is held, then closes. */
  close(): Promise<void>;
}

/** Where students' records live, whatever is underneath. One contract suite runs against every implementation. */

import type { SetAside, StudentRecord } from '../record.ts';
import type { Deliveries } from './deliveries.ts';

export interface Loaded {
  /** Absent for a student who has none, and for one whose record was just set aside. */
  readonly record?: StudentRecord;
  /** Set when what was stored could not be read: it was copied, byte for byte, to `key` before anything else. */
  readonly setAside?: SetAside;
}

/** A save that did not happen, or whose outcome is unknown. Nothing may be revealed on the strength of it. */
export class NotSavedError extends Error {
  override readonly name = 'NotSavedError';
}

/** The store could not be read, or the record could not be had alone in time. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** The store can't be used; the message is for the operator and says what to do. */
export class StoreStartError extends Error {
  override readonly name = 'StoreStartError';
  /** True where starting again in a while may help. */
  readonly mayPass: boolean;

  constructor(message: string, mayPass = false) {
    super(message);
    this.mayPass = mayPass;
  }
}

export interface Advice {
  /** True where ledgers can be lost as things are; otherwise it is only not known. */
  readonly urgent: boolean;
  /** A sentence that says what to do. */
  readonly says: string;
}

/** A student's record of one lab, while nobody else can write it. */
export interface HeldRecord {
  /** @throws {UnreadableError} when the store does not answer */
  load(now: Date): Promise<Loaded>;
  /** @throws {NotSavedError} when it is not stored, or nobody can tell, or the record is no longer held */
  save(record: StudentRecord): Promise<void>;
}

export interface LedgerStore {
  /** Events that were taken up, shared by every process on this store. */
  readonly deliveries: Deliveries;
  /**
   * Runs the work while no other writer of this student's record runs, in this process or another. Once it resolves,
   * what was saved is durable.
   * @throws {UnreadableError} when the record can't be had
   * @throws {NotSavedError} when what was saved is not durable, or nobody can tell
   */
  exclusive<T>(lab: string, student: string, work: (held: HeldRecord) => Promise<T>): Promise<T>;
  /** Resolves when the store answers; rejects with the reason when it does not. */
  ping(): Promise<void>;
  /** What an operator should look at so that nothing is lost; empty when all is well. */
  advice(): Promise<readonly Advice[]>;
  /** Waits for accepted work, then closes. */
  close(): Promise<void>;
}

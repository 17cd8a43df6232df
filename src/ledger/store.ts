/** Where students' records live, whatever is underneath. One contract suite runs against every implementation. */

import type { SetAside, StudentRecord } from './record.ts';

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

/** The store could not be read. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

export interface LedgerStore {
  /**
   * The student's record of this lab.
   * @throws {UnreadableError} when the store does not answer
   */
  load(lab: string, student: string, now: Date): Promise<Loaded>;
  /**
   * Resolves after the record is durable.
   * @throws {NotSavedError} when it is not, or nobody can tell
   */
  save(record: StudentRecord): Promise<void>;
  /** Runs the work while no other writer of this student's record runs, in this process or another. */
  exclusive<T>(lab: string, student: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when the store answers; rejects with the reason when it does not. */
  ping(): Promise<void>;
  /** Waits for accepted work, then closes. */
  close(): Promise<void>;
}

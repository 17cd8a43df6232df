/** Where students' records live, whatever is underneath. One contract suite runs against every implementation. */

import type { Deliveries } from '../store/deliveries.ts';
import type { Advice } from '../store/errors.ts';
import type { StudentRecord } from './record.ts';
import type { Trouble } from './trouble.ts';

/** A record that holds; or what is wrong with the one that is stored, which nothing may be recorded on; or neither. */
export interface Loaded {
  readonly record?: StudentRecord;
  readonly trouble?: Trouble;
}

/** A student's records, while nobody else can write them. */
export interface HeldStudent {
  /** @throws {UnreadableError} when the store does not answer */
  load(lab: string): Promise<Loaded>;
  /**
   * The record, with its summary for the class; its lab is then the one touched last. Together, or nothing of it.
   * @throws {NotSavedError} when it is not stored, or nobody can tell, or the student is no longer held
   */
  save(record: StudentRecord): Promise<void>;
  /**
   * The lab that the student touched last, which lines without one mean.
   * @throws {UnreadableError} when the store does not answer
   */
  lastLab(): Promise<string | undefined>;
  /** @throws {NotSavedError} as {@link save} */
  touch(lab: string): Promise<void>;
}

export interface LedgerStore {
  /** Events that were taken up, shared by every process on this store. */
  readonly deliveries: Deliveries;
  /**
   * Runs the work while no other writer of this student's records runs, in this process or another. Once it resolves,
   * what was saved is durable.
   * @throws {UnreadableError} when the student can't be had
   * @throws {NotSavedError} when what was saved is not durable, or nobody can tell
   */
  exclusive<T>(student: string, work: (held: HeldStudent) => Promise<T>): Promise<T>;
  /** Forgets what it knew of a student without asking: their rows were deleted by other means, while they were held. */
  forget(student: string): void;
  /** What an operator should look at so that nothing is lost; empty when all is well. */
  advice(): Promise<readonly Advice[]>;
  /** Waits for accepted work, then closes. */
  close(): Promise<void>;
}

/** Records in a backend, as their own JSON text: read, set aside where they can't be, written. */

import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SetAside, StudentRecord } from '../record.ts';
import { readRecord, writeRecord } from '../record-text.ts';
import type { Backend, Rows } from './backend.ts';
import {
  type Advice,
  type HeldRecord,
  type LedgerStore,
  type Loaded,
  NotSavedError,
  UnreadableError,
} from './store.ts';

/** Students whose parsed records are kept at hand; at about 10 kB each this stays near 10 MB. */
const RECORDS_AT_HAND = 1_000;

/** The row a student's record is kept in. */
export const recordKey = (lab: string, student: string): string => `ledger:${lab}:${student}`;

/** Where text that can't be read is set aside: the same text always under the same key. */
export const quarantineKey = (lab: string, student: string, text: string): string =>
  `quarantine:${lab}:${student}:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;

/** Copies the text, and reads the copy back, before anything can take its place. */
async function setAside(
  rows: Rows,
  key: string,
  { text, reason, now }: { text: string; reason: string; now: Date },
): Promise<SetAside> {
  await rows.set(key, text);
  if ((await rows.get(key)) !== text) throw new Error(`the copy ${key} is not what was stored`);
  return { key, at: now.toISOString(), reason };
}

export class RecordStore implements LedgerStore {
  readonly #backend: Backend;
  /** What is stored, parsed. True because nobody else writes; forgotten whenever a save may have failed. */
  readonly #atHand: LRUCache<string, StudentRecord> | undefined;
  #closing: Promise<void> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.#atHand = backend.alone ? new LRUCache({ max: RECORDS_AT_HAND }) : undefined;
  }

  get deliveries() {
    return this.#backend.deliveries;
  }

  async exclusive<T>(lab: string, student: string, work: (held: HeldRecord) => Promise<T>): Promise<T> {
    if (this.#closing) throw new UnreadableError('the store is closing');
    return this.#backend.hold(recordKey(lab, student), (rows) =>
      work({
        load: (now) => this.#load(rows, lab, student, now),
        save: (record) => this.#save(rows, record),
      }),
    );
  }

  async #load(rows: Rows, lab: string, student: string, now: Date): Promise<Loaded> {
    const key = recordKey(lab, student);
    const known = this.#atHand?.get(key);
    if (known) return { record: known };
    try {
      const text = await rows.get(key);
      if (text === undefined) return {};
      const result = readRecord(text, lab, student);
      if ('record' in result) {
        this.#atHand?.set(key, result.record);
        return result;
      }
      const reason = result.unusable;
      return { setAside: await setAside(rows, quarantineKey(lab, student, text), { text, reason, now }) };
    } catch (error) {
      throw new UnreadableError('the store did not answer', { cause: error });
    }
  }

  async #save(rows: Rows, record: StudentRecord): Promise<void> {
    const key = recordKey(record.lab, record.student);
    try {
      await rows.set(key, writeRecord(record));
      this.#atHand?.set(key, record);
    } catch (error) {
      this.#atHand?.delete(key);
      throw new NotSavedError('the record was not stored', { cause: error });
    }
  }

  ping(): Promise<void> {
    return this.#backend.ping();
  }

  advice(): Promise<readonly Advice[]> {
    return this.#backend.advice();
  }

  close(): Promise<void> {
    this.#closing ??= this.#backend.close();
    return this.#closing;
  }
}

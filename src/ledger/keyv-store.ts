/** Records in Keyv, as their own JSON text, for a backend that this process alone writes to. */

import { createHash } from 'node:crypto';
import Keyv, { type KeyvStoreAdapter } from 'keyv';
import { LRUCache } from 'lru-cache';
import { KeyedLock } from './keyed-lock.ts';

import type { SetAside, StudentRecord } from './record.ts';
import { readRecord, writeRecord } from './record-text.ts';
import { type LedgerStore, type Loaded, NotSavedError, UnreadableError } from './store.ts';

/** Students whose parsed records are kept at hand; at about 10 kB each this stays near 10 MB. */
const RECORDS_AT_HAND = 1_000;

/** The row a student's record is kept in. */
export const recordKey = (lab: string, student: string): string => `ledger:${lab}:${student}`;

/** Where text that can't be read is set aside: the same text always under the same key. */
export const quarantineKey = (lab: string, student: string, text: string): string =>
  `quarantine:${lab}:${student}:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;

/**
 * Keyv over the backend, with values passed through as they are: a damaged row must reach us as text, and what Keyv
 * would swallow must be thrown.
 */
function textKeyv(backend: KeyvStoreAdapter | Map<string, string>): Keyv<string> {
  const keyv = new Keyv<string>({
    store: backend,
    useKeyPrefix: false,
    throwOnErrors: true,
    serialize: ({ value }) => String(value),
    deserialize: <Value>(text: string) => ({ value: text as Value, expires: undefined }),
  });
  // Errors are thrown to whoever waits for them; without a listener Keyv would throw them a second time.
  keyv.on('error', () => undefined);
  return keyv;
}

export class KeyvStore implements LedgerStore {
  readonly #keyv: Keyv<string>;
  readonly #locks = new KeyedLock();
  /** What is stored, parsed. True because nobody else writes; forgotten whenever a save may have failed. */
  readonly #atHand = new LRUCache<string, StudentRecord>({ max: RECORDS_AT_HAND });
  #closing: Promise<void> | undefined;

  constructor(backend: KeyvStoreAdapter | Map<string, string>) {
    this.#keyv = textKeyv(backend);
  }

  async load(lab: string, student: string, now: Date): Promise<Loaded> {
    const known = this.#atHand.get(recordKey(lab, student));
    if (known) return { record: known };
    try {
      const text = await this.#keyv.get<string>(recordKey(lab, student));
      if (text === undefined) return {};
      const result = readRecord(text, lab, student);
      if ('record' in result) {
        this.#atHand.set(recordKey(lab, student), result.record);
        return result;
      }
      return { setAside: await this.#setAside(lab, student, text, result.unusable, now) };
    } catch (error) {
      throw new UnreadableError('the store did not answer', { cause: error });
    }
  }

  /** Copies the text, and reads the copy back, before anything can take its place. */
  async #setAside(lab: string, student: string, text: string, reason: string, now: Date): Promise<SetAside> {
    const key = quarantineKey(lab, student, text);
    await this.#keyv.set(key, text);
    if ((await this.#keyv.get<string>(key)) !== text)
      throw new Error(`the copy ${key} is not what was stored`);
    return { key, at: now.toISOString(), reason };
  }

  async save(record: StudentRecord): Promise<void> {
    const key = recordKey(record.lab, record.student);
    this.#atHand.delete(key);
    try {
      const stored = await this.#keyv.set(key, writeRecord(record));
      if (!stored) throw new Error('the store refused');
      this.#atHand.set(key, record);
    } catch (error) {
      throw new NotSavedError('the record was not stored', { cause: error });
    }
  }

  exclusive<T>(lab: string, student: string, work: () => Promise<T>): Promise<T> {
    if (this.#closing) return Promise.reject(new UnreadableError('the store is closing'));
    return this.#locks.run(recordKey(lab, student), work);
  }

  async ping(): Promise<void> {
    await this.#keyv.get('ping');
  }

  close(): Promise<void> {
    this.#closing ??= this.#locks.idle().then(() => this.#keyv.disconnect());
    return this.#closing;
  }
}

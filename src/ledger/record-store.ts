/** Records in a backend, as their own JSON text: read, set aside where they can't be, written. */

import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Backend, Rows } from '../store/backend.ts';
import { type Advice, NotSavedError, UnreadableError } from '../store/errors.ts';
import { openBackend } from '../store/open-backend.ts';
import type { HeldStudent, LedgerStore, Loaded } from './ledger-store.ts';
import type { ActOf, SetAside, StudentRecord } from './record.ts';
import { readRecord } from './record-json.ts';

/** Parsed records that are kept at hand; at about 10 kB each this stays near 10 MB. */
const RECORDS_AT_HAND = 1_000;

/** The row a student's record of a lab is kept in. */
export const recordKey = (lab: string, student: string): string => `ledger:${lab}:${student}`;

/** The row that says which lab a student touched last; it is also what is held for all of their rows. */
export const studentKey = (student: string): string => `student:${student}`;

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

/** The lab in a student's row; a row that can't be read says nothing, and is written anew by the next touch. */
function labIn(text: string | undefined): string | undefined {
  try {
    const row: unknown = JSON.parse(text ?? 'null');
    return typeof row === 'object' && row !== null && 'lab' in row && typeof row.lab === 'string'
      ? row.lab
      : undefined;
  } catch {
    return undefined;
  }
}

export class RecordStore implements LedgerStore {
  readonly #backend: Backend;
  readonly #actOf: ActOf;
  /** What is stored, parsed, by row. True because nobody else writes; forgotten whenever a save may have failed. */
  readonly #atHand: LRUCache<string, StudentRecord> | undefined;
  readonly #labsAtHand: LRUCache<string, string> | undefined;
  #closing: Promise<void> | undefined;

  /** @param actOf for records of schema 1 */
  constructor(backend: Backend, actOf: ActOf) {
    this.#backend = backend;
    this.#actOf = actOf;
    this.#atHand = backend.alone ? new LRUCache({ max: RECORDS_AT_HAND }) : undefined;
    this.#labsAtHand = backend.alone ? new LRUCache({ max: RECORDS_AT_HAND }) : undefined;
  }

  get deliveries() {
    return this.#backend.deliveries;
  }

  async exclusive<T>(student: string, work: (held: HeldStudent) => Promise<T>): Promise<T> {
    if (this.#closing) throw new UnreadableError('the store is closing');
    return this.#backend.hold(studentKey(student), (rows) =>
      work({
        load: (lab, now) => this.#load(rows, lab, student, now),
        save: (record) => this.#save(rows, record),
        lastLab: () => this.#lastLab(rows, student),
        touch: (lab) => this.#touch(rows, student, lab),
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
      const result = readRecord(text, lab, student, this.#actOf);
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
      await rows.set(key, JSON.stringify(record));
      this.#atHand?.set(key, record);
    } catch (error) {
      this.#atHand?.delete(key);
      throw new NotSavedError('the record was not stored', { cause: error });
    }
  }

  async #lastLab(rows: Rows, student: string): Promise<string | undefined> {
    const known = this.#labsAtHand?.get(student);
    if (known !== undefined) return known;
    try {
      const lab = labIn(await rows.get(studentKey(student)));
      if (lab !== undefined) this.#labsAtHand?.set(student, lab);
      return lab;
    } catch (error) {
      throw new UnreadableError('the store did not answer', { cause: error });
    }
  }

  async #touch(rows: Rows, student: string, lab: string): Promise<void> {
    try {
      await rows.set(studentKey(student), JSON.stringify({ schema: 1, lab }));
      this.#labsAtHand?.set(student, lab);
    } catch (error) {
      this.#labsAtHand?.delete(student);
      throw new NotSavedError('the lab was not noted', { cause: error });
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

/** @throws {StoreStartError} with a line for the operator */
export const openLedgerStore = async (url: string, actOf: ActOf): Promise<LedgerStore> =>
  new RecordStore(await openBackend(url), actOf);

/** Records in a backend, as their own JSON text under a seal: checked when they are read, written with their summaries. */

import { LRUCache } from 'lru-cache';
import type { LabPack } from '../labs/lab.ts';
import type { Backend, Rows } from '../store/backend.ts';
import { type Advice, NotSavedError, UnreadableError } from '../store/errors.ts';
import { progressKey, recordKey, studentKey, troubleKey } from './keys.ts';
import type { LedgerKey } from './ledger-key.ts';
import type { HeldStudent, LedgerStore, Loaded } from './ledger-store.ts';
import { RecordReader } from './reader.ts';
import type { StudentRecord } from './record.ts';
import { recordText } from './record-json.ts';
import { withMacs } from './seal.ts';
import { summaryOf, summaryText } from './summary.ts';
import { missing, type Trouble, troubleNote } from './trouble.ts';

/** Records that are kept at hand, parsed and as text; at about 20 kB each this stays near 20 MB. */
const RECORDS_AT_HAND = 1_000;

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

export const touchedText = (lab: string): string => JSON.stringify({ schema: 1, lab });

export interface RecordStoreOptions {
  /** What records are sealed with. */
  readonly key: LedgerKey;
  /** Told each time a record that does not hold is met. */
  readonly onTrouble?: (trouble: Trouble) => void;
}

/** What is stored, and the record that it was found to be. */
interface Checked {
  readonly text: string;
  readonly record: StudentRecord;
}

export class RecordStore implements LedgerStore {
  readonly #backend: Backend;
  readonly #packs: readonly LabPack[];
  readonly #reader: RecordReader;
  readonly #onTrouble: (trouble: Trouble) => void;
  /** By row. Where nobody else writes it is what is stored; elsewhere it need not be checked again. */
  readonly #checked = new LRUCache<string, Checked>({ max: RECORDS_AT_HAND });
  readonly #labsAtHand: LRUCache<string, string> | undefined;
  #closing: Promise<void> | undefined;

  /** @param packs the labs whose records are summed up for the class */
  constructor(
    backend: Backend,
    packs: readonly LabPack[],
    { key, onTrouble = () => undefined }: RecordStoreOptions,
  ) {
    this.#backend = backend;
    this.#packs = packs;
    this.#reader = new RecordReader(backend, packs, key);
    this.#onTrouble = onTrouble;
    this.#labsAtHand = backend.alone ? new LRUCache({ max: RECORDS_AT_HAND }) : undefined;
  }

  get deliveries() {
    return this.#backend.deliveries;
  }

  async exclusive<T>(student: string, work: (held: HeldStudent) => Promise<T>): Promise<T> {
    if (this.#closing) throw new UnreadableError('the store is closing');
    return this.#backend.hold(studentKey(student), (rows) => {
      let last: string | undefined;
      return work({
        load: (lab) => this.#load(rows, lab, student),
        save: (record) => this.#save(rows, record, last),
        lastLab: async () => {
          last = await this.#lastLab(rows, student);
          return last;
        },
        touch: (lab) => this.#touch(rows, student, lab),
      });
    });
  }

  async #load(rows: Rows, lab: string, student: string): Promise<Loaded> {
    const key = recordKey(lab, student);
    const known = this.#checked.get(key);
    if (known && this.#backend.alone) return { record: known.record };
    try {
      const text = await rows.get(key);
      if (text === undefined) return await this.#absent(rows, lab, student);
      if (known?.text === text) return { record: known.record };
      const reading = await this.#reader.read(text, lab, student);
      if ('record' in reading) {
        this.#checked.set(key, { text, record: reading.record });
        return { record: reading.record };
      }
      return await this.#troubled(rows, reading.trouble, lab, student);
    } catch (error) {
      throw new UnreadableError('the store did not answer', { cause: error });
    }
  }

  async #absent(rows: Rows, lab: string, student: string): Promise<Loaded> {
    if ((await rows.get(progressKey(lab, student))) === undefined) return {};
    return this.#troubled(rows, missing(recordKey(lab, student)), lab, student);
  }

  /** Told, and noted for the course's staff; a store that can't note it now can the next time. */
  async #troubled(rows: Rows, trouble: Trouble, lab: string, student: string): Promise<Loaded> {
    this.#onTrouble(trouble);
    const key = troubleKey(lab, student);
    const note = troubleNote(trouble);
    if ((await rows.get(key)) !== note) await rows.set(key, note).catch(() => undefined);
    return { trouble };
  }

  /** The record, its summary for the class, and that its lab was touched: together, or nothing of it. */
  async #save(rows: Rows, given: StudentRecord, last: string | undefined): Promise<void> {
    const { lab, student } = given;
    const { key: ledgerKey } = this.#reader;
    const key = recordKey(lab, student);
    const pack = this.#packs.find(({ id }) => id === lab);
    const record = withMacs(given, ledgerKey);
    const text = recordText(record, ledgerKey);
    const changes = new Map([[key, text]]);
    if (pack) {
      const summaryKey = progressKey(lab, student);
      changes.set(summaryKey, summaryText(summaryOf(record, pack), summaryKey, ledgerKey));
    }
    if (last !== lab) changes.set(studentKey(student), touchedText(lab));
    try {
      await rows.write(changes);
      this.#checked.set(key, { text, record });
      this.#labsAtHand?.set(student, lab);
    } catch (error) {
      this.#checked.delete(key);
      this.#labsAtHand?.delete(student);
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
      await rows.write(new Map([[studentKey(student), touchedText(lab)]]));
      this.#labsAtHand?.set(student, lab);
    } catch (error) {
      this.#labsAtHand?.delete(student);
      throw new NotSavedError('the lab was not noted', { cause: error });
    }
  }

  forget(student: string): void {
    for (const { id } of this.#packs) this.#checked.delete(recordKey(id, student));
    this.#labsAtHand?.delete(student);
  }

  advice(): Promise<readonly Advice[]> {
    return this.#backend.advice();
  }

  close(): Promise<void> {
    this.#closing ??= this.#backend.close();
    return this.#closing;
  }
}

/** Records in a backend, as their own JSON text: read, set aside where they can't be, written. */

import { LRUCache } from 'lru-cache';
import { actsWith } from '../labs/find.ts';
import type { LabPack } from '../labs/lab.ts';
import type { Backend, Rows } from '../store/backend.ts';
import { type Advice, NotSavedError, UnreadableError } from '../store/errors.ts';
import { progressKey, quarantineKey, recordKey, studentKey } from './keys.ts';
import type { HeldStudent, LedgerStore, Loaded } from './ledger-store.ts';
import type { ActOf, SetAside, StudentRecord } from './record.ts';
import { readRecord } from './record-json.ts';
import { summaryOf, summaryText } from './summary.ts';

/** Parsed records that are kept at hand; at about 10 kB each this stays near 10 MB. */
const RECORDS_AT_HAND = 1_000;

/** Copies the text, and reads the copy back, before anything can take its place. */
async function setAside(
  rows: Rows,
  key: string,
  { text, reason, now }: { text: string; reason: string; now: Date },
): Promise<SetAside> {
  await rows.write(new Map([[key, text]]));
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

/** Records of schema 1 named instruments, of which each act had its own. */
export const actOfPacks =
  (packs: readonly LabPack[]): ActOf =>
  (lab, instrument) => {
    const pack = packs.find(({ id }) => id === lab);
    return pack && actsWith(pack, instrument)[0]?.id;
  };

const touchedText = (lab: string): string => JSON.stringify({ schema: 1, lab });

export class RecordStore implements LedgerStore {
  readonly #backend: Backend;
  readonly #packs: readonly LabPack[];
  readonly #actOf: ActOf;
  /** What is stored, parsed, by row. True because nobody else writes; forgotten whenever a save may have failed. */
  readonly #atHand: LRUCache<string, StudentRecord> | undefined;
  readonly #labsAtHand: LRUCache<string, string> | undefined;
  #closing: Promise<void> | undefined;

  /** @param packs the labs whose records are summed up for the class */
  constructor(backend: Backend, packs: readonly LabPack[]) {
    this.#backend = backend;
    this.#packs = packs;
    this.#actOf = actOfPacks(packs);
    this.#atHand = backend.alone ? new LRUCache({ max: RECORDS_AT_HAND }) : undefined;
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
        load: (lab, now) => this.#load(rows, lab, student, now),
        save: (record) => this.#save(rows, record, last),
        lastLab: async () => {
          last = await this.#lastLab(rows, student);
          return last;
        },
        touch: (lab) => this.#touch(rows, student, lab),
      });
    });
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

  /** The record, its summary for the class, and that its lab was touched: together, or nothing of it. */
  async #save(rows: Rows, record: StudentRecord, last: string | undefined): Promise<void> {
    const { lab, student } = record;
    const key = recordKey(lab, student);
    const pack = this.#packs.find(({ id }) => id === lab);
    const changes = new Map([[key, JSON.stringify(record)]]);
    if (pack) changes.set(progressKey(lab, student), summaryText(summaryOf(record, pack)));
    if (last !== lab) changes.set(studentKey(student), touchedText(lab));
    try {
      await rows.write(changes);
      this.#atHand?.set(key, record);
      this.#labsAtHand?.set(student, lab);
    } catch (error) {
      this.#atHand?.delete(key);
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
    for (const { id } of this.#packs) this.#atHand?.delete(recordKey(id, student));
    this.#labsAtHand?.delete(student);
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

/** Stored records as whoever has the ledger's key reads them: checked whole, and old ones only until all were sealed. */

import { actsWith } from '../labs/find.ts';
import type { LabPack } from '../labs/lab.ts';
import type { Backend } from '../store/backend.ts';
import { recordKey } from './keys.ts';
import type { LedgerKey } from './ledger-key.ts';
import type { ActOf } from './record-before.ts';
import { type Reading, readRecord } from './record-json.ts';
import { areAllSealed } from './sealing.ts';

/** Records of schema 1 named instruments, of which each act had its own. */
export const actOfPacks =
  (packs: readonly LabPack[]): ActOf =>
  (lab, instrument) => {
    const pack = packs.find(({ id }) => id === lab);
    return pack && actsWith(pack, instrument)[0]?.id;
  };

export class RecordReader {
  readonly #backend: Backend;
  readonly #actOf: ActOf;
  readonly key: LedgerKey;
  #allSealed = false;

  constructor(backend: Backend, packs: readonly LabPack[], key: LedgerKey) {
    this.#backend = backend;
    this.#actOf = actOfPacks(packs);
    this.key = key;
  }

  /**
   * The text as a record, or what is wrong with it. Once every row of this store was sealed, what has no code is none of
   * ours: a version before did not write it after all, and no decision in it stands.
   * @throws {UnreadableError}
   */
  async read(text: string, lab: string, student: string): Promise<Reading> {
    const reading = readRecord(text, { lab, student, actOf: this.#actOf }, this.key);
    const isOld =
      'trouble' in reading ? reading.trouble.stands.some(({ mac }) => mac === undefined) : reading.unsealed;
    if (!isOld) return reading;
    this.#allSealed ||= await areAllSealed(this.#backend, this.key);
    if (!this.#allSealed) return reading;
    if ('trouble' in reading) {
      const { trouble } = reading;
      return { trouble: { ...trouble, stands: trouble.stands.filter(({ mac }) => mac !== undefined) } };
    }
    return {
      trouble: {
        key: recordKey(lab, student),
        kind: 'changed',
        reason: 'it has no seal, though every record of this store was sealed',
        stands: [],
        record: reading.record,
      },
    };
  }
}

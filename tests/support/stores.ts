/** Stores as tests use them: opened, read and written from outside, or made slow and faulty. */

import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import type { HeldStudent, LedgerStore, Loaded } from '../../src/ledger/ledger-store.ts';
import type { StudentRecord } from '../../src/ledger/record.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { TEST_KEY } from './key.ts';

export const openTestStore = async (url = 'memory:'): Promise<LedgerStore> =>
  new RecordStore(await openBackend(url), PACKS, { key: TEST_KEY });

export const loadFrom = (store: LedgerStore, student: string, { lab = FIRST_LAB } = {}): Promise<Loaded> =>
  store.exclusive(student, (held) => held.load(lab));

export const saveTo = (store: LedgerStore, record: StudentRecord): Promise<void> =>
  store.exclusive(record.student, (held) => held.save(record));

/** The same store, with some of what a held student does done otherwise. */
export const holding = (
  store: LedgerStore,
  otherwise: (held: HeldStudent) => Partial<HeldStudent>,
): LedgerStore => ({
  deliveries: store.deliveries,
  exclusive: (student, work) =>
    store.exclusive(student, (held) =>
      work({
        load: (lab) => held.load(lab),
        save: (record) => held.save(record),
        lastLab: () => held.lastLab(),
        touch: (lab) => held.touch(lab),
        ...otherwise(held),
      }),
    ),
  forget: (student) => store.forget(student),
  advice: () => store.advice(),
  close: () => store.close(),
});

/** A store that waits before it keeps anything. */
export const slow = (store: LedgerStore, milliseconds: number): LedgerStore =>
  holding(store, (held) => ({
    save: async (record) => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await held.save(record);
    },
  }));

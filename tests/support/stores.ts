/** Stores as tests use them: read and written from outside, or made slow and faulty. */

import { QUADRATIC_WALL } from '../../src/labs/quadratic-wall/index.ts';
import type { StudentRecord } from '../../src/ledger/record.ts';
import type { HeldRecord, LedgerStore, Loaded } from '../../src/ledger/store/store.ts';

export const loadFrom = (
  store: LedgerStore,
  student: string,
  { lab = QUADRATIC_WALL.id, now = new Date(0) } = {},
): Promise<Loaded> => store.exclusive(lab, student, (held) => held.load(now));

export const saveTo = (store: LedgerStore, record: StudentRecord): Promise<void> =>
  store.exclusive(record.lab, record.student, (held) => held.save(record));

/** The same store, with some of what a held record does done otherwise. */
export const holding = (
  store: LedgerStore,
  otherwise: (held: HeldRecord) => Partial<HeldRecord>,
): LedgerStore => ({
  deliveries: store.deliveries,
  exclusive: (lab, student, work) =>
    store.exclusive(lab, student, (held) =>
      work({ load: (now) => held.load(now), save: (record) => held.save(record), ...otherwise(held) }),
    ),
  ping: () => store.ping(),
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

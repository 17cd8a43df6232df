/** What `npm run doctor` asks a store that several processes share: whether it answers, and whether it could lose anything. */

import { isOneProcessStore } from '../src/config.ts';
import { openStore } from '../src/ledger/store/open-store.ts';
import type { LedgerStore } from '../src/ledger/store/store.ts';
import type { Check, Finding } from './doctor.ts';

async function finding(url: string): Promise<Finding> {
  let store: LedgerStore | undefined;
  try {
    store = await openStore(url);
    const advice = await store.advice();
    const says = advice.map((each) => each.says).join(' ');
    if (advice.some(({ urgent }) => urgent)) {
      return { ok: false, says: 'it answers, and may lose ledgers', fix: says };
    }
    return { ok: true, says: says === '' ? 'it answers, and keeps what it is given' : `it answers. ${says}` };
  } catch (error) {
    return { ok: false, says: 'it can’t be opened', fix: error instanceof Error ? error.message : '' };
  } finally {
    await store?.close();
  }
}

/** A file is one process's alone, and the lab may be running on it: only a server is opened. */
export const storeChecks = (url: string): Check[] =>
  isOneProcessStore(url) ? [] : [{ name: 'Store', run: () => finding(url) }];

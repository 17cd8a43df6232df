/** STORE_URL into a store. */

import { KeyvStore } from './keyv-store.ts';
import { openSqlite, StoreStartError } from './sqlite.ts';
import type { LedgerStore } from './store.ts';

const SQLITE = 'sqlite://';

/** @throws {StoreStartError} with a line for the operator */
export async function openStore(url: string): Promise<LedgerStore> {
  if (url === 'memory:') return new KeyvStore(new Map());
  if (url.startsWith(SQLITE) && url.length > SQLITE.length && !url.includes(':memory:')) {
    return new KeyvStore(await openSqlite(url.slice(SQLITE.length)));
  }
  throw new StoreStartError(
    'STORE_URL must be sqlite:// and a file, such as sqlite://./data/lab.sqlite, or memory:',
  );
}

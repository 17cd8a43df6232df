/** Keyv as the backend of one process: in memory, or over a file that nobody else can write. */

import Keyv, { type KeyvStoreAdapter } from 'keyv';
import type { Backend, Rows } from './backend.ts';
import { deliveriesHere } from './deliveries.ts';
import { KeyedLock } from './keyed-lock.ts';

/**
 * Keyv with values passed through as they are: a damaged row must reach us as text, and what Keyv would swallow must be
 * thrown.
 */
function textKeyv(store: KeyvStoreAdapter | Map<string, string>): Keyv<string> {
  const keyv = new Keyv<string>({
    store,
    useKeyPrefix: false,
    throwOnErrors: true,
    serialize: ({ value }) => String(value),
    deserialize: <Value>(text: string) => ({ value: text as Value, expires: undefined }),
  });
  // Errors are thrown to whoever waits for them; without a listener Keyv would throw them a second time.
  keyv.on('error', () => undefined);
  return keyv;
}

/** @param store a Map, or what Keyv stores in, held by this process alone */
export function keyvBackend(store: KeyvStoreAdapter | Map<string, string>): Backend {
  const keyv = textKeyv(store);
  const locks = new KeyedLock();
  const rows: Rows = {
    get: (key) => keyv.get<string>(key),
    set: async (key, text) => {
      if (!(await keyv.set(key, text))) throw new Error('the store refused');
    },
  };
  return {
    alone: true,
    deliveries: deliveriesHere(),
    hold: (key, work) => locks.run(key, () => work(rows)),
    ping: async () => {
      await keyv.get('ping');
    },
    advice: async () => [],
    close: async () => {
      await locks.idle();
      await keyv.disconnect();
    },
  };
}

/** Keyv as the backend of one process: in memory, or over a file that nobody else can write. */

import Keyv, { type KeyvStoreAdapter } from 'keyv';
import type { Backend } from './backend.ts';
import { deliveriesHere } from './deliveries.ts';
import { KeyedLock } from './keyed-lock.ts';
import { idOf, keysByPage, rangeOf, readable, rowsOver } from './rows.ts';
import { type Table, tableIn } from './table.ts';

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

/** @param store a Map, or a table that Keyv stores in, held by this process alone */
export function keyvBackend(store: (KeyvStoreAdapter & Table) | Map<string, string>): Backend {
  const keyv = textKeyv(store);
  const table = store instanceof Map ? tableIn(store) : store;
  const locks = new KeyedLock();
  const rows = rowsOver({
    get: (key) => keyv.get<string>(key),
    // Keyv writes several rows one after another, of which a crash may leave the first.
    write: async (changes) => {
      const [[key, text] = []] = changes;
      if (changes.size > 1 || key === undefined || text === null) return table.write(changes);
      if (!(await keyv.set(key, text))) throw new Error('the store refused');
    },
  });
  return {
    alone: true,
    deliveries: deliveriesHere(),
    hold: (key, work) => locks.run(key, () => work(rows)),
    read: (keys) =>
      readable(async () => {
        const texts = await keyv.getMany<string>([...keys]);
        return new Map(keys.flatMap((key, at) => (texts[at] === undefined ? [] : [[key, texts[at]]])));
      }),
    list: (collection, after, limit) =>
      readable(async () => {
        const { from, end } = rangeOf(collection, after);
        const found = await table.range(from, end, limit);
        return found.map(([key, text]) => [idOf(collection, key), text]);
      }),
    keys: (kind) => keysByPage(kind, (...range) => readable(() => table.keys(...range))),
    now: async () => new Date(),
    health: () => table.health(),
    advice: async () => table.advice(),
    close: async () => {
      await locks.idle();
      await keyv.disconnect();
    },
  };
}

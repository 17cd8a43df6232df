/** Which key the store's records are sealed with, and whether all of them are: a row of its own, under the same key. */

import { z } from 'zod';
import type { Backend } from '../store/backend.ts';
import { StoreStartError } from '../store/errors.ts';
import { RECORDS } from './keys.ts';
import type { LedgerKey } from './ledger-key.ts';
import { sealed, unsealed } from './seal.ts';

export const SEALING = 'ledger-key';

/** There while all records are being sealed with another key. */
const RESEALING = 'ledger-key-next';

const sealingSchema = z.strictObject({
  schema: z.literal(1),
  /** The key's id. */
  key: z.string(),
  /** True once no row of a version before is left. */
  done: z.boolean(),
});

type Sealing = z.infer<typeof sealingSchema>;

const parsed = (text: string): Sealing | undefined => {
  try {
    return z.object(sealingSchema.shape).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** The id of the key that this store's records are sealed with; undefined where none are. */
export async function keyIdOf(backend: Backend): Promise<string | undefined> {
  const text = (await backend.read([SEALING])).get(SEALING);
  return text === undefined ? undefined : parsed(text)?.key;
}

const textOf = (key: LedgerKey, done: boolean): string =>
  sealed(JSON.stringify({ schema: 1, key: key.id, done } satisfies Sealing), key);

/** True where any record is sealed already: then nobody may begin to seal once more. */
async function hasSealed(backend: Backend): Promise<boolean> {
  for await (const keys of backend.keys(RECORDS)) {
    for (const text of (await backend.read(keys)).values()) if (/,"seal":"[^"]*"\}$/.test(text)) return true;
  }
  return false;
}

/**
 * Says at the first start which key seals this store.
 * @throws {StoreStartError} where it is another one
 */
export async function claimSealing(backend: Backend, key: LedgerKey): Promise<void> {
  const stored = await backend.read([SEALING, RESEALING]);
  if (stored.has(RESEALING)) {
    throw new StoreStartError(
      'The ledgers of this store were being sealed with another key, and that was not finished. Run npm run doctor -- reseal --yes again: it goes on where it was.',
    );
  }
  const found = stored.get(SEALING);
  const done = found === undefined && (await hasSealed(backend));
  const text = await backend.hold(SEALING, async (rows) => {
    const before = await rows.get(SEALING);
    if (before !== undefined) return before;
    const after = textOf(key, done);
    await rows.set(SEALING, after);
    return after;
  });
  const row = parsed(text);
  if (row?.key === key.id && unsealed(text, key)?.holds) return;
  throw new StoreStartError(
    row && row.key !== key.id
      ? `The ledgers in this store are sealed with the key ${row.key}, and LEDGER_KEY gives ${key.id}. Set LEDGER_KEY to the one of before, or put its file ledger.key back beside the data. If it is lost for ever, npm run doctor -- reseal checks every chain and seals it with the new one.`
      : 'The row ledger-key of this store is not what this program wrote: the database was changed outside it. Restore a backup; if there is none, npm run doctor -- reseal checks every chain and seals it anew.',
  );
}

export async function areAllSealed(backend: Backend, key: LedgerKey): Promise<boolean> {
  const text = (await backend.read([SEALING])).get(SEALING);
  // Without the row nobody can tell: it is written before anything else.
  if (text === undefined) return false;
  return !unsealed(text, key)?.holds || parsed(text)?.done === true;
}

export const noteAllSealed = (backend: Backend, key: LedgerKey): Promise<void> =>
  backend.hold(SEALING, (rows) => rows.set(SEALING, textOf(key, true)));

/** True where all of this store is sealed with this very key: another look would only cover up what was changed since. */
export async function isSealedWith(backend: Backend, key: LedgerKey): Promise<boolean> {
  const stored = await backend.read([SEALING, RESEALING]);
  const text = stored.get(SEALING) ?? '';
  return !stored.has(RESEALING) && parsed(text)?.key === key.id && unsealed(text, key)?.holds === true;
}

export const beginResealing = (backend: Backend, key: LedgerKey): Promise<void> =>
  backend.hold(SEALING, (rows) => rows.set(RESEALING, textOf(key, false)));

export const endResealing = (backend: Backend, key: LedgerKey): Promise<void> =>
  backend.hold(SEALING, (rows) =>
    rows.write(
      new Map([
        [SEALING, textOf(key, true)],
        [RESEALING, null],
      ]),
    ),
  );

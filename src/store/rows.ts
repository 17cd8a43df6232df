/** What every store does with its rows alike: where a collection's keys lie, and how a failure is told. */

import type { Changes, Rows } from './backend.ts';
import { NotSavedError, UnreadableError } from './errors.ts';

/** Keys of a collection after an id: more than `from`, less than `end`. `0` is the sign that follows `/`. */
export const rangeOf = (collection: string, after = ''): { readonly from: string; readonly end: string } => ({
  from: `${collection}/${after}`,
  end: `${collection}0`,
});

/** Keys that are read with one query. */
const KEYS_AT_ONCE = 1_000;

/** Page by page, each after the last key of the one before it. `;` is the sign that follows `:`. */
export async function* keysByPage(
  kind: string,
  page: (from: string, end: string, limit: number) => Promise<readonly string[]>,
): AsyncGenerator<readonly string[]> {
  for (let after: string | undefined = `${kind}:`; after !== undefined; ) {
    const keys: readonly string[] = await page(after, `${kind};`, KEYS_AT_ONCE);
    if (keys.length > 0) yield keys;
    after = keys.at(-1);
  }
}

export const idOf = (collection: string, key: string): string => key.slice(collection.length + 1);

/** @throws {UnreadableError} for whatever the reading throws */
export async function readable<T>(reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    throw new UnreadableError('the store did not answer', { cause: error });
  }
}

/** Rows over what a store does itself, all or nothing. */
export function rowsOver(store: {
  get(key: string): Promise<string | undefined>;
  write(changes: Changes): Promise<void>;
}): Rows {
  const write = async (changes: Changes): Promise<void> => {
    if (changes.size === 0) return;
    try {
      await store.write(changes);
    } catch (error) {
      throw new NotSavedError('the rows were not stored', { cause: error });
    }
  };
  return {
    get: (key) => readable(() => store.get(key)),
    write,
    set: (key, text) => write(new Map([[key, text]])),
  };
}

/** Where one process keeps its rows: what Keyv reads and writes one by one, with verbs that Keyv does not have. */

import type { Changes } from './backend.ts';
import type { Advice } from './errors.ts';

export interface Table {
  /** All or nothing. */
  write(changes: Changes): Promise<void>;
  /** Rows with a key more than `from` and less than `end`, in order, at most so many of them. */
  range(
    from: string,
    end: string,
    limit?: number,
  ): Promise<readonly (readonly [key: string, text: string])[]>;
  /** Keys alone, in the same range and order, of those without a `/`. */
  keys(from: string, end: string, limit: number): Promise<readonly string[]>;
  /** As a backend's. */
  health(): Promise<string>;
  advice(): readonly Advice[];
}

const byKey = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

/** Whole because nothing else runs between two rows. */
export const tableIn = (map: Map<string, string>): Table => ({
  write: async (changes) => {
    for (const [key, text] of changes) {
      if (text === null) map.delete(key);
      else map.set(key, text);
    }
  },
  range: async (from, end, limit) =>
    [...map]
      .filter(([key]) => key > from && key < end)
      .sort(byKey)
      .slice(0, limit),
  keys: async (from, end, limit) =>
    [...map.keys()]
      .filter((key) => key > from && key < end && !key.includes('/'))
      .sort()
      .slice(0, limit),
  health: async () => 'ok',
  advice: () => [],
});

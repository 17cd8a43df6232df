/** A backend that tells every key it is asked for or given, and may fail at a write of the test's choice. */

import type { Backend, Changes, Rows } from '../../../src/store/backend.ts';

export interface Watching {
  /** A row was read, listed, held or written, or a collection was listed (as `collection/`). */
  readonly onKey?: (key: string, how: 'read' | 'listed' | 'held' | 'written', text?: string | null) => void;
  /** Before each write: throws where it is to fail. */
  readonly onWrite?: (changes: Changes) => void;
  /** After each write that was made: throws where nobody is to learn of it. */
  readonly onWritten?: (changes: Changes) => void;
}

/** @param now the store’s own clock */
export function watched(backend: Backend, now: () => Date, watching: Watching = {}): Backend {
  const { onKey = () => undefined, onWrite = () => undefined, onWritten = () => undefined } = watching;
  const rowsOf = (rows: Rows): Rows => {
    const write = async (changes: Changes): Promise<void> => {
      onWrite(changes);
      await rows.write(changes);
      for (const [key, text] of changes) onKey(key, 'written', text);
      onWritten(changes);
    };
    return {
      async get(key) {
        onKey(key, 'read');
        return rows.get(key);
      },
      write,
      set: (key, text) => write(new Map([[key, text]])),
    };
  };
  return {
    ...backend,
    now: async () => now(),
    hold(key, work) {
      onKey(key, 'held');
      return backend.hold(key, (rows) => work(rowsOf(rows)));
    },
    async read(keys) {
      for (const key of keys) onKey(key, 'read');
      return backend.read(keys);
    },
    async list(collection, after, limit) {
      onKey(`${collection}/`, 'listed');
      const members = await backend.list(collection, after, limit);
      for (const [id] of members) onKey(`${collection}/${id}`, 'listed');
      return members;
    },
  };
}

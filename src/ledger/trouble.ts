/** A stored record that can't be gone on with: what is wrong with it, and which decisions of it stand all the same. */

import { link } from './chain.ts';
import type { LedgerKey } from './ledger-key.ts';
import { type Entry, entrySchema, type StudentRecord } from './record.ts';
import { entryText } from './seal.ts';

export interface Trouble {
  /** The row's key. */
  readonly key: string;
  /**
   * `newer`: of a version to come. `damaged`: no record can be read from it. `changed`: what is there is not what was
   * written. `missing`: there was one.
   */
  readonly kind: 'newer' | 'damaged' | 'changed' | 'missing';
  /** What is wrong, to follow “Your record does not hold: ”. */
  readonly reason: string;
  /** Decisions that prove themselves, in the order in which they were found. */
  readonly stands: readonly Entry[];
  /** As far as it can be read at all. */
  readonly record?: StudentRecord;
}

/** A summary is written with each record and deleted with it: one alone says that a record was there. */
export const missing = (key: string): Trouble => ({
  key,
  kind: 'missing',
  reason: 'there was one, and it is gone',
  stands: [],
});

/** What is noted for the course's staff. */
export const troubleNote = ({ kind, reason }: Trouble): string => JSON.stringify({ schema: 1, kind, reason });

/** The objects in a text that look like an entry: their braces match, and no string in them is cut. */
function* objects(text: string): Generator<unknown> {
  for (const { index } of text.matchAll(/\{"at":"/g)) {
    let depth = 0;
    let quoted = false;
    for (let at = index; at < text.length; at += 1) {
      const sign = text[at];
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = !quoted;
      else if (!quoted && sign === '{') depth += 1;
      else if (!quoted && sign === '}') depth -= 1;
      if (depth > 0) continue;
      try {
        yield JSON.parse(text.slice(index, at + 1));
      } catch {
        // No entry then.
      }
      break;
    }
  }
}

/** True where the entry is, sign for sign, what was written of this student in this lab. */
export const provesItself = (
  of: Pick<StudentRecord, 'lab' | 'student'>,
  entry: Entry,
  key: LedgerKey,
): boolean => entry.mac !== undefined && key.isMac(entryText(of, entry), entry.mac);

/** Entries in a damaged text that are, sign for sign, what was written. */
export function salvaged(
  text: string,
  of: Pick<StudentRecord, 'lab' | 'student'>,
  key: LedgerKey,
): readonly Entry[] {
  const entries: Entry[] = [];
  for (const found of objects(text)) {
    const { data } = entrySchema.safeParse(found);
    if (data && provesItself(of, data, key)) entries.push(data);
  }
  return entries;
}

/** Entries of a record that does not hold which do: under the key's code, or else chained to the one before. */
export const standing = (record: StudentRecord, key: LedgerKey): readonly Entry[] =>
  record.decisions.filter((entry, index) =>
    entry.mac === undefined
      ? index > 0 && link(record.decisions[index - 1]?.hash ?? '', entry) === entry.hash
      : provesItself(record, entry, key),
  );

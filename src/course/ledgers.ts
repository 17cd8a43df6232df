/** The ledgers of a class as they are stored, checked whole: which hold, and what is wrong with those that do not. */

import { setImmediate } from 'node:timers/promises';
import type { LabPack } from '../labs/lab.ts';
import { progressKey, recordKey, studentKey, troubleKey, troubles } from '../ledger/keys.ts';
import { RecordReader } from '../ledger/reader.ts';
import type { StudentRecord } from '../ledger/record.ts';
import { missing, type Trouble, troubleNote } from '../ledger/trouble.ts';
import type { CourseStore } from './course-store.ts';

/** Records that are read together and checked without a pause, some milliseconds: turns wait no longer. */
const AT_ONCE = 20;

/** Notes that are looked at: a list of more says nothing more, and each costs a record. */
const MOST_NOTES = 60;

/** The record, or what is wrong with it; `text` as it is stored. Absent where there is none, and was none. */
export type Ledger =
  | { readonly record: StudentRecord }
  | { readonly trouble: Trouble; readonly text: string | undefined };

export interface Troubled {
  readonly student: string;
  readonly lab: string;
  readonly trouble: Trouble;
}

/** @param rows of {@link ledgerKeys} */
export async function ledgerIn(
  rows: ReadonlyMap<string, string>,
  student: string,
  lab: string,
  reader: RecordReader,
): Promise<Ledger | undefined> {
  const key = recordKey(lab, student);
  const text = rows.get(key);
  if (text === undefined) {
    if (!rows.has(progressKey(lab, student))) return undefined;
    return { trouble: missing(key), text };
  }
  const reading = await reader.read(text, lab, student);
  return 'trouble' in reading ? { trouble: reading.trouble, text } : { record: reading.record };
}

/** Both rows of a record. */
export const ledgerKeys = (student: string, lab: string): readonly string[] => [
  recordKey(lab, student),
  progressKey(lab, student),
];

export const readerOf = (store: CourseStore, packs: readonly LabPack[]): RecordReader =>
  new RecordReader(store.backend, packs, store.key);

/** @throws {UnreadableError} */
export async function ledgersOf(
  store: CourseStore,
  packs: readonly LabPack[],
  of: readonly { readonly student: string; readonly lab: string }[],
): Promise<readonly (Ledger | undefined)[]> {
  const reader = readerOf(store, packs);
  const found: (Ledger | undefined)[] = [];
  for (let from = 0; from < of.length; from += AT_ONCE) {
    const some = of.slice(from, from + AT_ONCE);
    const rows = await store.backend.read(some.flatMap(({ student, lab }) => ledgerKeys(student, lab)));
    for (const { student, lab } of some) found.push(await ledgerIn(rows, student, lab, reader));
    await setImmediate();
  }
  return found;
}

/** The student’s key and the lab, of a note’s id. */
function idOf(id: string): { readonly student: string; readonly lab: string } {
  const at = id.lastIndexOf(':');
  return { student: id.slice(0, at), lab: id.slice(at + 1) };
}

/**
 * The ledgers of the course that were met and do not hold, as they are now: a note may be older than what put it right. One
 * list where there are none.
 */
export async function troubledIn(
  store: CourseStore,
  packs: readonly LabPack[],
  course: string,
): Promise<readonly Troubled[]> {
  const notes = await store.backend.list(troubles(course), undefined, MOST_NOTES);
  const noted = notes.map(([id]) => idOf(id)).filter(({ lab }) => packs.some(({ id }) => id === lab));
  const ledgers = await ledgersOf(store, packs, noted);
  return noted.flatMap((of, index) => {
    const ledger = ledgers[index];
    return ledger && 'trouble' in ledger ? [{ ...of, trouble: ledger.trouble }] : [];
  });
}

/** Notes for the course’s staff what was met. */
export async function noteTrouble(
  { backend }: CourseStore,
  { student, lab, trouble }: Troubled,
): Promise<void> {
  const key = troubleKey(lab, student);
  const note = troubleNote(trouble);
  if ((await backend.read([key])).get(key) === note) return;
  await backend.hold(studentKey(student), (rows) => rows.set(key, note));
}

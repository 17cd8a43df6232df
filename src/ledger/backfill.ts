/** Records of versions before, sealed and summed up for the class: once, and again by whoever asks. */

import type { LabPack } from '../labs/lab.ts';
import type { Backend } from '../store/backend.ts';
import { progressKey, RECORDS, studentKey } from './keys.ts';
import type { LedgerKey } from './ledger-key.ts';
import { RecordReader } from './reader.ts';
import { recordText } from './record-json.ts';
import { noteAllSealed } from './sealing.ts';
import { SUMMARY_FORM, summaryOf, summaryText } from './summary.ts';

/** Holds the form of summaries in which every record has had one. */
export const BACKFILLED = 'migrated:progress';

/** Records that are read together and looked at without a pause, a few milliseconds: turns wait no longer. */
const AT_ONCE = 20;

/** How many records were looked at: of labs there are, each at least once. */
export interface Rebuilt {
  readonly records: number;
  /** Summaries that were missing, or not what their record says. */
  readonly written: number;
  /** They do not hold, and are left as they are. */
  readonly unreadable: number;
}

export interface RecordRow {
  /** Absent where the course has the lab no more: its records are sealed like all, and not summed up. */
  readonly pack?: LabPack;
  readonly lab: string;
  readonly student: string;
  readonly key: string;
  readonly summaryKey: string;
}

/** Ids of labs hold no colon. */
export function rowOf(packs: readonly LabPack[], key: string): RecordRow | undefined {
  const [, lab, student] = /^[^:]+:([^:]+):(.+)$/.exec(key) ?? [];
  if (lab === undefined || student === undefined) return undefined;
  const pack = packs.find(({ id }) => id === lab);
  return { lab, student, key, summaryKey: progressKey(lab, student), ...(pack && { pack }) };
}

/** What a record's two rows should be: sealed, and summed up. Undefined where it does not hold. */
async function rowsFrom(
  text: string,
  { pack, lab, student, key, summaryKey }: RecordRow,
  reader: RecordReader,
): Promise<ReadonlyMap<string, string> | undefined> {
  const reading = await reader.read(text, lab, student);
  if ('trouble' in reading) return undefined;
  const { record } = reading;
  return new Map([
    [key, reading.unsealed ? recordText(record, reader.key) : text],
    ...(pack ? [[summaryKey, summaryText(summaryOf(record, pack), summaryKey, reader.key)] as const] : []),
  ]);
}

/** Reads again what others may have changed since, and writes while nobody can. True where it had to be written. */
function put(backend: Backend, row: RecordRow, reader: RecordReader): Promise<boolean> {
  return backend.hold(studentKey(row.student), async (rows) => {
    const text = await rows.get(row.key);
    const should = text === undefined ? undefined : await rowsFrom(text, row, reader);
    if (!should) return false;
    const changes = new Map<string, string>();
    for (const [key, value] of should) if ((await rows.get(key)) !== value) changes.set(key, value);
    await rows.write(changes);
    return changes.size > 0;
  });
}

/**
 * Writes each record under the ledger's seal where a version before wrote it, and its summary where it is not what the
 * record says. May end anywhere and be run again, also by several processes at once, while students go on.
 * @throws {UnreadableError} or NotSavedError when the store fails; the signal's reason when it is aborted
 */
export async function rebuildSummaries(
  backend: Backend,
  packs: readonly LabPack[],
  ledgerKey: LedgerKey,
  signal?: AbortSignal,
): Promise<Rebuilt> {
  const reader = new RecordReader(backend, packs, ledgerKey);
  const counts = { records: 0, written: 0, unreadable: 0 };
  for await (const keys of backend.keys(RECORDS)) {
    const found = keys.flatMap((key) => rowOf(packs, key) ?? []);
    for (let from = 0; from < found.length; from += AT_ONCE) {
      const some = found.slice(from, from + AT_ONCE);
      const texts = await backend.read(some.flatMap(({ key, summaryKey }) => [key, summaryKey]));
      for (const row of some) {
        signal?.throwIfAborted();
        const text = texts.get(row.key);
        if (text === undefined) continue;
        counts.records += 1;
        const should = await rowsFrom(text, row, reader);
        if (!should) counts.unreadable += 1;
        else if ([...should].some(([key, value]) => texts.get(key) !== value))
          counts.written += (await put(backend, row, reader)) ? 1 : 0;
      }
    }
  }
  return counts;
}

/** The same, once for each form that summaries have had: undefined where that was done before. */
export async function backfill(
  backend: Backend,
  packs: readonly LabPack[],
  ledgerKey: LedgerKey,
  signal?: AbortSignal,
): Promise<Rebuilt | undefined> {
  const form = String(SUMMARY_FORM);
  if ((await backend.read([BACKFILLED])).get(BACKFILLED) === form) return undefined;
  const rebuilt = await rebuildSummaries(backend, packs, ledgerKey, signal);
  await noteAllSealed(backend, ledgerKey);
  await backend.hold(BACKFILLED, (rows) => rows.set(BACKFILLED, form));
  return rebuilt;
}

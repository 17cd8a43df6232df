/** Summaries for the class of records that were written before there were any: made once, and again by whoever asks. */

import type { LabPack } from '../labs/lab.ts';
import type { Backend } from '../store/backend.ts';
import { progressKey, RECORDS, recordKey, studentKey } from './keys.ts';
import type { ActOf } from './record.ts';
import { readRecord } from './record-json.ts';
import { actOfPacks } from './record-store.ts';
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
  /** Left as they are, without a summary: their students' next turn sets them aside. */
  readonly unreadable: number;
}

interface RecordRow {
  readonly pack: LabPack;
  readonly student: string;
  readonly key: string;
  readonly summaryKey: string;
}

/** Undefined for a lab that the course has no more. */
function rowOf(packs: readonly LabPack[], key: string): RecordRow | undefined {
  const pack = packs.find(({ id }) => key.startsWith(recordKey(id, '')));
  if (!pack) return undefined;
  const student = key.slice(recordKey(pack.id, '').length);
  return { pack, student, key, summaryKey: progressKey(pack.id, student) };
}

/** The summary as it should be stored; undefined where the record can't be read. */
function summaryFrom(text: string, { pack, student }: RecordRow, actOf: ActOf): string | undefined {
  const result = readRecord(text, pack.id, student, actOf);
  return 'record' in result ? summaryText(summaryOf(result.record, pack)) : undefined;
}

/** Reads again what others may have changed since, and writes while nobody can. True where it had to be written. */
function put(backend: Backend, row: RecordRow, actOf: ActOf): Promise<boolean> {
  return backend.hold(studentKey(row.student), async (rows) => {
    const text = await rows.get(row.key);
    const summary = text === undefined ? undefined : summaryFrom(text, row, actOf);
    if (summary === undefined || (await rows.get(row.summaryKey)) === summary) return false;
    await rows.set(row.summaryKey, summary);
    return true;
  });
}

/**
 * Writes the summary of each record where it is not what the record says. May end anywhere and be run again, also by
 * several processes at once, while students go on.
 * @throws {UnreadableError} or NotSavedError when the store fails; the signal's reason when it is aborted
 */
export async function rebuildSummaries(
  backend: Backend,
  packs: readonly LabPack[],
  signal?: AbortSignal,
): Promise<Rebuilt> {
  const actOf = actOfPacks(packs);
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
        const summary = summaryFrom(text, row, actOf);
        if (summary === undefined) counts.unreadable += 1;
        else if (texts.get(row.summaryKey) !== summary && (await put(backend, row, actOf)))
          counts.written += 1;
      }
    }
  }
  return counts;
}

/** The same, once for each form that summaries have had: undefined where that was done before. */
export async function backfill(
  backend: Backend,
  packs: readonly LabPack[],
  signal?: AbortSignal,
): Promise<Rebuilt | undefined> {
  const form = String(SUMMARY_FORM);
  if ((await backend.read([BACKFILLED])).get(BACKFILLED) === form) return undefined;
  const rebuilt = await rebuildSummaries(backend, packs, signal);
  await backend.hold(BACKFILLED, (rows) => rows.set(BACKFILLED, form));
  return rebuilt;
}

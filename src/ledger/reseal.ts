/**
 * All records under another key, where the one that sealed them is lost for ever. What only the lost key could prove is not
 * proven any more: a record is taken as it is where its chain holds. Receipts and checkpoints of before still show another one.
 */

import type { LabPack } from '../labs/lab.ts';
import type { Backend } from '../store/backend.ts';
import { type RecordRow, rowOf } from './backfill.ts';
import { verify } from './chain.ts';
import { RECORDS, studentKey, troubleKey } from './keys.ts';
import type { LedgerKey } from './ledger-key.ts';
import { actOfPacks } from './reader.ts';
import { recordSchema, type StudentRecord } from './record.ts';
import { type ActOf, lifted } from './record-before.ts';
import { recordText } from './record-json.ts';
import { bodyOf } from './seal.ts';
import { beginResealing, endResealing } from './sealing.ts';
import { summaryOf, summaryText } from './summary.ts';

/** Records that are read together. */
const AT_ONCE = 20;

export interface Resealed {
  readonly records: number;
  /** Written now; or with `undefined` as the key, those that would be. The rest was under this key already. */
  readonly sealed: number;
  /** Their chain does not hold: they are left as they are. */
  readonly broken: number;
}

/** The record in a text, whoever sealed it, if it is theirs and its chain holds. */
function chained(text: string, { lab, student }: RecordRow, actOf: ActOf): StudentRecord | undefined {
  let json: unknown;
  try {
    json = JSON.parse(bodyOf(text));
  } catch {
    return undefined;
  }
  const record = recordSchema.safeParse(json).data ?? lifted(json, actOf);
  return record?.lab === lab && record.student === student && verify(record).intact ? record : undefined;
}

const withoutMacs = (record: StudentRecord): StudentRecord => ({
  ...record,
  decisions: record.decisions.map(({ mac: _, ...entry }) => entry),
});

function rowsUnder(key: LedgerKey, row: RecordRow, record: StudentRecord): ReadonlyMap<string, string> {
  const { pack, key: recordKey, summaryKey } = row;
  return new Map([
    [recordKey, recordText(withoutMacs(record), key)],
    ...(pack ? [[summaryKey, summaryText(summaryOf(record, pack), summaryKey, key)] as const] : []),
  ]);
}

/** Looked at again while nobody else can write it. True where it had to be written. */
function put(backend: Backend, row: RecordRow, key: LedgerKey, actOf: ActOf): Promise<boolean> {
  return backend.hold(studentKey(row.student), async (rows) => {
    const text = await rows.get(row.key);
    const record = text === undefined ? undefined : chained(text, row, actOf);
    if (!record) return false;
    const changes = new Map<string, string | null>();
    for (const [each, value] of rowsUnder(key, row, record))
      if ((await rows.get(each)) !== value) changes.set(each, value);
    if (changes.size === 0) return false;
    await rows.write(changes.set(troubleKey(row.lab, row.student), null));
    return true;
  });
}

async function eachRecord(
  backend: Backend,
  packs: readonly LabPack[],
  look: (row: RecordRow, text: string) => Promise<void>,
): Promise<void> {
  for await (const keys of backend.keys(RECORDS)) {
    const found = keys.flatMap((key) => rowOf(packs, key) ?? []);
    for (let from = 0; from < found.length; from += AT_ONCE) {
      const some = found.slice(from, from + AT_ONCE);
      const texts = await backend.read(some.map(({ key }) => key));
      for (const row of some) {
        const text = texts.get(row.key);
        if (text !== undefined) await look(row, text);
      }
    }
  }
}

/**
 * The lab may not run meanwhile, anywhere. May end anywhere and be run again, with this key or another: until it was through
 * the lab does not start.
 * @param key undefined only counts
 * @throws {UnreadableError} or NotSavedError when the store fails
 */
export async function reseal(
  backend: Backend,
  packs: readonly LabPack[],
  key: LedgerKey | undefined,
): Promise<Resealed> {
  const actOf = actOfPacks(packs);
  const counts = { records: 0, sealed: 0, broken: 0 };
  if (key) await beginResealing(backend, key);
  await eachRecord(backend, packs, async (row, text) => {
    counts.records += 1;
    if (!chained(text, row, actOf)) counts.broken += 1;
    else if (!key || (await put(backend, row, key, actOf))) counts.sealed += 1;
  });
  if (key) await endResealing(backend, key);
  return counts;
}

/** A record's stored text, read and checked: or what is wrong with it, in words that a student can read. */

import { type Break, verify } from './chain.ts';
import { recordKey } from './keys.ts';
import type { LedgerKey } from './ledger-key.ts';
import { recordSchema, SCHEMA_VERSION, type StudentRecord } from './record.ts';
import { type ActOf, lifted } from './record-before.ts';
import { sealed, unsealed, withMacs } from './seal.ts';
import { salvaged, standing, type Trouble } from './trouble.ts';

export type Reading =
  | {
      readonly record: StudentRecord;
      /** As a version before wrote it, under no seal. */
      readonly unsealed?: true;
    }
  | { readonly trouble: Trouble };

const versionOf = (json: unknown): unknown =>
  typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;

const brokenWords = (broken: Break): string =>
  'decision' in broken
    ? `decision ${broken.decision} is not what was written at the time`
    : 'its runs and their counts are not what was written';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Checked whole: its seal, its form, whose it is, and each link of its chain. */
export function readRecord(
  text: string,
  { lab, student, actOf }: { readonly lab: string; readonly student: string; readonly actOf: ActOf },
  key: LedgerKey,
): Reading {
  const trouble = (kind: Trouble['kind'], reason: string, record?: StudentRecord): Reading => ({
    trouble: {
      key: recordKey(lab, student),
      kind,
      reason,
      stands: record ? standing(record, key) : salvaged(text, { lab, student }, key),
      ...(record && { record }),
    },
  });
  const seal = unsealed(text, key);
  const json = parsed(seal?.body ?? text);
  const version = versionOf(json);
  // Under a seal that is not ours it is no other version's, but a row in which the number was changed.
  if (typeof version === 'number' && version > SCHEMA_VERSION && seal?.holds !== false) {
    return trouble(
      'newer',
      `it was written by a newer version of this program (schema ${version}, this one reads ${SCHEMA_VERSION})`,
    );
  }
  if (json === undefined) return trouble('damaged', 'it is damaged or cut short');
  const now = recordSchema.safeParse(json).data;
  const record = now ?? lifted(json, actOf);
  if (!record) return trouble('damaged', 'it is not in the form that this program writes');
  if (record.student !== student || record.lab !== lab)
    return trouble('changed', 'it belongs to somebody else or to another lab');
  const check = verify(record);
  if (!check.intact) return trouble('changed', brokenWords(check.broken), record);
  if (now && !seal?.holds) return trouble('changed', 'it was changed outside this program', record);
  return now ? { record } : { record, unsealed: true };
}

/** The text as it is stored: with a code on each entry, and one over all. */
export function recordText(record: StudentRecord, key: LedgerKey): string {
  return sealed(JSON.stringify(withMacs(record, key)), key);
}

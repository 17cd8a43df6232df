/** Stored rows under the ledger's key: a code at the end of the text, over everything before it. */

import { canonical } from './hashing.ts';
import type { LedgerKey } from './ledger-key.ts';
import type { Entry, StudentRecord } from './record.ts';

const SEAL = /,"seal":"([\w-]{22})"\}$/;

/** The code over one entry and whose it is, so that it proves itself alone. */
export const entryText = (
  { lab, student }: Pick<StudentRecord, 'lab' | 'student'>,
  { mac: _, ...entry }: Entry,
): string => JSON.stringify(['entry', lab, student, canonical(entry)]);

/** The record with a code on each entry that has none. */
export function withMacs(record: StudentRecord, key: LedgerKey): StudentRecord {
  if (record.decisions.every(({ mac }) => mac !== undefined)) return record;
  return {
    ...record,
    decisions: record.decisions.map((entry) =>
      entry.mac === undefined ? { ...entry, mac: key.mac(entryText(record, entry)) } : entry,
    ),
  };
}

/** @param body JSON text of an object that is not empty */
export const sealed = (body: string, key: LedgerKey): string =>
  `${body.slice(0, -1)},"seal":"${key.mac(body)}"}`;

/** The text without its seal, whoever's it is. */
export const bodyOf = (text: string): string => text.replace(SEAL, '}');

/** The text without its seal, and whether that is the key's own; undefined where there is none. */
export function unsealed(
  text: string,
  key: LedgerKey,
): { readonly body: string; readonly holds: boolean } | undefined {
  const match = SEAL.exec(text);
  if (!match?.[1]) return undefined;
  const body = `${text.slice(0, match.index)}}`;
  return { body, holds: key.isMac(body, match[1]) };
}

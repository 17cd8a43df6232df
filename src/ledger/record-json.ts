/** A record's stored text, read: or the reason why it is none, in words that a student can read. */

import { type ActOf, parseRecord, SCHEMA_VERSION, type StudentRecord } from './record.ts';

export type ReadResult = { readonly record: StudentRecord } | { readonly unusable: string };

const versionOf = (json: unknown): unknown =>
  typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;

export function readRecord(text: string, lab: string, student: string, actOf: ActOf): ReadResult {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { unusable: 'it is damaged or cut short' };
  }
  const version = versionOf(json);
  if (typeof version === 'number' && version > SCHEMA_VERSION) {
    return {
      unusable: `it was written by a newer version of this program (schema ${version}, this one reads ${SCHEMA_VERSION})`,
    };
  }
  const record = parseRecord(json, actOf);
  if (!record) return { unusable: 'it is not in the form that this program writes' };
  if (record.student !== student || record.lab !== lab) {
    return { unusable: 'it belongs to somebody else or to another lab' };
  }
  return { record };
}

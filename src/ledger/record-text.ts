/** A record as JSON text, and back: or the reason why it is none, in words that a student can read. */

import { recordSchema, SCHEMA_VERSION, type StudentRecord } from './record.ts';

export type ReadResult = { readonly record: StudentRecord } | { readonly unusable: string };

/** Entries never change once written, so their text is made once; it is most of a record, and of a turn's time. */
const entryTexts = new WeakMap<object, string>();

function entryText(entry: object): string {
  let text = entryTexts.get(entry);
  if (text === undefined) {
    text = JSON.stringify(entry);
    entryTexts.set(entry, text);
  }
  return text;
}

function listText(entries: readonly object[]): string {
  let text = '';
  for (const entry of entries) text += `${text === '' ? '[' : ','}${entryText(entry)}`;
  return text === '' ? '[]' : `${text}]`;
}

/** The same JSON as `JSON.stringify` gives, up to the order of keys. */
export function writeRecord({ decisions, explorations, ...rest }: StudentRecord): string {
  return `${JSON.stringify(rest).slice(0, -1)},"decisions":${listText(decisions)},"explorations":${listText(explorations)}}`;
}

const versionOf = (json: unknown): unknown =>
  typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;

export function readRecord(text: string, lab: string, student: string): ReadResult {
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
  const parsed = recordSchema.safeParse(json);
  if (!parsed.success) return { unusable: 'it is not in the form that this program writes' };
  if (parsed.data.student !== student || parsed.data.lab !== lab) {
    return { unusable: 'it belongs to somebody else or to another lab' };
  }
  return { record: parsed.data };
}

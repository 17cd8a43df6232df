/** A record as JSON text, and back: or the reason why it is none, in words that a student can read. */

import { recordSchema, SCHEMA_VERSION, type StudentRecord } from './record.ts';

export type ReadResult = { readonly record: StudentRecord } | { readonly unusable: string };

/**
 * Where an entry keeps its own text: entries never change once written, and they are most of a record and of a turn's
 * time. Not enumerable, so that no copy, comparison or file sees it; in a WeakMap every garbage collection would walk it.
 */
const TEXT = Symbol('the JSON text of this entry');

function entryText(entry: object & { readonly [TEXT]?: string }): string {
  const known = entry[TEXT];
  if (known !== undefined) return known;
  const text = JSON.stringify(entry);
  Object.defineProperty(entry, TEXT, { value: text });
  return text;
}

/** The same JSON as `JSON.stringify` gives, up to the order of keys. */
export function writeRecord({ decisions, explorations, ...rest }: StudentRecord): string {
  const [decided, explored] = [decisions, explorations].map((entries) => entries.map(entryText).join(','));
  return `${JSON.stringify(rest).slice(0, -1)},"decisions":[${decided}],"explorations":[${explored}]}`;
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

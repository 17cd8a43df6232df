/** A record as JSON text, and back: or the reason why it is none, in words that a student can read. */

import { recordSchema, SCHEMA_VERSION, type StudentRecord } from './record.ts';

export type ReadResult = { readonly record: StudentRecord } | { readonly unusable: string };

/**
 * Where a list of entries keeps its own text. Entries never change once written, and they are most of a record and of a
 * turn's time. Not enumerable, so that no copy, comparison or file sees it; in a WeakMap every garbage collection would
 * walk it. A record that was read again has no such text yet: over a shared store it is made anew each turn.
 */
const TEXT = Symbol('the JSON text of these entries');

type Entries<E> = readonly E[] & { readonly [TEXT]?: string };

function withText<E>(entries: E[], text: string): E[] {
  return Object.defineProperty(entries, TEXT, { value: text });
}

/** Without the brackets around it. */
const textOf = (entries: Entries<object>): string =>
  entries[TEXT] ?? entries.map((entry) => JSON.stringify(entry)).join(',');

/** The list with one more entry, and its text with it. */
export function appended<E extends object>(entries: Entries<E>, entry: E): E[] {
  const text = JSON.stringify(entry);
  return withText([...entries, entry], entries.length === 0 ? text : `${textOf(entries)},${text}`);
}

/** The list without its first entry, and its text with it. */
export function shifted<E extends object>(entries: Entries<E>): E[] {
  const first = JSON.stringify(entries[0]);
  return withText(entries.slice(1), textOf(entries).slice(first.length + 1));
}

/** True when an entry has this value in this field: one look through the text, where the entries lie all over the memory. */
export const someHas = <E extends object>(
  entries: Entries<E>,
  field: keyof E & string,
  value: string,
): boolean => textOf(entries).includes(`${JSON.stringify(field)}:${JSON.stringify(value)}`);

/** The same JSON as `JSON.stringify` gives, up to the order of keys. */
export const writeRecord = ({ decisions, explorations, ...rest }: StudentRecord): string =>
  `${JSON.stringify(rest).slice(0, -1)},"decisions":[${textOf(decisions)}],"explorations":[${textOf(explorations)}]}`;

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

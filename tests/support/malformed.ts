/** Malformed JSON, made from what is well formed: one part of it at a time is left out, or is something else. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What is put in, as it is written in JSON. */
type Other = readonly [name: string, json: string];

/** Stands in every text that is put in, so that it can be seen where such a text comes out. */
export const MARK = 'Marked-Content-4711';

/** Deeper than JavaScript's own JSON goes when it writes. */
const DEEP = 10_000;
const deep = (text: string): string => `${'['.repeat(DEEP)}${text}${']'.repeat(DEEP)}`;

/** In the place of anything. */
const ANYTHING: readonly Other[] = [
  ['null', 'null'],
  ['a number', '4711.5'],
  ['a text', `"${MARK}"`],
  ['a list', `["${MARK}",null]`],
  ['an object', `{"${MARK}":null}`],
  ['true', 'true'],
  ['nothing in it', '""'],
];

/** These are long, so that they stand in the place of texts alone. */
const IN_PLACE_OF_TEXT: readonly Other[] = [
  ['a very long text', `"${MARK.repeat(20_000)}"`],
  ['a deep nest', deep(`"${MARK}"`)],
  ['a text with signs', `"\\u0000\\ud800/../?#${MARK}"`],
  ['digits without end', `"${'9'.repeat(400)}"`],
  ['a negative number', '"-1"'],
];

const IN_PLACE_OF_NUMBER: readonly Other[] = [
  ['a number beyond all', '1e300'],
  ['a negative number', '-1'],
  ['an unknown number', '99'],
];

function* placesIn(value: Json, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) yield* placesIn(part, [...path, key]);
}

/** Stands where something else is put in. */
const HERE = 'put in here';

/** @param to undefined leaves the part out */
function changed(value: Json, [key, ...rest]: readonly string[], to: string | undefined): Json {
  if (key === undefined) return to ?? null;
  const parts = Object.entries(value ?? {}).flatMap(([name, part]): [string, Json][] => {
    if (name !== key) return [[name, part]];
    return rest.length === 0 && to === undefined ? [] : [[name, changed(part, rest, to)]];
  });
  return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

const at = (value: Json, path: readonly string[]): Json =>
  path.reduce((part: Json, key) => (part as { readonly [key: string]: Json })[key] ?? null, value);

export interface Malformed {
  /** What was done to it: `d.member.user = null`. */
  readonly name: string;
  readonly text: string;
}

/** Every part of it, left out or replaced by each thing that it is not. */
export function* malformedFrom(text: string): Generator<Malformed> {
  const whole: Json = JSON.parse(text);
  for (const path of placesIn(whole)) {
    const there = at(whole, path);
    const name = path.join('.');
    yield { name: `${name} left out`, text: JSON.stringify(changed(whole, path, undefined)) };
    const others = [
      ...ANYTHING,
      ...(typeof there === 'string' ? IN_PLACE_OF_TEXT : []),
      ...(typeof there === 'number' ? IN_PLACE_OF_NUMBER : []),
    ];
    const [before, after] = JSON.stringify(changed(whole, path, HERE)).split(JSON.stringify(HERE));
    for (const [what, json] of others) yield { name: `${name} = ${what}`, text: `${before}${json}${after}` };
  }
}

/** Texts that are no such thing at all. */
export const NOT_EVEN: readonly Malformed[] = [
  'null',
  'true',
  '4711',
  `"${MARK}"`,
  '[]',
  '[null]',
  '{}',
  '',
  `{"${MARK}`,
  '{"__proto__":null}',
  '['.repeat(DEEP),
  deep(''),
].map((text) => ({ name: `the text ${text.slice(0, 12)}`, text }));

/** So many of them, spread evenly: the same in every run. */
export function spread<T>(all: readonly T[], count: number): readonly T[] {
  if (all.length <= count) return all;
  return Array.from({ length: count }, (_, n) => all[Math.floor((n * all.length) / count)] as T);
}

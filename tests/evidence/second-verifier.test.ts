/** A verifier in another language, written from the document alone, says the same: of what is good, and of what is not. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Evidence, evidenceSchema } from '../../src/evidence/evidence.ts';
import { verifyEvidence } from '../../src/evidence/verify.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { actOfPacks } from '../../src/ledger/reader.ts';
import type { StudentRecord } from '../../src/ledger/record.ts';
import { readRecord } from '../../src/ledger/record-json.ts';
import { TEST_KEY } from '../support/key.ts';
import {
  begun,
  checkpointOver,
  classmates,
  fileOf,
  hours,
  inclusionOf,
  inTwo,
  locked,
  ran,
  recordsAfter,
  walk,
} from './making.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('SKIPPED: no python3, so the second verifier was not run.');

/** What it finds in each. */
function second(texts: readonly string[]): readonly (readonly string[])[] {
  const { stdout, stderr } = spawnSync('python3', ['tests/evidence/second_verifier.py'], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}

const isGenuine = (text: string): boolean => verifyEvidence(text, { publicKey: TEST_KEY.publicKey }).genuine;

const old = (fixture: string): readonly string[] =>
  (JSON.parse(readFileSync(`tests/fixtures/${fixture}.json`, 'utf8')) as { row: StudentRecord }[]).map(
    ({ row }) => {
      const of = { student: row.student, lab: row.lab, actOf: actOfPacks(PACKS) };
      const read = readRecord(JSON.stringify(row), of, TEST_KEY);
      if (!('record' in read)) throw new Error(read.trouble.reason);
      return fileOf(read.record, { at: new Date('2030-01-01') });
    },
  );

/** More runs than are kept, with numbers that languages write differently, and signs beyond the first plane. */
function manyRuns(): string {
  let record = locked(begun(), hours(1), 'Ω 🜁 "\\\u007f');
  const numbers = [0.1, 1e21, 1e-7, 0.000001, 1.5e-5, 123456789012, 2 ** 53, 3.3333333333333335, -0.25];
  for (let n = 0; n < 45; n++)
    record = ran(record, hours(2 + n / 10), numbers[n % numbers.length] ?? 0, {
      act: `act${n % 12}`,
      prior: { z: n % 2 === 0, é: 'ö', Z: 1 },
    });
  const { inclusions } = checkpointOver([record, ...classmates(6, hours(0))], { at: hours(20) });
  return fileOf(record, { inclusions: [inclusionOf(inclusions, record)] });
}

/** Paths to everything in it that is under a hash other than the signature's. */
function* hashedPlaces(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<readonly (string | number)[]> {
  const [first, , third] = path;
  if (['name', 'exportedAt', 'publicKey', 'signature'].includes(String(first))) return;
  if (first === 'lab' && path.length > 1 && path[1] !== 'id') return;
  if (
    first === 'checkpoints' &&
    third === 'checkpoint' &&
    !['root', 'course'].includes(String(path[3] ?? 'root'))
  )
    return;
  if (typeof value !== 'object' || value === null) yield path;
  else
    for (const [key, inner] of Object.entries(value))
      yield* hashedPlaces(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

const changedValue = (value: unknown): unknown => {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  const text = String(value);
  return /^[0-9a-f]+$/.test(text)
    ? `${text.startsWith('0') ? '1' : '0'}${text.slice(1)}`
    : text.replace(/\d(?=\D*$)|$/, (digit) => (digit === '' ? 'x' : String((Number(digit) + 1) % 10)));
};

const put = (value: unknown, [key, ...rest]: readonly (string | number)[]): unknown => {
  if (key === undefined) return changedValue(value);
  const inner = (value as Record<string | number, unknown>)[key];
  return Array.isArray(value)
    ? value.with(Number(key), put(inner, rest))
    : { ...(value as object), [key]: put(inner, rest) };
};

describe.skipIf(!hasPython)('the second verifier', () => {
  it('finds nothing in good files: of both labs, of older versions, with dropped runs and odd numbers', async () => {
    const walked = await Promise.all(fc.sample(walk, 25).map((lines) => recordsAfter(lines)));
    const texts = [
      readFileSync('tests/fixtures/evidence-1.json', 'utf8'),
      inTwo().text,
      manyRuns(),
      ...walked
        .flat()
        .map((record) =>
          fileOf(record, { inclusions: checkpointOver([record], { at: hours(48) }).inclusions }),
        ),
      ...old('schema-1'),
      ...old('schema-2'),
    ];
    expect(texts.filter((text) => !isGenuine(text))).toEqual([]);
    expect(
      second(texts)
        .map((found, index) => [index, ...found])
        .filter(({ length }) => length > 1),
    ).toEqual([]);
  });

  it('finds every change of what is under a hash, one value at a time, as ours does', () => {
    const { text } = inTwo();
    const file: Evidence = evidenceSchema.parse(JSON.parse(text));
    const places = [...hashedPlaces(file)];
    const texts = places.map((path) => JSON.stringify(put(file, path)));
    expect(places.length).toBeGreaterThan(50);
    const found = second(texts);
    for (const [index, path] of places.entries()) {
      expect(found[index]?.length, path.join('.')).toBeGreaterThan(0);
      expect(isGenuine(texts[index] ?? ''), path.join('.')).toBe(false);
    }
  });

  it('finds what was taken out, put in or moved, as ours does', () => {
    const file = evidenceSchema.parse(JSON.parse(inTwo().text));
    const { decisions, runs, checkpoints } = file;
    const lists = { decisions, runs, checkpoints } as const;
    const texts = Object.entries(lists).flatMap(([name, list]) =>
      list.flatMap((each: unknown, index: number) => {
        const all: readonly unknown[] = list;
        const others = [
          all.toSpliced(index, 1),
          all.toSpliced(index, 0, each),
          all.toSpliced(index, 2, ...all.slice(index, index + 2).reverse()),
        ];
        return name === 'checkpoints'
          ? []
          : others
              .slice(0, index + 1 < all.length ? 3 : 2)
              .map((other) => JSON.stringify({ ...file, [name]: other }));
      }),
    );
    const found = second(texts);
    for (const [index, text] of texts.entries()) {
      expect(found[index]?.length, String(index)).toBeGreaterThan(0);
      expect(isGenuine(text)).toBe(false);
    }
  });
});

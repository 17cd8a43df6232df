/** Whoever changes a ledger behind the program's back is found out by somebody: the table of docs/evidence.md. */

import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Found,
  type Ground,
  ground,
  NOTHING,
  SUMMARY_EDITED,
  TAMPERINGS,
  tampered,
} from './tampering.ts';

const DOCUMENT = 'docs/evidence.md';
const [FROM, TO] = ['<!-- tamper -->', '<!-- /tamper -->'];

const COLUMNS = ['student', 'teacher', 'verifier', 'checkpoint'] as const satisfies readonly (keyof Found)[];
const found = new Map<string, Found>();
let base: Ground;
let untouched: string;
beforeAll(async () => {
  base = await ground();
});
afterAll(() => base.close());

describe('a class whose ledgers nobody changed', () => {
  it('is found fault with by nobody', async () => {
    const { found: nobody, looked } = await tampered(base, { change: async () => undefined });
    expect(nobody).toEqual(Object.fromEntries(COLUMNS.map((column) => [column, NOTHING])));
    untouched = looked;
  });

  it('is shown as it is, whatever a summary was made to say', async () => {
    const { found: nobody, looked } = await tampered(base, SUMMARY_EDITED);
    expect(nobody).toEqual(Object.fromEntries(COLUMNS.map((column) => [column, NOTHING])));
    expect(looked).toBe(untouched);
  });
});

describe.each(TAMPERINGS.map((tampering) => [tampering.name, tampering] as const))(
  'where %s',
  (name, tampering) => {
    it('somebody says so', async () => {
      const { found: who } = await tampered(base, tampering);
      found.set(name, who);
      expect(COLUMNS.filter((column) => who[column] !== NOTHING)).not.toEqual([]);
    });
  },
);

describe('the document', () => {
  it('says who finds what', () => {
    const table = [
      [
        'Somebody who has',
        'does this',
        'the student',
        'a teacher with an old receipt',
        'the verifier',
        'an old checkpoint’s post',
      ],
      Array(COLUMNS.length + 2).fill('---'),
      ...TAMPERINGS.map(({ who, name }) => [
        who,
        name,
        ...COLUMNS.map((column) => found.get(name)?.[column] ?? ''),
      ]),
    ]
      .map((row) => `| ${row.join(' | ')} |`)
      .join('\n');
    const text = readFileSync(DOCUMENT, 'utf8');
    const [start, end] = [text.indexOf(FROM), text.indexOf(TO)];
    expect(end).toBeGreaterThan(start);
    const made = `${text.slice(0, start + FROM.length)}\n${table}\n${text.slice(end)}`;
    if (process.env.DOCS) writeFileSync(DOCUMENT, made);
    expect(readFileSync(DOCUMENT, 'utf8'), 'run: DOCS=1 npx vitest run tests/evidence/tamper.test.ts').toBe(
      made,
    );
  });
});

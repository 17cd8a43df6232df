/** What is read of rows without the key's code: of a version before, as long as not every row was sealed. */

import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { PACKS } from '../../src/labs/catalogue.ts';
import { RecordReader } from '../../src/ledger/reader.ts';
import { recordText } from '../../src/ledger/record-json.ts';
import { noteAllSealed } from '../../src/ledger/sealing.ts';
import type { Backend } from '../../src/store/backend.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { TEST_KEY } from '../support/key.ts';
import { LAB, recordOf } from './records.ts';

const ADA = 'test:one:ada';
const [OLD] = JSON.parse(readFileSync('tests/fixtures/schema-2.json', 'utf8')) as readonly {
  readonly lab: string;
  readonly row: { readonly student: string };
}[];

let backend: Backend;
let reader: RecordReader;
beforeEach(() => {
  backend = keyvBackend(new Map());
  reader = new RecordReader(backend, PACKS, TEST_KEY);
});

describe('a row of the version before', () => {
  const read = () => reader.read(JSON.stringify(OLD?.row), OLD?.lab ?? '', OLD?.row.student ?? '');

  it('is a record while not all are sealed, and is none of ours after that', async () => {
    expect(await read()).toMatchObject({ unsealed: true });
    await noteAllSealed(backend, TEST_KEY);
    expect(await read()).toMatchObject({ trouble: { kind: 'changed', stands: [] } });
  });
});

describe('a row that somebody made up with hashes that fit', () => {
  /** As whoever has the database and no key can make it. */
  const forged = (): string => {
    const { decisions, ...record } = recordOf(ADA);
    return JSON.stringify({ ...record, decisions: decisions.map(({ mac: _, ...entry }) => entry) });
  };

  it('is no record, and nothing in it stands', async () => {
    await noteAllSealed(backend, TEST_KEY);
    for (const text of [forged(), `${forged().slice(0, -1)},"seal":"${'A'.repeat(22)}"}`])
      expect(await reader.read(text, LAB, ADA)).toMatchObject({ trouble: { kind: 'changed', stands: [] } });
    expect(await reader.read(recordText(recordOf(ADA), TEST_KEY), LAB, ADA)).toHaveProperty('record');
  });
});

/** A store whose key is lost: every chain that holds is sealed with another, wherever it ends in between, and no other. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PACKS } from '../../src/labs/catalogue.ts';
import { progressKey, recordKey, troubleKey } from '../../src/ledger/keys.ts';
import { ledgerKey } from '../../src/ledger/ledger-key.ts';
import { actOfPacks } from '../../src/ledger/reader.ts';
import { readRecord } from '../../src/ledger/record-json.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { reseal } from '../../src/ledger/reseal.ts';
import { claimSealing, isSealedWith, SEALING } from '../../src/ledger/sealing.ts';
import { summaryIn, summaryOf } from '../../src/ledger/summary.ts';
import type { Backend } from '../../src/store/backend.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { bundle, run } from '../support/child.ts';
import { TEST_KEY } from '../support/key.ts';
import { openTestLab } from '../support/lab.ts';
import { saveTo } from '../support/stores.ts';
import { LAB, recordOf } from './records.ts';

const NEXT_SECRET = '5eed'.repeat(16);
const NEXT = ledgerKey(NEXT_SECRET);
const student = (user: string): string => `test:course:${user}`;
const key = (user: string): string => recordKey(LAB, student(user));
const pack = PACKS.find(({ id }) => id === LAB) as (typeof PACKS)[number];

const reading = (rows: ReadonlyMap<string, string>, user: string, by = NEXT) =>
  readRecord(rows.get(key(user)) ?? '', { lab: LAB, student: student(user), actOf: actOfPacks(PACKS) }, by);

let rows: Map<string, string>;
let backend: Backend;
/** Two have played, one's record was cut, and one's is of a lab that is no more. */
beforeEach(async () => {
  rows = new Map();
  backend = keyvBackend(rows);
  await claimSealing(backend, TEST_KEY);
  const lab = await openTestLab({ store: new RecordStore(backend, PACKS, { key: TEST_KEY }) });
  for (const user of ['ada', 'ben', 'cut']) {
    for (const line of ['/predict lab quadratic', '/predict A', '/seq 64k']) await lab.say(user, line);
  }
  rows.set(key('cut'), rows.get(key('cut'))?.slice(0, -40) ?? '');
  rows.set(troubleKey(LAB, student('ben')), '{"schema":1,"kind":"changed","reason":"once"}');
  await saveTo(new RecordStore(backend, PACKS, { key: TEST_KEY }), recordOf(student('ada'), 'no-such-lab'));
});

describe('another key', () => {
  it('seals every record and summary whose chain holds, and leaves what does not', async () => {
    const before = new Map(rows);
    expect(await reseal(backend, PACKS, undefined)).toEqual({ records: 4, sealed: 3, broken: 1 });
    expect(rows, 'which are only counted without it').toEqual(before);

    expect(await reseal(backend, PACKS, NEXT)).toEqual({ records: 4, sealed: 3, broken: 1 });
    for (const user of ['ada', 'ben']) {
      const [was, is] = [reading(before, user, TEST_KEY), reading(rows, user)];
      if (!('record' in was) || !('record' in is)) throw new Error(`${user}’s does not hold`);
      const hashes = [was, is].map(({ record }) => record.decisions.map(({ hash }) => hash));
      expect(hashes[1]).toEqual(hashes[0]);
      const row = progressKey(LAB, student(user));
      expect(summaryIn(rows.get(row) ?? '', row, NEXT)).toEqual(summaryOf(is.record, pack));
    }
    expect(rows.get(key('cut'))).toBe(before.get(key('cut')));
    expect(rows.has(troubleKey(LAB, student('ben')))).toBe(false);
    await claimSealing(backend, NEXT);
    await expect(claimSealing(backend, TEST_KEY)).rejects.toThrow(NEXT.id);
    expect(await isSealedWith(backend, NEXT)).toBe(true);
    const after = new Map(rows);
    expect(await reseal(backend, PACKS, NEXT)).toEqual({ records: 4, sealed: 0, broken: 1 });
    expect(rows).toEqual(after);
  });

  it('takes none whose chain was changed, though a seal of its own was put to it', async () => {
    const { seal: _, ...json } = JSON.parse(rows.get(key('ada')) ?? '');
    json.decisions[0].decision.option = 'exponential';
    rows.set(key('ada'), JSON.stringify(json));
    expect(await reseal(backend, PACKS, NEXT)).toMatchObject({ sealed: 2, broken: 2 });
    expect(reading(rows, 'ada')).toHaveProperty('trouble');
  });

  it('may end at any write: until it was through the lab does not start, and then all is as at once', async () => {
    const whole = new Map(rows);
    await reseal(keyvBackend(whole), PACKS, NEXT);
    const ground = new Map(rows);
    // Three records, that it began, and that it is through.
    for (let fail = 1; fail <= 5; fail++) {
      const cut = new Map(ground);
      const inner = keyvBackend(cut);
      let count = 0;
      const failing = async (write: () => Promise<void>): Promise<void> => {
        count += 1;
        if (count >= fail) throw new Error('ended');
        await write();
      };
      const ending: Backend = {
        ...inner,
        hold: (held, work) =>
          inner.hold(held, (at) =>
            work({
              ...at,
              set: (row, text) => failing(() => at.set(row, text)),
              write: (changes) => failing(() => at.write(changes)),
            }),
          ),
      };
      await expect(reseal(ending, PACKS, NEXT)).rejects.toThrow('ended');
      if (fail > 1)
        for (const by of [TEST_KEY, NEXT])
          await expect(claimSealing(inner, by), String(fail)).rejects.toThrow('not finished');
      expect(await isSealedWith(inner, NEXT)).toBe(false);
      await reseal(inner, PACKS, NEXT);
      expect(cut).toEqual(whole);
      // The key of before, where it was found after all.
      await reseal(inner, PACKS, TEST_KEY);
      expect(reading(cut, 'ada', TEST_KEY)).toHaveProperty('record');
      await claimSealing(inner, TEST_KEY);
    }
  });

  it('puts right the row that says which key it is, whoever wrote it', async () => {
    rows.set(SEALING, '{"schema":1,"key":"0123456789abcdef","done":false}');
    await expect(claimSealing(backend, TEST_KEY)).rejects.toThrow('0123456789abcdef');
    await reseal(backend, PACKS, TEST_KEY);
    await claimSealing(backend, TEST_KEY);
    expect(await isSealedWith(backend, TEST_KEY)).toBe(true);
  });
});

describe('npm run doctor -- reseal', () => {
  let folder: string;
  let program: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reseal-'));
    program = await bundle('adapters/doctor-main.ts');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const told = async (args: readonly string[], secret: string): Promise<string> => {
    const url = `sqlite://${join(folder, 'lab.sqlite')}`;
    const child = run(program, ['reseal', ...args], { STORE_URL: url, LEDGER_KEY: secret }, folder);
    await child.ended;
    return child.lines.join('\n') + child.errors();
  };

  it('says what it would do, does it with --yes, and covers up nothing once it was done', async () => {
    const file = await openBackend(`sqlite://${join(folder, 'lab.sqlite')}`);
    await file.hold('fill', (held) => held.write(rows));
    await file.close();
    expect(await told([], NEXT_SECRET)).toMatch(
      /would be sealed with another key: 3\..*stay as they are: 1\.\nNothing was changed/,
    );
    expect(await told(['--yes'], NEXT_SECRET)).toMatch(
      new RegExp(`^Sealed with the key ${NEXT.id}: 3 of 4 records\\. .*to decide: 1\\.`),
    );
    expect(await told(['--yes'], NEXT_SECRET)).toMatch(/sealed with this very key.*nothing was changed/);
  });
});

/** The contract of a ledger store, run against every implementation. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PACKS } from '../../src/labs/catalogue.ts';
import { verify } from '../../src/ledger/chain.ts';
import { recordKey } from '../../src/ledger/keys.ts';
import type { LedgerStore } from '../../src/ledger/ledger-store.ts';
import { recordText } from '../../src/ledger/record-json.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { sealed } from '../../src/ledger/seal.ts';
import { UnreadableError } from '../../src/store/errors.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { TEST_KEY } from '../support/key.ts';
import { openTestLab, wordsOf } from '../support/lab.ts';
import { SERVICES, type Service, type ServiceName, withService } from '../support/services.ts';
import { loadFrom, openTestStore, saveTo } from '../support/stores.ts';
import { LAB, recordOf } from './records.ts';

/** A row as the backend holds it, for looking and for damaging. */
interface Rows {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string): Promise<unknown>;
}

interface Opened {
  readonly store: LedgerStore;
  readonly rows: Rows;
  /** Whatever else was opened. */
  close(): Promise<unknown>;
}

type Open = () => Promise<Opened>;

const inMemory: Open = async () => {
  const map = new Map<string, string>();
  return {
    store: new RecordStore(keyvBackend(map), PACKS, { key: TEST_KEY }),
    rows: { get: async (key) => map.get(key), set: async (key, text) => map.set(key, text) },
    close: async () => undefined,
  };
};

const inSqlite: Open = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  const file = await openSqlite(join(folder, 'lab.sqlite'));
  return {
    store: new RecordStore(keyvBackend(file), PACKS, { key: TEST_KEY }),
    rows: {
      get: async (key) => (await file.get<string>(key)) as string | undefined,
      set: (key, text) => file.set(key, text),
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
};

const inRedis = async (url: string): Promise<Opened> => {
  const client = await createClient({ url }).connect();
  await client.flushAll();
  return {
    store: await openTestStore(url),
    rows: {
      get: async (key) => (await client.get(key)) ?? undefined,
      set: (key, text) => client.set(key, text),
    },
    close: () => client.close(),
  };
};

const inPostgres = async (url: string): Promise<Opened> => {
  const client = new pg.Client(url);
  await client.connect();
  const store = await openTestStore(url);
  await client.query('TRUNCATE lab_rows, lab_deliveries');
  return {
    store,
    rows: {
      get: async (key) =>
        (await client.query('SELECT value FROM lab_rows WHERE key = $1', [key])).rows[0]?.value,
      set: (key, text) =>
        client.query(
          'INSERT INTO lab_rows VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value',
          [key, text],
        ),
    },
    close: () => client.end(),
  };
};

/** What holds of a store, whatever is underneath. */
function contract(open: Open): void {
  let store: LedgerStore;
  let rows: Rows;
  let close: Opened['close'];
  beforeEach(async () => {
    ({ store, rows, close } = await open());
  });
  afterEach(async () => {
    await store.close();
    await close();
  });

  it('gives back what was saved, and nothing to anybody else', async () => {
    const record = recordOf('test:one:ada');
    await saveTo(store, record);
    expect(await loadFrom(store, 'test:one:ada')).toEqual({ record });
    expect(await loadFrom(store, 'test:two:ada')).toEqual({});
    expect(await loadFrom(store, 'test:one:ada', { lab: 'another-lab' })).toEqual({});
    expect(await rows.get(recordKey(LAB, 'test:one:ada'))).toBe(recordText(record, TEST_KEY));
  });

  const good = recordText(recordOf('test:one:ada'), TEST_KEY);
  it.each([
    ['corrupted', good.replace('"decisions"', '"d'), 'damaged'],
    ['truncated', good.slice(0, -40), 'damaged'],
    ['empty', '', 'damaged'],
    ['not a record', '[1,2,3]', 'not in the form'],
    ['missing a field', good.replace('"shown":[],', ''), 'not in the form'],
    [
      'written by a newer version',
      sealed(JSON.stringify({ ...recordOf('test:one:ada'), schema: 4, more: true }), TEST_KEY),
      'newer version',
    ],
    ['made to say that it is newer', good.replace('"schema":3', '"schema":4'), 'not in the form'],
    ['somebody else’s', recordText(recordOf('test:one:ben'), TEST_KEY), 'belongs to somebody else'],
    ['changed in one sign', good.replace('linear', 'linfar'), 'decision 1 is not what was written'],
    ['without its seal', JSON.stringify(recordOf('test:one:ada')), 'changed outside'],
  ])('records nothing on a row that is %s, leaves it as it is, and says so', async (_case, text, reason) => {
    const key = recordKey(LAB, 'test:one:ada');
    await rows.set(key, text);
    const { record, trouble } = await loadFrom(store, 'test:one:ada');
    expect(record).toBeUndefined();
    expect(trouble?.reason).toContain(reason);

    const lab = await openTestLab({ store });
    const own = recordKey(LAB, 'test:course:ada');
    await rows.set(own, text);
    for (const line of [
      '/lab quadratic',
      '/predict lab quadratic',
      '/predict A',
      '/seq 3000',
      '/ledger export',
    ]) {
      const reply = wordsOf(await lab.say('ada', line));
      expect(reply, line).toMatch(/does not hold|can’t read your ledger/);
      expect(await rows.get(own), line).toBe(text);
    }
  });

  it('runs one writer of a student at a time, in order, and others beside them', async () => {
    const seen: string[] = [];
    let otherCame: () => void = () => undefined;
    const other = new Promise<void>((resolve) => {
      otherCame = resolve;
    });
    const turn = (name: string, student: string, until: Promise<void> = Promise.resolve()) =>
      store.exclusive(student, async () => {
        seen.push(`${name} in`);
        await until;
        seen.push(`${name} out`);
      });
    const failing = store.exclusive('ada', () => Promise.reject(new Error('mine alone')));
    await Promise.all([
      expect(failing).rejects.toThrow('mine alone'),
      // Waits inside for somebody else's turn, so that it can only end if the two run side by side.
      turn('1', 'ada', other),
      turn('2', 'ada'),
      turn('3', 'ben').then(otherCame),
    ]);
    expect(seen.filter((each) => /^[12]/.test(each))).toEqual(['1 in', '1 out', '2 in', '2 out']);
  });

  it('stores what was accepted before it closes', async () => {
    const seen: string[] = [];
    const accepted = store
      .exclusive('test:one:ada', async (held) => {
        await new Promise((resolve) => setImmediate(resolve));
        await held.save(recordOf('test:one:ada'));
      })
      .then(() => seen.push('saved'));
    await Promise.all([accepted, store.close().then(() => seen.push('closed'))]);
    expect(seen).toEqual(['saved', 'closed']);
  });

  it('answers nothing more once it is closed, and says so', async () => {
    await store.close();
    await expect(store.exclusive('ada', async () => 1)).rejects.toBeInstanceOf(UnreadableError);
  });

  it('of 200 contradictory locks lets one stand, and 199 say which', async () => {
    const lab = await openTestLab({ store });
    await lab.say('ada', '/predict lab quadratic');
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_each, n) => lab.say('ada', `/predict ${'ABCD'[n % 4]}`)),
    );
    const words = replies.map((each) => wordsOf(each));
    const winners = words.filter((each) => each.startsWith('Locked: '));
    expect(winners).toHaveLength(1);
    const letter = winners[0]?.charAt('Locked: '.length);
    expect(words.filter((each) => each.includes(`You already locked ${letter} (`))).toHaveLength(199);
    const record = await lab.record('ada');
    expect(record.decisions).toHaveLength(1);
    expect(verify(record)).toEqual({ intact: true });
  });

  it('keeps what an earlier write of the same turn said, and nothing of a turn that failed after none', async () => {
    await store.exclusive('test:one:ada', async (held) => {
      await held.save(recordOf('test:one:ada'));
      expect(await held.load(LAB)).toEqual({ record: recordOf('test:one:ada') });
    });
    const failed = store.exclusive('test:one:ben', async (held) => {
      await held.load(LAB);
      throw new RangeError('mine');
    });
    await expect(failed).rejects.toThrow('mine');
    expect(await loadFrom(store, 'test:one:ada')).toEqual({ record: recordOf('test:one:ada') });
    expect(await loadFrom(store, 'test:one:ben')).toEqual({});
  });
}

describe('a ledger store in memory', () => contract(inMemory));
describe('a ledger store in SQLite', () => contract(inSqlite));
describe.each<[ServiceName, (url: string) => Promise<Opened>]>([
  ['Redis', inRedis],
  ['Postgres', inPostgres],
])('a ledger store in %s', (name, open) =>
  withService(name, () => {
    let service: Service;
    beforeAll(async () => {
      service = await SERVICES[name].start();
    });
    afterAll(() => service.stop());
    contract(() => open(service.url));
  }),
);

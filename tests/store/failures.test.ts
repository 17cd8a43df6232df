/** How each store fails at several rows: full and damaged files, a lost lock, a cut connection, and an index that is not used. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/store/backend.ts';
import { NotSavedError, UnreadableError } from '../../src/store/errors.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { KEYS, LIST, openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { SERVICES, type Service, withService } from '../support/services.ts';
import { HELD, openOnPostgres, openOnRedis, writeTo } from './open.ts';

const BEFORE = new Map([
  ['one', 'before'],
  ['c/a', 'before'],
]);
const CHANGES = new Map([
  ['one', 'after'],
  ['c/a', null],
  ['c/b', 'after'],
]);
const ROWS = [...BEFORE.keys(), ...CHANGES.keys()];

async function firstKeys({ keys }: Pick<Backend, 'keys'>): Promise<readonly string[]> {
  for await (const some of keys('o7')) return some;
  return [];
}

describe('a file', () => {
  let folder: string;
  let table: Awaited<ReturnType<typeof openSqlite>>;
  let backend: ReturnType<typeof keyvBackend>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-'));
    table = await openSqlite(join(folder, 'lab.sqlite'));
    backend = keyvBackend(table);
  });
  afterEach(async () => {
    await backend.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('that is full takes no row of a write of which the last is too long', async () => {
    await writeTo(backend, BEFORE);
    const [{ page_count }] = (await table.query('PRAGMA page_count')) as [{ page_count: number }];
    await table.query(`PRAGMA max_page_count=${page_count + 2}`);
    const long = new Map([...CHANGES, ['c/long', 'x'.repeat(100_000)]]);
    await expect(writeTo(backend, long)).rejects.toBeInstanceOf(NotSavedError);
    expect(await backend.read(ROWS)).toEqual(BEFORE);
    await writeTo(backend, CHANGES);
    expect(await backend.read(ROWS)).toEqual(
      new Map([
        ['one', 'after'],
        ['c/b', 'after'],
      ]),
    );
  });

  it('shows what is no text, and what is nothing, alike one by one, together and in a list', async () => {
    const bytes = Buffer.from('7b22ff7d', 'hex');
    await table.query(
      `INSERT INTO keyv (key, value) VALUES ('c/blob', x'7b22ff7d'), ('c/nothing', NULL), ('c/text', CAST(x'7b22ff7d' AS TEXT))`,
    );
    const shown = [
      ['blob', `base64:${bytes.toString('base64')}`],
      ['nothing', ''],
      ['text', `base64:${bytes.toString('base64')}`],
    ] as const;
    expect(await backend.list('c')).toEqual(shown);
    const keyed = new Map(shown.map(([id, text]) => [`c/${id}`, text]));
    expect(await backend.read([...keyed.keys()])).toEqual(keyed);
    for (const [key, text] of keyed) expect(await backend.hold(HELD, (rows) => rows.get(key))).toBe(text);
  });

  it('holds Keyv’s table and no trace of how several rows are written', async () => {
    await writeTo(backend, BEFORE);
    const schema = await table.query(
      `SELECT name FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name`,
    );
    expect(schema).toEqual([{ name: 'keyv' }, { name: 'keyv_owner' }]);
  });

  it('that can’t be read says so for every reading', async () => {
    await table.query('ALTER TABLE keyv RENAME TO elsewhere');
    await expect(backend.list('c')).rejects.toBeInstanceOf(UnreadableError);
    await expect(backend.read(['c/a'])).rejects.toBeInstanceOf(UnreadableError);
    await expect(backend.hold(HELD, (rows) => rows.get('c/a'))).rejects.toBeInstanceOf(UnreadableError);
    await expect(firstKeys(backend)).rejects.toBeInstanceOf(UnreadableError);
  });
});

withService('Redis', () =>
  describe('Redis', () => {
    let service: Service;
    beforeAll(async () => {
      service = await SERVICES.Redis.start();
    });
    afterAll(() => service.stop());

    it('takes no row of a write whose lock is gone, or another’s', async () => {
      const { backend, close } = await openOnRedis(service.url);
      const client = await createClient({ url: service.url }).connect();
      await writeTo(backend, BEFORE);
      for (const lose of [
        () => client.del(`lock:${HELD}`),
        () => client.set(`lock:${HELD}`, 'another', { expiration: { type: 'PX', value: 50 } }),
      ]) {
        const late = backend.hold(HELD, async (rows) => {
          await lose();
          await rows.write(CHANGES);
        });
        await expect(late).rejects.toBeInstanceOf(NotSavedError);
        expect(await backend.read(ROWS)).toEqual(BEFORE);
      }
      await client.close();
      await close();
    });

    it('that has something else where a collection should be, or is closed, says it can’t be read', async () => {
      const { backend, refuse, close } = await openOnRedis(service.url);
      await refuse('c/a');
      await expect(backend.list('c')).rejects.toBeInstanceOf(UnreadableError);
      await expect(backend.read(['one', 'c/a'])).rejects.toBeInstanceOf(UnreadableError);
      await close();
      await expect(firstKeys(backend)).rejects.toBeInstanceOf(UnreadableError);
      await expect(backend.now()).rejects.toBeInstanceOf(UnreadableError);
    });
  }),
);

withService('Postgres', () =>
  describe('Postgres', () => {
    let service: Service;
    let words: string;
    let store: Awaited<ReturnType<typeof openOnPostgres>>;
    beforeAll(async () => {
      service = await SERVICES.Postgres.start();
      words = new URL('/words', service.url).href;
    });
    beforeEach(async () => {
      store = await openOnPostgres(service.url);
    });
    afterAll(() => service.stop());
    const admin = async (query: string, values: unknown[] = []) => {
      const client = new pg.Client(words);
      await client.connect();
      return client.query(query, values).finally(() => client.end());
    };

    it('takes no row of a write whose connection is cut before its commit', async () => {
      await writeTo(store.backend, BEFORE);
      const cut = store.backend.hold(HELD, async (rows) => {
        await rows.write(CHANGES);
        await admin(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'`,
        );
      });
      await expect(cut).rejects.toBeInstanceOf(NotSavedError);
      expect(await store.backend.read(ROWS)).toEqual(BEFORE);
      await store.close();
    });

    it('finds a collection by an index, and says when it can’t', async () => {
      const { backend } = store;
      await admin(
        `INSERT INTO lab_rows SELECT 'o' || n % 100 || sign || n, 'x' FROM generate_series(1, 30000) n, (VALUES ('/'), (':')) signs (sign)`,
      );
      await admin('ANALYZE lab_rows');
      for (const [query, values] of [
        [LIST, ['o7/', 'o70', null]],
        [KEYS, ['o7:', 'o7;', 100]],
      ] as const) {
        const plan = await admin(`EXPLAIN (FORMAT JSON) ${query}`, [...values]);
        const text = JSON.stringify(plan.rows);
        expect(text).toContain('"Index Name":"lab_rows_c"');
        expect(text).not.toContain('Seq Scan');
      }
      expect(await backend.list('o7')).toHaveLength(300);
      expect(await firstKeys(backend)).toHaveLength(300);
      await admin('DROP TABLE lab_rows');
      await expect(backend.list('o7')).rejects.toBeInstanceOf(UnreadableError);
      await expect(backend.read(['o7/7'])).rejects.toBeInstanceOf(UnreadableError);
      await expect(firstKeys(backend)).rejects.toBeInstanceOf(UnreadableError);
      await store.close();
      await expect(backend.now()).rejects.toBeInstanceOf(UnreadableError);
    });

    it('is opened while a turn has written and goes on, as a second process would', async () => {
      await store.backend.hold(HELD, async (rows) => {
        await rows.write(BEFORE);
        const second = await openPostgres(words);
        await second.close();
      });
      await store.close();
    });
  }),
);

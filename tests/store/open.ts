/** Every kind of store, opened empty for a test, with ways to make it fail that are its own. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import pg from 'pg';
import type { Backend, Changes } from '../../src/store/backend.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { openSqlite } from '../../src/store/sqlite.ts';

export interface OpenedStore {
  readonly backend: Backend;
  /** Makes the store refuse this member of a collection that nothing else is in. */
  refuse(key: string): Promise<unknown>;
  close(): Promise<unknown>;
}

/** What is held matters to no store but Redis, which keeps a lock under this name. */
export const HELD = 'test';

export const writeTo = (backend: Backend, changes: Changes): Promise<void> =>
  backend.hold(HELD, (rows) => rows.write(changes));

/** Memory can't fail. */
export async function openMemory(): Promise<Omit<OpenedStore, 'refuse'>> {
  const backend = keyvBackend(new Map());
  return { backend, close: () => backend.close() };
}

export async function openFile(): Promise<OpenedStore> {
  const folder = await mkdtemp(join(tmpdir(), 'store-'));
  const table = await openSqlite(join(folder, 'lab.sqlite'));
  const backend = keyvBackend(table);
  return {
    backend,
    refuse: (key) =>
      table.query(`CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.keyv WHEN NEW.key = '${key}'
        BEGIN SELECT RAISE(ABORT, 'refused'); END`),
    close: async () => {
      await backend.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function openOnRedis(url: string): Promise<OpenedStore> {
  const client = await createClient({ url }).connect();
  await client.flushAll();
  const backend = await openBackend(url);
  return {
    backend,
    // A collection is a hash.
    refuse: (key) => client.set(key.slice(0, key.indexOf('/') + 1), 'no hash'),
    close: async () => {
      await backend.close();
      await client.close();
    },
  };
}

/** In a database that sorts as people do, `a` before `B`: what a collection's order must not depend on. */
export async function openOnPostgres(url: string): Promise<OpenedStore> {
  const server = new pg.Client(url);
  await server.connect();
  await server.query('DROP DATABASE IF EXISTS words WITH (FORCE)');
  await server.query(
    `CREATE DATABASE words TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C' ENCODING 'UTF8'`,
  );
  await server.end();
  const words = new URL('/words', url).href;
  const backend = await openBackend(words);
  const client = new pg.Client(words);
  await client.connect();
  return {
    backend,
    refuse: (key) => client.query(`ALTER TABLE lab_rows ADD CONSTRAINT refuse CHECK (key <> '${key}')`),
    close: async () => {
      await client.end();
      await backend.close();
    },
  };
}

/** A SQLite file as Keyv's backend: durable at every commit, and this process's alone. */

import { isUtf8 } from 'node:buffer';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import KeyvSqlite from '@keyv/sqlite';
import type { Changes } from './backend.ts';
import { StoreStartError } from './errors.ts';
import type { Table } from './table.ts';

/** How long to wait for another process that is just going away, in milliseconds. */
const BUSY_MS = 500;

/** `PRAGMA synchronous` of FULL. */
const SYNCHRONOUS_FULL = 2;

const asError = (error: unknown): Error & { code?: unknown } =>
  error instanceof Error ? error : new Error(String(error));

function explained(file: string, error: unknown): StoreStartError {
  const { code, message } = asError(error);
  if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED') {
    return new StoreStartError(
      `${file} is in use by another process. Stop that one first, or set STORE_URL to another file, for example sqlite://./data/second.sqlite.`,
    );
  }
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return new StoreStartError(
      `${file} is not a readable SQLite file (${message}). Move it away and restore a backup, or set STORE_URL to another file. Nothing was changed.`,
    );
  }
  return new StoreStartError(
    `${file} can’t be used (${message}). Check that its folder can be written to and that the disk has room, or set STORE_URL to another file.`,
  );
}

const OVERWRITE = 'ON CONFLICT (key) DO UPDATE SET value = excluded.value';

/**
 * Several rows in one statement, of which null deletes: a transaction of several would swallow what others write meanwhile
 * over Keyv's one connection. The view is this connection's, so that the file holds Keyv's table and no more.
 */
const CHANGES = [
  'CREATE TEMP VIEW changes AS SELECT key, value FROM main.keyv',
  `CREATE TEMP TRIGGER change INSTEAD OF INSERT ON changes BEGIN
    DELETE FROM keyv WHERE key = NEW.key AND NEW.value IS NULL;
    INSERT INTO keyv (key, value) SELECT NEW.key, NEW.value WHERE NEW.value IS NOT NULL
      ${OVERWRITE};
  END`,
];

interface StoredRow {
  readonly key: string;
  readonly bytes: Buffer | null;
}

/**
 * Whatever a row holds as text. Left to itself, Keyv takes a row that holds no text for no row, and SQLite's driver replaces
 * bytes that are not UTF-8: a damaged record would be lost. Such bytes come as base64, so that each one is kept.
 */
function textOf({ bytes }: StoredRow): string {
  if (bytes === null) return '';
  return isUtf8(bytes) ? bytes.toString('utf8') : `base64:${bytes.toString('base64')}`;
}

/** Keyv's table, read whole and written several rows at once. */
class SqliteTable extends KeyvSqlite implements Table {
  async #select(where: string, ...values: unknown[]): Promise<readonly StoredRow[]> {
    return this.query(`SELECT key, CAST(value AS BLOB) AS bytes FROM keyv WHERE ${where}`, ...values);
  }

  override async get<Value>(key: string): Promise<Value | undefined> {
    const [row] = await this.#select('key = ?', key);
    return row && (textOf(row) as Value);
  }

  override async getMany<Value>(keys: string[]): Promise<(Value | undefined)[]> {
    const rows = await this.#select('key IN (SELECT value FROM json_each(?))', JSON.stringify(keys));
    const texts = new Map(rows.map((row) => [row.key, textOf(row)]));
    return keys.map((key) => texts.get(key) as Value | undefined);
  }

  async write(changes: Changes): Promise<void> {
    const values = `(key, value) VALUES ${'(?, ?), '.repeat(changes.size - 1)}(?, ?)`;
    const deletes = [...changes.values()].includes(null);
    await this.query(
      // A record and its summary, as each turn writes them, need no detour.
      deletes ? `INSERT INTO changes ${values}` : `INSERT INTO keyv ${values} ${OVERWRITE}`,
      ...[...changes].flat(),
    );
  }

  async range(from: string, end: string, limit?: number): Promise<readonly (readonly [string, string])[]> {
    // SQLite takes a limit of -1 for none.
    const rows = await this.#select('key > ? AND key < ? ORDER BY key LIMIT ?', from, end, limit ?? -1);
    return rows.map((row) => [row.key, textOf(row)]);
  }

  /** From the index of the keys alone: no row is read. */
  async keys(from: string, end: string, limit: number): Promise<readonly string[]> {
    const rows: readonly Pick<StoredRow, 'key'>[] = await this.query(
      `SELECT key FROM keyv WHERE key > ? AND key < ? AND instr(key, '/') = 0 ORDER BY key LIMIT ?`,
      from,
      end,
      limit,
    );
    return rows.map(({ key }) => key);
  }
}

async function assertPragma(backend: KeyvSqlite, name: string, expected: string | number): Promise<void> {
  const [row] = (await backend.query(`PRAGMA ${name}`)) as [Record<string, unknown>?];
  const actual = row && Object.values(row)[0];
  if (actual !== expected) throw new Error(`${name} is ${String(actual)} instead of ${expected}`);
}

/**
 * Opens the file, makes every commit durable, and keeps every other process out until this one ends, however it ends:
 * the lock is SQLite's own, held by the operating system, so a killed process leaves nothing behind.
 * @throws {StoreStartError} when the file can't be opened, written or held alone
 */
export async function openSqlite(path: string): Promise<SqliteTable> {
  const file = resolve(path);
  let backend: SqliteTable | undefined;
  try {
    await mkdir(dirname(file), { recursive: true });
    backend = new SqliteTable({ uri: `sqlite://${file}`, busyTimeout: BUSY_MS });
    // Failures are thrown from the queries; without a listener the emitter would throw them elsewhere.
    backend.on('error', () => undefined);
    await backend.query('PRAGMA locking_mode=EXCLUSIVE');
    await backend.query('PRAGMA journal_mode=WAL');
    await backend.query('PRAGMA synchronous=FULL');
    await backend.query(`PRAGMA busy_timeout=${BUSY_MS}`);
    // An exclusive lock is taken by the first write, and kept.
    await backend.query('BEGIN IMMEDIATE');
    await backend.query('CREATE TABLE IF NOT EXISTS keyv_owner (held INTEGER)');
    await backend.query('COMMIT');
    for (const statement of CHANGES) await backend.query(statement);
    await assertPragma(backend, 'locking_mode', 'exclusive');
    await assertPragma(backend, 'journal_mode', 'wal');
    await assertPragma(backend, 'synchronous', SYNCHRONOUS_FULL);
    return backend;
  } catch (error) {
    await backend?.close().catch(() => undefined);
    throw explained(file, error);
  }
}

/** A SQLite file as Keyv's backend: durable at every commit, and this process's alone. */

import { isUtf8 } from 'node:buffer';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import KeyvSqlite from '@keyv/sqlite';
import { StoreStartError } from './errors.ts';

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

/**
 * Reads whatever a row holds as text. Left to itself, Keyv takes a row that holds no text for no row, and SQLite's driver
 * replaces bytes that are not UTF-8: a damaged record would be lost. Such bytes come as base64, so that each one is kept.
 */
class WholeRows extends KeyvSqlite {
  override async get<Value>(key: string): Promise<Value | undefined> {
    const rows = await this.query(
      `SELECT CAST(value AS BLOB) AS bytes FROM ${this.opts.table} WHERE key = ?`,
      key,
    );
    const [row] = rows as [{ bytes: Buffer | null }?];
    if (!row) return undefined;
    const bytes = row.bytes ?? Buffer.alloc(0);
    return (isUtf8(bytes) ? bytes.toString('utf8') : `base64:${bytes.toString('base64')}`) as Value;
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
export async function openSqlite(path: string): Promise<KeyvSqlite> {
  const file = resolve(path);
  let backend: KeyvSqlite | undefined;
  try {
    await mkdir(dirname(file), { recursive: true });
    backend = new WholeRows({ uri: `sqlite://${file}`, busyTimeout: BUSY_MS });
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
    await assertPragma(backend, 'locking_mode', 'exclusive');
    await assertPragma(backend, 'journal_mode', 'wal');
    await assertPragma(backend, 'synchronous', SYNCHRONOUS_FULL);
    return backend;
  } catch (error) {
    await backend?.close().catch(() => undefined);
    throw explained(file, error);
  }
}

/** A SQLite file as Keyv's backend: durable at every commit, this process's alone, and the one that it was before. */

import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type KeyvSqlite from '@keyv/sqlite';
import { type Advice, StoreStartError } from './errors.ts';
import { KEEPING, Keeper, type KeepingTimes, NOTE_KEY } from './sqlite-keeper.ts';
import { judge, markFileOf, type Note, noteOfRestored, readMark, readNote } from './sqlite-mark.ts';
import { anotherFile, damaged, emptied, explained, restoredWords } from './sqlite-refusals.ts';
import { CHANGES, SqliteTable } from './sqlite-table.ts';

/** How long to wait for another process that is just going away, in milliseconds. */
const BUSY_MS = 500;

/** `PRAGMA synchronous` of FULL. */
const SYNCHRONOUS_FULL = 2;

/** Of what is wrong with a damaged file, as many problems are looked for. */
const PROBLEMS = 3;

export interface SqliteOptions {
  /** Takes a file that is not the one that was here before, or went back. */
  readonly acceptRestored?: boolean;
  readonly now?: () => Date;
  readonly times?: KeepingTimes;
}

async function answersOf(backend: KeyvSqlite, pragma: string): Promise<readonly unknown[]> {
  const rows: readonly object[] = await backend.query(`PRAGMA ${pragma}`);
  return rows.map((row) => Object.values(row)[0]);
}

async function assertPragma(backend: KeyvSqlite, name: string, expected: string | number): Promise<void> {
  const [actual] = await answersOf(backend, name);
  if (actual !== expected) throw new Error(`${name} is ${String(actual)} instead of ${expected}`);
}

/** Undefined where there is no file. */
async function bytesOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    () => undefined,
  );
}

/** Makes every commit durable, and keeps every other process out. */
async function lock(backend: KeyvSqlite): Promise<void> {
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
}

/** Tables and indexes held against each other: about 0.1 s for 100 MB that the system has at hand. */
async function assertWhole(file: string, backend: KeyvSqlite): Promise<void> {
  const problems = await answersOf(backend, `integrity_check(${PROBLEMS})`);
  if (problems.join() !== 'ok') throw damaged(file, problems.map(String));
}

/** @throws {StoreStartError} where it is not the file that it was, unless that is accepted */
async function keep(
  file: string,
  table: SqliteTable,
  { acceptRestored = false, now = () => new Date(), times = KEEPING }: SqliteOptions,
): Promise<void> {
  const mark = await readMark(file);
  const known = mark === 'unreadable' ? undefined : mark;
  const text = await table.get<string>(NOTE_KEY);
  const found = text === undefined ? undefined : readNote(text);
  const verdict = judge(found, known);
  const advice: Advice[] = [];
  let note: Note | undefined = found;
  if (known && verdict !== 'goes on') {
    if (!acceptRestored) throw anotherFile(file, verdict, found, known);
    note = noteOfRestored(found, known, now());
  }
  if (note?.restored) advice.push({ urgent: false, message: restoredWords(file, note.restored) });
  if (mark === 'unreadable') {
    advice.push({
      urgent: true,
      message: `${markFileOf(file)} could not be read and was written anew: see that ${file} is the one that it was.`,
    });
  }
  const keeper = new Keeper({
    file,
    query: (statement, ...values) => table.query(statement, ...values),
    note,
    mark: known,
    now,
    times,
  });
  table.keptBy(keeper, advice);
  // At once, so that there is a mark from here on. A disk that is full is said by the health, and to who wants to write.
  const noted = keeper.note();
  await (acceptRestored ? noted : noted.catch(() => undefined));
}

/**
 * Opens the file, makes every commit durable, and keeps every other process out until this one ends, however it ends:
 * the lock is SQLite's own, held by the operating system, so a killed process leaves nothing behind.
 * @throws {StoreStartError} when the file can't be opened, written or held alone, is damaged, or is not the one that it was
 */
export async function openSqlite(path: string, options: SqliteOptions = {}): Promise<SqliteTable> {
  const file = resolve(path);
  let table: SqliteTable | undefined;
  try {
    const bytes = await bytesOf(file);
    if (bytes === 0) throw emptied(file);
    // Before one is made in its place.
    const mark = bytes === undefined && !options.acceptRestored ? await readMark(file) : undefined;
    if (mark && mark !== 'unreadable') throw anotherFile(file, 'is gone', undefined, mark);
    await mkdir(dirname(file), { recursive: true });
    table = new SqliteTable({ uri: `sqlite://${file}`, busyTimeout: BUSY_MS });
    // Failures are thrown from the queries; without a listener the emitter would throw them elsewhere.
    table.on('error', () => undefined);
    await lock(table);
    if (bytes !== undefined) await assertWhole(file, table);
    await keep(file, table, options);
    return table;
  } catch (error) {
    await table?.disconnect().catch(() => undefined);
    throw error instanceof StoreStartError ? error : explained(file, error);
  }
}

/**
 * Takes the file as it is from here on.
 * @returns what was accepted, in a sentence; undefined where there was nothing to accept
 * @throws {StoreStartError} as {@link openSqlite}
 */
export async function acceptRestored(path: string, now = new Date()): Promise<string | undefined> {
  const table = await openSqlite(path, { acceptRestored: true, now: () => now });
  const text = (await table.get<string>(NOTE_KEY)) ?? '';
  await table.disconnect();
  const restored = readNote(text)?.restored;
  return restored?.at === now.toISOString() ? restoredWords(resolve(path), restored) : undefined;
}

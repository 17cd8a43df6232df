/** Keyv's table in a SQLite file: rows read whole whatever they hold, several written as one, by range. */

import { isUtf8 } from 'node:buffer';
import KeyvSqlite from '@keyv/sqlite';
import type { Changes } from './backend.ts';
import type { Advice } from './errors.ts';
import type { Keeper } from './sqlite-keeper.ts';
import type { Table } from './table.ts';

const OVERWRITE = 'ON CONFLICT (key) DO UPDATE SET value = excluded.value';

/**
 * Several rows in one statement, of which null deletes: a transaction of several would swallow what others write meanwhile
 * over Keyv's one connection. The view is this connection's, so that the file holds Keyv's table and no more.
 */
export const CHANGES = [
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
export class SqliteTable extends KeyvSqlite implements Table {
  #keeper: Keeper | undefined;
  #advice: readonly Advice[] = [];

  /** From here on its writes are counted, and it is asked how it is. */
  keptBy(keeper: Keeper, advice: readonly Advice[]): void {
    this.#keeper = keeper;
    this.#advice = advice;
  }

  async health(): Promise<string> {
    return this.#keeper?.health() ?? 'ok';
  }

  advice(): readonly Advice[] {
    return this.#advice;
  }

  override async set(key: string, value: unknown): Promise<unknown> {
    const answer = await super.set(key, value);
    this.#keeper?.wrote(1);
    return answer;
  }

  override async disconnect(): Promise<void> {
    await this.#keeper?.close();
    await super.disconnect();
  }

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
    this.#keeper?.wrote(changes.size);
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

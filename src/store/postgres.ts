/** Postgres as a backend that several processes share: each turn is a transaction under an advisory lock on its row. */

import pg from 'pg';
import type { Backend, Changes, Rows } from './backend.ts';
import { type Advice, NotSavedError, StoreStartError, UnreadableError } from './errors.ts';
import { asked, healthRow } from './health-write.ts';
import { KeyedLock } from './keyed-lock.ts';
import { CREATE_DELIVERIES, postgresDeliveries, SWEEP_DELIVERIES } from './postgres-deliveries.ts';
import { idOf, keysByPage, rangeOf, readable, rowsOver } from './rows.ts';
import { hostOf, isAway } from './server.ts';

const POSTGRES_LIMITS = {
  /** Another process's turn of the same student is waited for this long. */
  waitMs: 8_000,
  /** A transaction whose process hangs is ended by the server after this, and its lock with it. */
  hangsMs: 10_000,
  /** A query without an answer by then has failed: a little longer than the wait for a lock. */
  answerMs: 9_000,
  connectMs: 5_000,
  /** Turns at once in this process; the rest wait for one of these to end, a few milliseconds as a rule. */
  connections: 20,
  /** Readings at once that hold nothing. Theirs alone: a turn that reads would else wait for a connection that turns have. */
  readers: 4,
  /** Deliveries that nobody sends again are swept this often. */
  sweepMs: 10 * 60_000,
} as const;

/**
 * Collections are ranges of keys by byte, which the primary key's index serves only where the database sorts like that.
 * CREATE INDEX IF NOT EXISTS would wait for every turn that runs, and keep new ones waiting, before it looks.
 */
const CREATE = `
  SELECT pg_advisory_xact_lock(hashtextextended('lab-assistant tables', 0));
  CREATE TABLE IF NOT EXISTS lab_rows (key text PRIMARY KEY, value text NOT NULL);
  DO $$ BEGIN
    IF to_regclass('lab_rows_c') IS NULL THEN CREATE INDEX lab_rows_c ON lab_rows (key COLLATE "C"); END IF;
  END $$;${CREATE_DELIVERIES}`;

/** Locks of a transaction end with it, however it ends, and also work through a pooler that shares connections. */
const BEGIN = `
  BEGIN;
  SET LOCAL synchronous_commit = on;
  SET LOCAL lock_timeout = ${POSTGRES_LIMITS.waitMs};
  SET LOCAL idle_in_transaction_session_timeout = ${POSTGRES_LIMITS.hangsMs};`;

const LOCK = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';
const GET = 'SELECT value FROM lab_rows WHERE key = $1';
const SET = `INSERT INTO lab_rows (key, value) VALUES ($1, $2)
  ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`;
const WRITE = `WITH gone AS (DELETE FROM lab_rows WHERE key = ANY ($3::text[]))
  INSERT INTO lab_rows (key, value) SELECT * FROM unnest($1::text[], $2::text[])
  ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`;
const READ = 'SELECT key, value FROM lab_rows WHERE key = ANY ($1::text[])';
/** No limit is NULL. */
export const LIST = `SELECT key, value FROM lab_rows
  WHERE key COLLATE "C" > $1 AND key COLLATE "C" < $2 ORDER BY key COLLATE "C" LIMIT $3`;
export const KEYS = `SELECT key FROM lab_rows WHERE key COLLATE "C" > $1 AND key COLLATE "C" < $2 AND strpos(key, '/') = 0
  ORDER BY key COLLATE "C" LIMIT $3`;

interface StoredRow {
  readonly key: string;
  readonly value: string;
}

/** One row to keep, as each turn has it, goes without the planning of several. */
function statementFor(changes: Changes): [query: string, values: (string | string[])[]] {
  const kept = [...changes].flatMap(([key, text]) => (text === null ? [] : [[key, text] as const]));
  const [only] = kept;
  if (only && changes.size === 1) return [SET, [...only]];
  const gone = [...changes].flatMap(([key, text]) => (text === null ? [key] : []));
  return [WRITE, [kept.map(([key]) => key), kept.map(([, text]) => text), gone]];
}

async function begin(pool: pg.Pool, key: string): Promise<pg.PoolClient> {
  let client: pg.PoolClient | undefined;
  try {
    client = await pool.connect();
    await client.query(BEGIN);
    await client.query(LOCK, [key]);
    return client;
  } catch (error) {
    client?.release(true);
    throw new UnreadableError('the record could not be locked', { cause: error });
  }
}

async function held<T>(pool: pg.Pool, key: string, work: (rows: Rows) => Promise<T>): Promise<T> {
  const client = await begin(pool, key);
  let written = false;
  /** After a failure nobody knows what state a connection is in: it is closed, which also ends its transaction. */
  let usable = true;
  const ask = async (query: string, values: (string | string[])[] = []) => {
    try {
      return await client.query<{ value: string }>(query, values);
    } catch (error) {
      usable = false;
      throw error;
    }
  };
  const commit = async (): Promise<void> => {
    try {
      const { command } = await ask('COMMIT');
      // Of a transaction in which something failed, Postgres keeps nothing and says so in this word alone.
      if (command !== 'COMMIT') throw new Error(`answered ${command}`);
    } catch (error) {
      throw written
        ? new NotSavedError('the record may not have been committed', { cause: error })
        : new UnreadableError('the store did not answer', { cause: error });
    }
  };
  try {
    const result = await work(
      rowsOver({
        get: async (row) => (await ask(GET, [row])).rows[0]?.value,
        write: async (changes) => {
          written = true;
          await ask(...statementFor(changes));
        },
      }),
    );
    await commit();
    return result;
  } catch (error) {
    if (usable) await ask('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release(!usable);
  }
}

/** As durable as a turn. All in one, because nothing is to be answered in between. */
const healthWrite = (row: string): string => `
  BEGIN;
  SET LOCAL synchronous_commit = on;
  INSERT INTO lab_rows (key, value) VALUES ('${row}', now()::text)
    ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value;
  COMMIT;`;

/** Kept open between two looks: where no more may be opened, students are answered all the same. */
const HEALTH_POOL = { query_timeout: 2_000, connectionTimeoutMillis: 2_000, idleTimeoutMillis: 0 } as const;

async function prepare(pool: pg.Pool): Promise<void> {
  await pool.query(CREATE);
  await pool.query(SWEEP_DELIVERIES);
}

const ADVISED = `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_standby_names') AS waited,
  (SELECT count(*)::int FROM pg_stat_replication) AS standbys`;

interface Advised {
  readonly fsync: string;
  /** The standbys that a commit waits for; empty where it waits for none. */
  readonly waited: string;
  readonly standbys: number;
}

async function advice(pool: pg.Pool): Promise<Advice[]> {
  const { rows } = await pool.query<Advised>(ADVISED);
  const urgent = (message: string): Advice => ({ urgent: true, message });
  return rows.flatMap(({ fsync, waited, standbys }) => [
    ...(fsync === 'on'
      ? []
      : [
          urgent(
            'Postgres does not wait for its disk, so a crash of its machine loses ledgers: set fsync to on.',
          ),
        ]),
    ...(standbys === 0 || waited !== ''
      ? []
      : [
          urgent(
            `Postgres has ${standbys} standby${standbys === 1 ? '' : 's'} and tells that a lock is saved before any has it: when one that lags takes over, locks that students were told of are lost. Set synchronous_standby_names to 'ANY 1 (*)'.`,
          ),
        ]),
  ]);
}

/** Opens a connection only when it is needed. */
function poolOf(url: string, connections: number, more: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: POSTGRES_LIMITS.connectMs,
    query_timeout: POSTGRES_LIMITS.answerMs,
    application_name: 'lab-assistant',
    max: connections,
    ...more,
  });
  // A connection that breaks is replaced, and whoever waits for its answer is told; without listeners, one for idle
  // connections and one for those in use, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** @throws {StoreStartError} with a line for the operator, without the address's password */
export async function openPostgres(url: string): Promise<Backend> {
  const pool = poolOf(url, POSTGRES_LIMITS.connections);
  try {
    await prepare(pool);
  } catch (error) {
    await pool.end();
    const reason = error instanceof Error ? error.message || error.name : 'unknown reason';
    throw new StoreStartError(
      `Postgres at ${hostOf(url)} can’t be used (${reason}). Check that it runs, that STORE_URL has the right address, password and database, as in postgres://lab:password@host:5432/lab, and that this user may create tables.`,
      isAway(error),
    );
  }
  const sweeping = setInterval(() => {
    void pool.query(SWEEP_DELIVERIES).catch(() => undefined);
  }, POSTGRES_LIMITS.sweepMs).unref();
  const readers = poolOf(url, POSTGRES_LIMITS.readers);
  const answers = <Answer extends pg.QueryResultRow>(query: string, values: unknown[] = []) =>
    readable(async () => (await readers.query<Answer>(query, values)).rows);
  const checks = poolOf(url, 1, HEALTH_POOL);
  const row = healthRow(Math.random());
  const locks = new KeyedLock();
  return {
    alone: false,
    deliveries: postgresDeliveries(pool),
    // Within this process students wait here, in order, and not with a connection each.
    hold: (key, work) => locks.run(key, () => held(pool, key, work)),
    read: async (keys) => {
      const rows = await answers<StoredRow>(READ, [keys]);
      return new Map(rows.map(({ key, value }) => [key, value]));
    },
    list: async (collection, after, limit) => {
      const { from, end } = rangeOf(collection, after);
      const rows = await answers<StoredRow>(LIST, [from, end, limit]);
      return rows.map(({ key, value }) => [idOf(collection, key), value]);
    },
    keys: (kind) =>
      keysByPage(kind, async (...range) => {
        const rows = await answers<Pick<StoredRow, 'key'>>(KEYS, range);
        return rows.map(({ key }) => key);
      }),
    now: async () => {
      const [{ now }] = (await answers('SELECT clock_timestamp() AS now')) as [{ now: Date }];
      return now;
    },
    health: asked(async () => {
      await checks.query(healthWrite(row));
      return 'ok';
    }),
    advice: () => advice(pool),
    close: async () => {
      clearInterval(sweeping);
      await locks.idle();
      await Promise.all([pool.end(), readers.end(), checks.end()]);
    },
  };
}

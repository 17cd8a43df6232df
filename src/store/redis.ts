/** Redis as a backend that several processes share: a lock with a token for each row, and writes only for who holds it. */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend, Rows } from './backend.ts';
import { StoreStartError, UnreadableError } from './errors.ts';
import { asked, healthRow } from './health-write.ts';
import { KeyedLock } from './keyed-lock.ts';
import { redisAdvice } from './redis-advice.ts';
import { answered, type Client, connectable, ifHeld, replicated, together } from './redis-client.ts';
import { redisDeliveries } from './redis-deliveries.ts';
import { getRow, keysOf, listMembers, writeIfHeld } from './redis-rows.ts';
import { readable, rowsOver } from './rows.ts';
import { hostOf, isAway } from './server.ts';

export const REDIS_TIMES = {
  /** A lock whose holder died or hangs is free after this. */
  lockMs: 6_000,
  /** A holder that lives says so this often. */
  renewMs: 2_000,
  /** Another process's turn of the same student is waited for this long: past the end of a lock whose holder died. */
  waitMs: 7_000,
} as const;

/** Between two looks at a lock that another process holds; doubled up to eight times this. */
const POLL_MS = 10;

const RENEW_IF_HELD = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;
const DELETE_IF_HELD = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

const lockKey = (key: string): string => `lock:${key}`;

async function acquire(client: Client, lock: string, token: string): Promise<void> {
  const until = Date.now() + REDIS_TIMES.waitMs;
  for (let pause = POLL_MS; ; pause = Math.min(pause * 2, POLL_MS * 8)) {
    const set = client.set(lock, token, {
      condition: 'NX',
      expiration: { type: 'PX', value: REDIS_TIMES.lockMs },
    });
    if ((await answered(set)) === 'OK') return;
    if (Date.now() + pause > until) throw new Error('another process keeps holding this record');
    await sleep(pause * (0.5 + Math.random()));
  }
}

interface Holder extends Omit<Clients, 'health'> {
  /** Resolves when what was sent before is where it has to be. */
  kept(): Promise<void>;
}

async function held<T>(
  { turns: client, writes, kept }: Holder,
  key: string,
  work: (rows: Rows) => Promise<T>,
): Promise<T> {
  const [lock, token] = [lockKey(key), randomUUID()];
  try {
    await acquire(client, lock, token);
  } catch (error) {
    // The answer may be lost and the lock taken: it is given back, or ends by itself.
    void ifHeld(client, DELETE_IF_HELD, [lock], [token]).catch(() => undefined);
    throw new UnreadableError('the record could not be locked', { cause: error });
  }
  // A renewal that fails needs no word: a lock that was lost refuses the write.
  const renewal = setInterval(() => {
    void ifHeld(client, RENEW_IF_HELD, [lock], [token, String(REDIS_TIMES.lockMs)]).catch(() => undefined);
  }, REDIS_TIMES.renewMs);
  try {
    return await work(
      rowsOver({
        get: (row) => getRow(client, row),
        write: async (changes) => {
          const written = writeIfHeld(writes, { lock, token }, changes);
          // It is sent by then, and its answer not waited for: both are on their way together.
          const [isHeld] = await Promise.all([written, kept()]);
          if (!isHeld) throw new Error('the record is no longer held');
        },
      }),
    );
  } finally {
    clearInterval(renewal);
    await ifHeld(client, DELETE_IF_HELD, [lock], [token]).catch(() => undefined);
  }
}

interface Clients {
  readonly turns: Client;
  /** Where writes wait for replicas, so that nothing else waits behind them; else the same. */
  readonly writes: Client;
  /** A connection that no turn waits for. */
  readonly health: Client;
}

/** `?wait=1` says that each write is to be on a replica as well; Redis itself knows nothing of it. */
function readUrl(url: string): { readonly server: string; readonly wait: number } {
  const server = new URL(url);
  const wait = server.searchParams.get('wait') ?? '0';
  if (!/^\d$/.test(wait)) throw new Error('wait must be a number of replicas from 0 to 9');
  server.searchParams.delete('wait');
  return { server: server.href, wait: Number(wait) };
}

/** @throws {StoreStartError} with a line for the operator, without the address's password */
export async function openRedis(url: string): Promise<Backend> {
  const opened: Client[] = [];
  try {
    const { server, wait } = readUrl(url);
    const connection = async (): Promise<Client> => {
      const client = connectable(server);
      opened.push(client);
      await client.connect();
      return client;
    };
    const turns = await connection();
    await answered(turns.ping());
    const writes = wait > 0 ? await connection() : turns;
    return backend({ turns, writes, health: await connection() }, wait);
  } catch (error) {
    for (const client of opened) client.destroy();
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new StoreStartError(
      `Redis at ${hostOf(url)} can’t be used (${reason}). Check that it runs and that STORE_URL has the right address and password, as in redis://:password@host:6379/0.`,
      isAway(error),
    );
  }
}

/** A row that a process left ends by itself. */
const HEALTH_ROW_SECONDS = 60;

function backend({ turns, writes, health }: Clients, wait: number): Backend {
  const locks = new KeyedLock();
  const row = healthRow(Math.random());
  const kept = wait > 0 ? together(() => replicated(writes, wait)) : async () => undefined;
  return {
    alone: false,
    deliveries: redisDeliveries(turns),
    // Within this process students wait here, in order, and not at Redis.
    hold: (key, work) => locks.run(key, () => held({ turns, writes, kept }, key, work)),
    read: (keys) =>
      readable(async () => {
        // Asked for in one go, they travel together.
        const texts = await Promise.all(keys.map((key) => getRow(turns, key)));
        return new Map(keys.flatMap((key, at) => (texts[at] === undefined ? [] : [[key, texts[at]]])));
      }),
    list: (collection, after, limit) => readable(() => listMembers(turns, collection, after, limit)),
    keys: (kind) => keysOf(turns, kind),
    now: () =>
      readable(async () => {
        const [seconds, microseconds] = await answered(turns.time());
        return new Date(Number(seconds) * 1_000 + Number(microseconds) / 1_000);
      }),
    health: asked(async () => {
      const expiration = { type: 'EX', value: HEALTH_ROW_SECONDS } as const;
      await answered(health.set(row, new Date().toISOString(), { expiration }));
      if (wait > 0) await replicated(health, wait);
      return 'ok';
    }),
    advice: () => redisAdvice(turns, wait),
    close: async () => {
      await locks.idle();
      const clients = new Set([turns, writes, health]);
      await Promise.all([...clients].map((client) => client.close().catch(() => client.destroy())));
    },
  };
}

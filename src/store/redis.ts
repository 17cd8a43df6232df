/** Redis as a backend that several processes share: a lock with a token for each row, and writes only for who holds it. */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend, Rows } from './backend.ts';
import { type Advice, StoreStartError, UnreadableError } from './errors.ts';
import { KeyedLock } from './keyed-lock.ts';
import { answered, type Client, connectable, ifHeld } from './redis-client.ts';
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

async function held<T>(client: Client, key: string, work: (rows: Rows) => Promise<T>): Promise<T> {
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
          if (!(await writeIfHeld(client, { lock, token }, changes))) {
            throw new Error('the record is no longer held');
          }
        },
      }),
    );
  } finally {
    clearInterval(renewal);
    await ifHeld(client, DELETE_IF_HELD, [lock], [token]).catch(() => undefined);
  }
}

async function advice(client: Client): Promise<Advice[]> {
  let config: Record<string, string | undefined>;
  try {
    config = await answered(client.configGet(['appendonly', 'appendfsync', 'maxmemory', 'maxmemory-policy']));
  } catch {
    // Hosted ones often don't.
    return [
      {
        urgent: false,
        message:
          'Redis does not say how it is configured: see that appendonly is yes and maxmemory-policy is noeviction.',
      },
    ];
  }
  const urgent = (message: string): Advice => ({ urgent: true, message });
  return [
    ...(config.appendonly === 'yes'
      ? config.appendfsync === 'always'
        ? []
        : [urgent('Redis may lose the last second when its machine fails: set appendfsync to always.')]
      : [urgent('Redis keeps ledgers in memory alone: set appendonly to yes and appendfsync to always.')]),
    ...(config.maxmemory === '0' || config['maxmemory-policy'] === 'noeviction'
      ? []
      : [urgent('Redis may drop ledgers when its memory is full: set maxmemory-policy to noeviction.')]),
  ];
}

/** @throws {StoreStartError} with a line for the operator, without the address's password */
export async function openRedis(url: string): Promise<Backend> {
  let client: Client | undefined;
  try {
    client = connectable(url);
    await client.connect();
    await answered(client.ping());
  } catch (error) {
    client?.destroy();
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new StoreStartError(
      `Redis at ${hostOf(url)} can’t be used (${reason}). Check that it runs and that STORE_URL has the right address and password, as in redis://:password@host:6379/0.`,
      isAway(error),
    );
  }
  return backend(client);
}

function backend(client: Client): Backend {
  const locks = new KeyedLock();
  return {
    alone: false,
    deliveries: redisDeliveries(client),
    // Within this process students wait here, in order, and not at Redis.
    hold: (key, work) => locks.run(key, () => held(client, key, work)),
    read: (keys) =>
      readable(async () => {
        // Asked for in one go, they travel together.
        const texts = await Promise.all(keys.map((key) => getRow(client, key)));
        return new Map(keys.flatMap((key, at) => (texts[at] === undefined ? [] : [[key, texts[at]]])));
      }),
    list: (collection, after, limit) => readable(() => listMembers(client, collection, after, limit)),
    keys: (kind) => keysOf(client, kind),
    now: () =>
      readable(async () => {
        const [seconds, microseconds] = await answered(client.time());
        return new Date(Number(seconds) * 1_000 + Number(microseconds) / 1_000);
      }),
    ping: async () => {
      await answered(client.ping());
    },
    advice: () => advice(client),
    close: async () => {
      await locks.idle();
      await client.close().catch(() => client.destroy());
    },
  };
}

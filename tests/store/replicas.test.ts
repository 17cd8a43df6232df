/** A store whose server fails over: what an operator is told of it, and what waiting for a replica is worth. */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/store/backend.ts';
import { NotSavedError } from '../../src/store/errors.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { adviceFor, readReplication } from '../../src/store/redis-advice.ts';
import { SERVICES, type Service, withService } from '../support/services.ts';

const LOCKS = 20;

/** A network between a replica and its leader that can stop letting anything through, and break. */
async function openLink(port: number) {
  const sockets = new Set<Socket>();
  let open = true;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => open && to.write(chunk));
      from.on('error', () => undefined).on('close', () => to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    /** What is under way from now on arrives nowhere. */
    stop: () => {
      open = false;
    },
    break: () => {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      open = true;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

withService('Redis', () =>
  describe('Redis with a replica', () => {
    let primary: Service;
    let replica: Service;
    let link: Awaited<ReturnType<typeof openLink>>;
    const admin = async (url: string, ...command: readonly string[]): Promise<unknown> => {
      const client = await createClient({ url }).connect();
      return client.sendCommand([...command]).finally(() => client.close());
    };
    const follow = async (): Promise<void> => {
      await admin(replica.url, 'REPLICAOF', '127.0.0.1', String(link.port));
      const isUp = async (): Promise<boolean> =>
        String(await admin(replica.url, 'INFO', 'replication')).includes('master_link_status:up');
      while (!(await isUp())) await sleep(20);
    };
    /** The primary is gone, and with it what was under way. */
    const failOver = async (): Promise<void> => {
      link.break();
      await admin(replica.url, 'REPLICAOF', 'NO', 'ONE');
    };
    beforeAll(async () => {
      [primary, replica] = await Promise.all([SERVICES.Redis.start(), SERVICES.Redis.start()]);
      link = await openLink(Number(new URL(primary.url).port));
      await admin(primary.url, 'CONFIG', 'SET', 'repl-diskless-sync-delay', '0');
      await follow();
    });
    afterAll(async () => {
      link.close();
      await Promise.all([primary.stop(), replica.stop()]);
    });

    /** So many locks at once; those that were told as saved. */
    async function lock(backend: Backend, name: string): Promise<readonly string[]> {
      const keys = Array.from({ length: LOCKS }, (_, n) => `ledger:${name}:${n}`);
      const told = await Promise.allSettled(
        keys.map((key) => backend.hold(key, (rows) => rows.set(key, 'locked'))),
      );
      for (const each of told)
        if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(NotSavedError);
      return keys.filter((_, n) => told[n]?.status === 'fulfilled');
    }

    async function lostOf(keys: readonly string[]): Promise<number> {
      const client = await createClient({ url: replica.url }).connect();
      const kept = await client.mGet([...keys]);
      await client.close();
      return kept.filter((text) => text !== 'locked').length;
    }

    it('that lags and takes over has lost every lock that was told as saved, where they wait for none', async () => {
      const backend = await openBackend(primary.url);
      link.stop();
      const told = await lock(backend, 'careless');
      await failOver();
      expect([told.length, await lostOf(told)]).toEqual([LOCKS, LOCKS]);
      await backend.close();
      await follow();
    }, 20_000);

    it('that lags and takes over has every lock that was told as saved, where they wait for it', async () => {
      const backend = await openBackend(`${primary.url}?wait=1`);
      const told = await lock(backend, 'careful');
      // That very moment.
      link.stop();
      const late = await lock(backend, 'late');
      await failOver();
      expect([told.length, await lostOf(told)]).toEqual([LOCKS, 0]);
      expect(late, 'told as not saved').toEqual([]);
      await backend.close();
      await follow();
    }, 20_000);

    it('says in its health that too few replicas are there', async () => {
      const backend = await openBackend(`${primary.url}?wait=2`);
      await expect(backend.health()).rejects.toThrow('1 of 2 replicas');
      await backend.close();
      const enough = await openBackend(`${primary.url}?wait=1`);
      expect(await enough.health()).toBe('ok');
      await enough.close();
    });

    it('is advised on as it is', async () => {
      const told = async (url: string): Promise<readonly string[]> => {
        const backend = await openBackend(url);
        const advice = await backend.advice();
        await backend.close();
        return advice
          .map(({ urgent, message }) => `${urgent ? '! ' : ''}${message}`)
          .filter((line) => !line.includes('appendonly'));
      };
      expect(await told(primary.url)).toEqual([
        expect.stringMatching(/^! Redis has 1 replica and .*End STORE_URL with \?wait=1/),
      ]);
      expect(await told(`${primary.url}?wait=1`)).toEqual([
        expect.stringMatching(/^Redis takes writes that no replica follows.*min-replicas-to-write to 1/),
      ]);
      expect(await told(`${primary.url}?wait=2`)).toEqual([
        expect.stringMatching(/^! STORE_URL waits for 2 replicas and Redis has 1: nothing can be saved/),
      ]);
      expect(await told(replica.url)).toEqual([expect.stringMatching(/^! Redis is a replica/)]);
      await admin(primary.url, 'CONFIG', 'SET', 'min-replicas-to-write', '1');
      expect(await told(`${primary.url}?wait=1`)).toEqual([]);
    });

    it.each(['?wait=all', '?wait=-1', '?wait=10'])('is not opened with %s', async (wrong) => {
      await expect(openBackend(primary.url + wrong)).rejects.toThrow(
        'wait must be a number of replicas from 0 to 9',
      );
    });

    it('that tells nothing of its configuration is advised on all the same', () => {
      const alone = readReplication('# Replication\r\nrole:master\r\nconnected_slaves:0\r\n');
      expect(adviceFor(undefined, alone, 0).map(({ urgent }) => urgent)).toEqual([false]);
      expect(adviceFor(undefined, readReplication(''), 0)).toHaveLength(1);
      expect(adviceFor(undefined, { role: 'master', replicas: 2 }, 0)).toHaveLength(2);
    });
  }),
);

withService('Postgres', () =>
  describe('Postgres with a standby', () => {
    let service: Service;
    beforeAll(async () => {
      service = await SERVICES.Postgres.start();
    });
    afterAll(() => service.stop());

    it('that no commit waits for is told of, and not where one does', async () => {
      const backend = await openBackend(service.url);
      const admin = new pg.Client(service.url);
      await admin.connect();
      expect(await backend.advice()).toEqual([]);
      // Whatever streams the log is one, as Postgres counts.
      const stream = new pg.Client({ connectionString: service.url, replication: 'true' } as pg.ClientConfig);
      await stream.connect();
      const { rows } = await stream.query<{ xlogpos: string }>('IDENTIFY_SYSTEM');
      stream.on('error', () => undefined);
      void stream.query(`START_REPLICATION PHYSICAL ${rows[0]?.xlogpos}`).catch(() => undefined);
      await expect
        .poll(() => backend.advice(), { timeout: 5_000 })
        .toEqual([
          {
            urgent: true,
            message: expect.stringMatching(/^Postgres has 1 standby and .*Set synchronous_standby_names/),
          },
        ]);
      await admin.query(`ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'`);
      await admin.query('SELECT pg_reload_conf()');
      await expect.poll(() => backend.advice(), { timeout: 5_000 }).toEqual([]);
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_replication');
      await admin.end();
      await backend.close();
    }, 20_000);
  }),
);

/** What Redis and Postgres add to the contract: several processes on one store, and what happens when it fails or one of them does. */

import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../src/ledger/chain.ts';
import type { LedgerStore } from '../../src/ledger/ledger-store.ts';
import { StoreStartError } from '../../src/store/errors.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { bundle, run } from '../support/child.ts';
import { actorNamed, openTestLab, wordsOf } from '../support/lab.ts';
import { freePort, SERVICES, type Service, type ServiceName, withService } from '../support/services.ts';
import { loadFrom, openTestStore, saveTo } from '../support/stores.ts';
import { deliveriesContract, type OpenedDeliveries } from './deliveries-contract.ts';
import { recordOf } from './records.ts';

const names: ServiceName[] = ['Redis', 'Postgres'];

/** Lets a service answer nothing until it is told to go on. */
const HANG: Readonly<Record<ServiceName, (service: Service) => Promise<() => Promise<unknown>>>> = {
  Redis: async ({ process }) => {
    process.kill('SIGSTOP');
    return async () => process.kill('SIGCONT');
  },
  Postgres: async ({ url }) => {
    const client = new pg.Client(url);
    await client.connect();
    await client.query('BEGIN; LOCK TABLE lab_rows IN ACCESS EXCLUSIVE MODE');
    return () => client.end();
  },
};

const OPEN_DELIVERIES: Readonly<Record<ServiceName, (url: string) => Promise<OpenedDeliveries>>> = {
  Redis: async (url) => {
    const client = await createClient({ url }).connect();
    await client.flushAll();
    const [one, other] = [await openBackend(url), await openBackend(url)];
    return {
      one: one.deliveries,
      other: other.deliveries,
      endLease: async (id) =>
        (await client.get(`delivery:${id}`)) === 'leased' && client.del(`delivery:${id}`),
      writeAsBefore: (id) => client.set(`delivery:${id}`, '1', { expiration: { type: 'PX', value: 60_000 } }),
      close: () => Promise.all([one.close(), other.close(), client.close()]),
    };
  },
  Postgres: async (url) => {
    const client = new pg.Client(url);
    await client.connect();
    // As the version before made it; the first of the two processes brings it up to date.
    await client.query(`DROP TABLE IF EXISTS lab_deliveries;
      CREATE TABLE lab_deliveries (id text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())`);
    const [one, other] = [await openBackend(url), await openBackend(url)];
    return {
      one: one.deliveries,
      other: other.deliveries,
      endLease: (id) =>
        client.query(
          `UPDATE lab_deliveries SET leased_until = now() - interval '1 ms' WHERE id = $1 AND leased_until IS NOT NULL`,
          [id],
        ),
      writeAsBefore: (id) => client.query('INSERT INTO lab_deliveries (id) VALUES ($1)', [id]),
      close: () => Promise.all([one.close(), other.close(), client.end()]),
    };
  },
};

describe.each(names)('%s', (name) =>
  withService(name, () => {
    let service: Service;
    let stores: LedgerStore[] = [];
    beforeAll(async () => {
      service = await SERVICES[name].start();
    });
    afterAll(() => service.stop());
    afterEach(async () => {
      await Promise.all(stores.map((store) => store.close()));
      stores = [];
    });
    const open = async (): Promise<LedgerStore> => {
      const store = await openTestStore(service.url);
      stores.push(store);
      return store;
    };

    it('of 100 contradictory locks by two processes lets one stand, and 99 say which', async () => {
      const labs = [await openTestLab({ store: await open() }), await openTestLab({ store: await open() })];
      await labs[0]?.say('ada', '/predict lab quadratic');
      const replies = await Promise.all(
        Array.from({ length: 100 }, (_, n) => labs[n % 2]?.say('ada', `/predict ${'ABCD'[n % 4]}`)),
      );
      const words = replies.map((reply) => (reply ? wordsOf(reply) : ''));
      const winners = words.filter((each) => each.startsWith('Locked: '));
      expect(winners).toHaveLength(1);
      const letter = winners[0]?.charAt('Locked: '.length);
      expect(words.filter((each) => each.includes(`You already locked ${letter} (`))).toHaveLength(99);
      const record = await labs[1]?.record('ada');
      expect(record?.decisions).toHaveLength(1);
      expect(record && verify(record)).toEqual({ intact: true });
    });

    it('shows each process at once what another has stored', async () => {
      const [first, second] = [await open(), await open()];
      expect(await loadFrom(second, 'test:one:eve')).toEqual({});
      await saveTo(first, recordOf('test:one:eve'));
      expect(await loadFrom(second, 'test:one:eve')).toEqual({ record: recordOf('test:one:eve') });
    });

    describe('deliveries', () => deliveriesContract(() => OPEN_DELIVERIES[name](service.url)));

    it('loses no acknowledged lock of processes that are killed at random moments', async () => {
      const program = await bundle('tests/ledger/programs/lock-many.ts');
      const acknowledged = new Map<string, string>();
      for (let round = 0; round < 4; round++) {
        const children = [0, 1].map((n) => run(program, [service.url, String(round * 10_000 + n * 5_000)]));
        await Promise.all(children.map((child) => child.line((line) => line === 'open')));
        await sleep(150 + round * 90);
        for (const child of children) {
          child.process.kill('SIGKILL');
          await child.ended;
          for (const line of child.lines) {
            const [what, user, letter] = line.split(' ');
            if (what === 'locked' && user && letter) acknowledged.set(user, letter);
          }
        }
      }
      expect(acknowledged.size).toBeGreaterThan(8);
      const store = await open();
      const lab = await openTestLab({ store });
      for (const [user, letter] of acknowledged) {
        const { record } = await loadFrom(store, `test:crash:${user}`);
        expect(record?.decisions.filter(({ decision }) => decision.kind === 'locked')).toHaveLength(1);
        const again = wordsOf(await lab.assistant.say({ actor: actorNamed(user, 'crash') }, '/predict A'));
        expect(again, user).toContain(`You already locked ${letter} (`);
      }
    }, 60_000);

    it('that hangs is answered for in words, reveals nothing, and goes on where it was', async () => {
      const lab = await openTestLab({ store: await open() });
      await lab.say('hanna', '/predict lab quadratic');
      const goOn = await HANG[name](service);
      const reply = wordsOf(await lab.say('hanna', '/predict B'));
      expect(reply).toMatch(/can’t be reached|Not saved/);
      expect(reply).not.toContain('Locked');
      await goOn();
      await expect
        .poll(async () => wordsOf(await lab.say('hanna', '/predict B')), { timeout: 20_000, interval: 300 })
        .toMatch(/Locked: B|already locked B/);
      expect((await lab.record('hanna')).decisions).toHaveLength(1);
    }, 60_000);

    it('is checked for what could lose ledgers', async () => {
      const advice = await (await open()).advice();
      expect(advice).toEqual(
        name === 'Redis'
          ? [
              {
                urgent: true,
                message:
                  'Redis keeps ledgers in memory alone: set appendonly to yes and appendfsync to always.',
              },
            ]
          : [],
      );
    });

    it('that is not there is named in a line, without its password', async () => {
      const port = await freePort();
      const scheme = name === 'Redis' ? 'redis' : 'postgres';
      const opening = openTestStore(`${scheme}://lab:hunter2@127.0.0.1:${port}/0`);
      await expect(opening).rejects.toThrow(StoreStartError);
      await expect(opening).rejects.toMatchObject({ retryable: true });
      await expect(opening).rejects.toThrow(`${name} at 127.0.0.1:${port} can’t be used`);
      await expect(opening).rejects.not.toThrow('hunter2');
    });
  }),
);

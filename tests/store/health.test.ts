/** What a store says of itself is what a student would meet: it writes for real, asks rarely, and is not kept waiting by a burst. */

import { execFileSync } from 'node:child_process';
import { mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { storeChecks } from '../../adapters/store-doctor.ts';
import { healthOf } from '../../src/health.ts';
import type { Backend } from '../../src/store/backend.ts';
import { asked } from '../../src/store/health-write.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { SERVICES, type Service, withService } from '../support/services.ts';
import { type OpenedStore, openFile, openMemory, openOnPostgres, openOnRedis, writeTo } from './open.ts';

/** Turns at once. */
const BURST = process.env.FULL ? 3_000 : 600;
/** As long as a student's record. */
const RECORD = 'x'.repeat(6_000);
/** Longer than an answer is good for. */
const STALE_MS = 1_050;

/** The clock that answers age by is ahead by this much. */
let ahead = 0;
const { now } = performance;
beforeAll(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + ahead);
});
afterAll(() => {
  vi.restoreAllMocks();
});
const age = (): void => {
  ahead += STALE_MS;
};

/** As a probe has it: `ok`, or the reason, after two seconds at most. */
async function said(backend: Pick<Backend, 'health'>): Promise<string | undefined> {
  const { checks } = await healthOf([{ name: 'store', health: () => backend.health() }]);
  return checks.store;
}

/** By a write of its own, and not by one before. */
const saidNow = (backend: Pick<Backend, 'health'>): Promise<string | undefined> => {
  age();
  return said(backend);
};

/** A student's turn: is it stored? */
const isStored = (backend: Backend, name: string, text = RECORD): Promise<boolean> =>
  writeTo(
    backend,
    new Map([
      [`ledger:${name}`, text],
      [`progress:c/${name}`, 'y'.repeat(180)],
    ]),
  ).then(
    () => true,
    () => false,
  );

async function healthRows(backend: Backend): Promise<ReadonlyMap<string, string>> {
  const keys: string[] = [];
  for await (const some of backend.keys('health')) keys.push(...some);
  return backend.read(keys);
}

function contract(open: () => Promise<Omit<OpenedStore, 'refuse'>>): void {
  it('writes a row of its own, once a second whoever asks, and leaves no second one', async () => {
    const { backend, close } = await open();
    const all = await Promise.all(Array.from({ length: 200 }, () => backend.health()));
    expect(new Set(all)).toEqual(new Set(['ok']));
    const first = await healthRows(backend);
    expect(first.size).toBe(1);
    await backend.health();
    expect(await healthRows(backend)).toEqual(first);
    age();
    await backend.health();
    const second = await healthRows(backend);
    expect([...second.keys()]).toEqual([...first.keys()]);
    expect([...second.values()]).not.toEqual([...first.values()]);
    await close();
  });

  it(`answers while ${BURST} turns wait to be stored`, async () => {
    const { backend, close } = await open();
    let waiting = BURST;
    const turns = Array.from({ length: BURST }, (_, n) =>
      backend
        .hold(`student ${n}`, (rows) => rows.write(new Map([[`ledger:${n}`, RECORD]])))
        .finally(() => waiting--),
    );
    const answers: string[] = [];
    let longest = 0;
    while (waiting > 0) {
      const asked = performance.now();
      answers.push((await saidNow(backend)) ?? '');
      longest = Math.max(longest, performance.now() - asked);
      await sleep(10);
    }
    await Promise.all(turns);
    if (process.env.FULL)
      console.info(`${BURST} turns: asked ${answers.length} times, longest ${longest} ms`);
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(answers)).toEqual(new Set(['ok']));
    await close();
  }, 60_000);
}

describe('who asks a store how it is', () => {
  it('gets the answer of a write that runs or ended within the last second, a failure too', async () => {
    let [now, writes] = [0, 0];
    const ends: (() => void)[] = [];
    const health = asked(
      () =>
        new Promise((resolve, reject) => {
          writes += 1;
          ends.push(writes === 2 ? () => reject(new Error('full')) : () => resolve(`ok ${writes}`));
        }),
      () => now,
    );
    const first = [health(), health()];
    now = 5_000;
    first.push(health());
    ends[0]?.();
    expect(await Promise.all(first)).toEqual(['ok 1', 'ok 1', 'ok 1']);
    now += 999;
    expect(await health()).toBe('ok 1');
    now += 1;
    const second = [health(), health()].map((each) => expect(each).rejects.toThrow('full'));
    ends[1]?.();
    await Promise.all(second);
    await expect(health()).rejects.toThrow('full');
    now += 1_000;
    const third = health();
    ends[2]?.();
    expect(await third).toBe('ok 3');
    expect(writes).toBe(3);
  });
});

describe('memory', () => {
  it('is well, and has no row for it', async () => {
    const { backend, close } = await openMemory();
    expect(await said(backend)).toBe('ok');
    expect(await healthRows(backend)).toEqual(new Map());
    await close();
  });
});

/** A disk of its own that can be full, where this system lets one be made. */
async function smallDisk(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
}

describe('a SQLite file', () => {
  contract(openFile);
  let folder: string;
  let disk: string | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'health-'));
    disk = await smallDisk();
    if (disk === undefined) console.warn('no disk can be mounted here, so none was filled');
  });
  afterAll(async () => {
    if (disk !== undefined) {
      execFileSync('umount', [disk]);
      await rm(disk, { recursive: true });
    }
    await rm(folder, { recursive: true });
  });

  it('on a disk that is full says so as soon as a student is told, and is well once there is room', async ({
    skip,
  }) => {
    if (disk === undefined) return skip();
    const backend = await openBackend(`sqlite://${join(disk, 'lab.sqlite')}`);
    expect(await said(backend)).toBe('ok');
    const filler = await open(join(disk, 'filler'), 'w');
    for (let full = false; !full; ) {
      full = await filler.appendFile(Buffer.alloc(4_096)).then(
        () => false,
        () => true,
      );
    }
    await filler.close();
    // What is left of a log that was written before takes a few.
    let stored = 0;
    while (await isStored(backend, `${stored}`)) stored += 1;
    age();
    await said(backend);
    expect(await saidNow(backend)).toMatch(/^failed: .*full/);
    expect(await isStored(backend, 'somebody')).toBe(false);
    await rm(join(disk, 'filler'));
    expect(await saidNow(backend)).toBe('ok');
    expect(await isStored(backend, 'somebody')).toBe(true);
    await backend.close();
  });

  it('that can’t be written says so', async () => {
    const table = await openSqlite(join(folder, 'read-only.sqlite'));
    const backend = keyvBackend(table);
    await table.query('PRAGMA query_only=ON');
    expect(await said(backend)).toMatch(/^failed: .*readonly/);
    expect(await isStored(backend, 'ada')).toBe(false);
    await table.query('PRAGMA query_only=OFF');
    expect(await saidNow(backend)).toBe('ok');
    await backend.close();
  });

  it.each<[string, (file: string) => Promise<unknown>]>([
    ['deleted', (file) => rm(file)],
    ['replaced', (file) => rename(`${file}.mark`, file)],
  ])('that was %s under the running process says that what is written is lost', async (how, spoil) => {
    const file = join(folder, `${how}.sqlite`);
    const backend = await openBackend(`sqlite://${file}`);
    await spoil(file);
    expect(await said(backend)).toMatch(/^failed: .*moved, deleted or replaced/);
    await backend.close();
  });

  it('whose mark can’t be written says that beside being well', async () => {
    const file = join(folder, 'markless.sqlite');
    const table = await openSqlite(file, { times: { noteMs: 20, checkpointMs: 60_000 } });
    const backend = keyvBackend(table);
    await writeFile(join(folder, 'in the way'), '');
    execFileSync('mkdir', [`${file}.mark.new`]);
    await isStored(backend, 'ada');
    await expect
      .poll(() => saidNow(backend), { timeout: 5_000 })
      .toBe(`ok, but ${file}.mark can’t be written (EISDIR)`);
    await backend.close();
    expect(await readdir(folder)).toContain('markless.sqlite.mark');
  });
});

withService('Redis', () =>
  describe('Redis', () => {
    let service: Service;
    beforeAll(async () => {
      service = await SERVICES.Redis.start();
    });
    afterAll(() => service.stop());
    contract(() => openOnRedis(service.url));

    it('whose memory is full, or that takes no writes, says so', async () => {
      const { backend, close } = await openOnRedis(service.url);
      const client = await createClient({ url: service.url }).connect();
      for (const [name, limit, usual] of [
        ['maxmemory', '1mb', '0'],
        ['min-replicas-to-write', '1', '0'],
      ] as const) {
        await client.configSet(name, limit);
        expect(await saidNow(backend)).toMatch(/^failed: (?:OOM|NOREPLICAS)/);
        expect(await isStored(backend, 'ada')).toBe(false);
        const [check] = storeChecks(service.url);
        expect(await check?.run()).toMatchObject({
          ok: false,
          message: expect.stringMatching(/^it answers, and takes no writes \((?:OOM|NOREPLICAS)/),
        });
        await client.configSet(name, usual);
        expect(await saidNow(backend)).toBe('ok');
      }
      await client.close();
      await close();
    }, 20_000);

    it('that hangs, or is away, says so in time, and is well when it is back', async () => {
      const own = await SERVICES.Redis.start();
      const backend = await openBackend(own.url);
      own.process.kill('SIGSTOP');
      expect(await said(backend)).toBe('failed: no answer in time');
      own.process.kill('SIGCONT');
      await expect.poll(() => saidNow(backend), { timeout: 10_000 }).toBe('ok');
      await own.stop();
      expect(await saidNow(backend)).toMatch(/^failed: /);
      const again = await SERVICES.Redis.start(Number(new URL(own.url).port));
      await expect.poll(() => saidNow(backend), { timeout: 10_000 }).toBe('ok');
      await backend.close();
      await again.stop();
    }, 30_000);
  }),
);

withService('Postgres', () =>
  describe('Postgres', () => {
    let service: Service;
    beforeAll(async () => {
      service = await SERVICES.Postgres.start();
    });
    afterAll(() => service.stop());
    contract(() => openOnPostgres(service.url));
    const admin = async (...queries: readonly string[]): Promise<void> => {
      const client = new pg.Client(new URL('/words', service.url).href);
      await client.connect();
      for (const query of queries) await client.query(query);
      await client.end();
    };

    it('that is read-only, or whose rows may not be written, says so', async () => {
      const { backend, close } = await openOnPostgres(service.url);
      expect(await said(backend)).toBe('ok');
      for (const [spoil, mend] of [
        [
          'ALTER SYSTEM SET default_transaction_read_only = on',
          'ALTER SYSTEM RESET default_transaction_read_only',
        ],
        [
          'ALTER TABLE lab_rows ADD CONSTRAINT spoilt CHECK (value IS NULL) NOT VALID',
          'ALTER TABLE lab_rows DROP CONSTRAINT spoilt',
        ],
      ] as const) {
        // Connections that are there hear of it a moment later.
        await admin(spoil, 'SELECT pg_reload_conf()');
        await expect
          .poll(() => saidNow(backend), { timeout: 5_000 })
          .toMatch(/^failed: (?:cannot execute INSERT in a read-only|new row)/);
        await expect.poll(() => isStored(backend, 'ada'), { timeout: 5_000 }).toBe(false);
        await admin(mend, 'SELECT pg_reload_conf()');
        await expect.poll(() => saidNow(backend), { timeout: 5_000 }).toBe('ok');
      }
      await close();
    }, 20_000);

    it('that keeps its rows locked, or cuts its connections, says so in time, and is well after', async () => {
      const { backend, close } = await openOnPostgres(service.url);
      expect(await said(backend)).toBe('ok');
      const locker = new pg.Client(new URL('/words', service.url).href);
      await locker.connect();
      await locker.query('BEGIN; LOCK TABLE lab_rows IN EXCLUSIVE MODE');
      expect(await saidNow(backend)).toMatch(/^failed: (?:no answer in time|Query read timeout)/);
      await locker.query('ROLLBACK');
      await locker.end();
      age();
      await expect.poll(() => saidNow(backend), { timeout: 5_000 }).toBe('ok');
      await admin(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lab-assistant'`,
      );
      await expect.poll(() => saidNow(backend), { timeout: 5_000 }).toBe('ok');
      await close();
    }, 20_000);
  }),
);

/** Processes killed while they answer: what they had taken up is answered by the other one, or by the next, once. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { studentId } from '../../src/messages/actor.ts';
import { build } from '../support/build.ts';
import { type Child, run } from '../support/child.ts';
import { SERVICES, type Service, type ServiceName, withService } from '../support/services.ts';
import { openTestStore } from '../support/stores.ts';
import { ACKNOWLEDGEMENT_MS, type DiscordServer, openDiscordServer } from './discord-server.ts';
import { Person } from './person.ts';
import { type Fault, GUILD_ID, TOKEN, wordsOf } from './protocol.ts';

/** Students in each state when the process is killed. */
const OF_EACH = 6;
const PATIENT = { timeout: 15_000, interval: 20 };

let programs: string;
let server: DiscordServer;
beforeAll(() => {
  programs = build('discord-killed');
});
beforeEach(async () => {
  server = await openDiscordServer();
});
afterEach(() => server.close());

async function start(url: string): Promise<Child> {
  const child = run(join(programs, 'main.js'), [], {
    PORT: '0',
    STORE_URL: url,
    DISCORD_TOKEN: TOKEN,
    DISCORD_GUILD_ID: GUILD_ID,
    DISCORD_API_URL: server.apiUrl,
  });
  await child.line((line) => line.includes('on Discord'));
  return child;
}

async function kill(child: Child): Promise<void> {
  child.process.kill('SIGKILL');
  expect(await child.ended).toBe('SIGKILL');
}

interface Student {
  readonly id: string;
  readonly person: Person;
}

async function students(first: number): Promise<readonly Student[]> {
  const all = Array.from({ length: OF_EACH }, (_, n) => `${600_000_000_000_000_000n + BigInt(first + n)}`);
  return Promise.all(
    all.map(async (id) => {
      const person = new Person(server, id);
      await person.type('predict', { lab: 'quadratic' });
      return { id, person };
    }),
  );
}

type Sent = ReturnType<Person['send']>;
const lockAll = (of: readonly Student[]): Sent[] =>
  of.map(({ person }) => person.send('predict', { answer: 'A' }));
const shownTo = (sent: readonly Sent[]): Promise<string[]> =>
  Promise.all(sent.map(async ({ token }) => wordsOf(await server.shown(token))));
const callbacksTo = (sent: readonly Sent[]): number =>
  sent.flatMap(({ token }) => server.answersTo(token).filter(({ path }) => path.endsWith('/callback')))
    .length;

/** What the server does with the first answers to these interactions. */
function faultsOf(
  faults: readonly (readonly [readonly Sent[], Exclude<ReturnType<Fault>, undefined>])[],
): Fault {
  const byToken = new Map(
    faults.flatMap(([sent, fault]) => sent.map(({ token }) => [token, fault] as const)),
  );
  return ({ path }) => byToken.get(/^\/interactions\/\d+\/([^/]+)\/callback$/.exec(path)?.[1] ?? '');
}

/** Each has one lock, which is the one that was sent. */
async function expectLocked(of: readonly Student[]): Promise<void> {
  for (const { person } of of) {
    expect(wordsOf(await person.type('predict', { answer: 'C' }))).toMatch(/already locked \**A/);
    expect(wordsOf(await person.type('ledger', { what: 'verify' }))).toContain('The one decision');
  }
}

describe('one process on SQLite, killed and started again', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'killed-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('answers what is delivered again, once: what it had not stored, what it had, and not what it had answered', async () => {
    // Discord sends nothing again to a new connection. That a start takes its time is no part of this.
    server.patienceMs = 10 * ACKNOWLEDGEMENT_MS;
    const url = `sqlite://${join(folder, 'lab.sqlite')}`;
    const first = await start(url);
    const [unheard, stored, answered] = [await students(100), await students(200), await students(300)];
    const ofStored = lockAll(stored);
    const ofAnswered = lockAll(answered);
    server.fault = faultsOf([
      [ofStored, 'hang'],
      [ofAnswered, 'landed-hang'],
    ]);
    await expect.poll(() => callbacksTo([...ofStored, ...ofAnswered]), PATIENT).toBe(2 * OF_EACH);
    const ofUnheard = lockAll(unheard);
    await kill(first);
    server.fault = undefined;

    const second = await start(url);
    for (const each of [...ofUnheard, ...ofStored, ...ofAnswered]) server.dispatch(each);
    expect(await shownTo(ofUnheard)).toEqual(
      Array(OF_EACH).fill(expect.stringMatching(/Locked: A|already locked \**A/)),
    );
    expect(await shownTo(ofStored)).toEqual(
      Array(OF_EACH).fill(expect.stringMatching(/already locked \**A/)),
    );
    await expectLocked([...unheard, ...stored, ...answered]);
    expect(await shownTo(ofAnswered)).toEqual(Array(OF_EACH).fill(expect.stringContaining('Locked: A')));
    second.process.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });
});

/** Deliveries that were ever taken up. */
const TAKEN_UP: Readonly<Record<ServiceName, (url: string) => Promise<readonly string[]>>> = {
  Redis: async (url) => {
    const client = await createClient({ url }).connect();
    const keys = await client.keys('delivery:*');
    await client.close();
    return keys.map((key) => key.slice('delivery:'.length));
  },
  Postgres: async (url) => {
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query<{ id: string }>('SELECT id FROM lab_deliveries');
    await client.end();
    return rows.map(({ id }) => id);
  },
};

describe.each<ServiceName>(['Redis', 'Postgres'])('two processes on %s, of which one is killed', (name) =>
  withService(name, () => {
    let service: Service;
    beforeAll(async () => {
      service = await SERVICES[name].start();
    });
    afterAll(() => service.stop());

    /** Nobody gets as far as their record until it is released. */
    async function holdRecords(of: readonly Student[]): Promise<() => Promise<void>> {
      const store = await openTestStore(service.url);
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      let holding = 0;
      const holds = of.map(({ id }) =>
        store.exclusive(studentId({ platform: 'discord', workspace: GUILD_ID, user: id }), () => {
          holding += 1;
          return released;
        }),
      );
      await expect.poll(() => holding, PATIENT).toBe(of.length);
      return async () => {
        release();
        await Promise.all(holds);
        await store.close();
      };
    }

    it('answer once between them, whatever the one had done', async () => {
      const one = await start(service.url);
      const other = await start(service.url);
      // The first connection is the first process's, and all is delivered there first.
      const [claimed, deferred] = [await students(100), await students(200)];
      const [stored, answered] = [await students(300), await students(400)];
      const release = await holdRecords([...claimed, ...deferred]);
      const ofDeferred = lockAll(deferred);
      await expect.poll(() => callbacksTo(ofDeferred), PATIENT).toBe(OF_EACH);
      const [ofClaimed, ofStored, ofAnswered] = [lockAll(claimed), lockAll(stored), lockAll(answered)];
      server.fault = faultsOf([
        [ofStored, 'hang'],
        [ofAnswered, 'landed-hang'],
      ]);
      const all = [...ofClaimed, ...ofDeferred, ...ofStored, ...ofAnswered];
      for (const each of all) server.dispatchEverywhere(each);
      await expect.poll(() => callbacksTo([...ofStored, ...ofAnswered]), PATIENT).toBe(2 * OF_EACH);
      await expect
        .poll(() => TAKEN_UP[name](service.url), PATIENT)
        .toEqual(expect.arrayContaining(ofClaimed.map(({ id }) => `discord:${id}`)));
      await kill(one);
      server.fault = undefined;
      await release();

      expect(await shownTo(ofClaimed)).toEqual(Array(OF_EACH).fill(expect.stringContaining('Locked: A')));
      expect(await shownTo(ofDeferred)).toEqual(Array(OF_EACH).fill(expect.stringContaining('Locked: A')));
      expect(await shownTo(ofStored)).toEqual(
        Array(OF_EACH).fill(expect.stringMatching(/already locked \**A/)),
      );
      await expectLocked([...claimed, ...deferred, ...stored, ...answered]);
      expect(await shownTo(ofAnswered)).toEqual(Array(OF_EACH).fill(expect.stringContaining('Locked: A')));
      for (const { token } of all) expect(server.acknowledgedAfterMs(token)).toBeLessThan(ACKNOWLEDGEMENT_MS);
      other.process.kill('SIGTERM');
      expect(await other.ended, other.errors()).toBe(0);
    }, 60_000);
  }),
);

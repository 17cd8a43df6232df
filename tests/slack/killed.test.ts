/** Processes killed while they answer: Slack delivers again what they had not acknowledged, and the other one answers it, or the next, once. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LEASE_MS } from '../../src/store/deliveries.ts';
import { build } from '../support/build.ts';
import { type Child, run } from '../support/child.ts';
import { freePort, SERVICES, type Service, type ServiceName, withService } from '../support/services.ts';
import type { Transport } from './open-slack.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer, wordsOf } from './slack-server.ts';
import { Student } from './student.ts';

/** Students in each state when the process is killed. */
const OF_EACH = 6;
const FULL = process.env.FULL === '1';
/** Slack waits no longer for an acknowledgement. */
const ACKNOWLEDGED_MS = 3_000;
const QUESTION = 'predict lab quadratic';

let programs: string;
let server: SlackServer;
const children: Child[] = [];
beforeAll(() => {
  programs = build('slack-killed');
});
beforeEach(async () => {
  server = await SlackServer.start();
  server.people = new Map();
});
afterEach(async () => {
  for (const { process } of children) process.kill('SIGTERM');
  for (const child of children.splice(0)) expect([0, 'SIGKILL'], child.errors()).toContain(await child.ended);
  await server.close();
  expect(server.problems).toEqual([]);
});

interface Running {
  readonly child: Child;
  /** Where it takes HTTP deliveries; none over a socket. */
  readonly target: string;
}

async function start(transport: Transport, store: string): Promise<Running> {
  const port = await freePort();
  const child = run(join(programs, 'main.js'), [], {
    PORT: String(port),
    STORE_URL: store,
    SLACK_BOT_TOKEN: BOT_TOKEN,
    ...(transport === 'socket' ? { SLACK_APP_TOKEN: APP_TOKEN } : { SLACK_SIGNING_SECRET: SIGNING_SECRET }),
    SLACK_API_URL: server.apiUrl,
    QUICKCHART_URL: 'https://quickchart.io',
    LOG_LEVEL: 'warn',
  });
  children.push(child);
  await child.line((line) => line.includes('on Slack'));
  return { child, target: transport === 'http' ? `http://127.0.0.1:${port}/slack/events` : '' };
}

async function kill({ child }: Running): Promise<void> {
  child.process.kill('SIGKILL');
  expect(await child.ended).toBe('SIGKILL');
}

let people = 0;
/** New ones each time, since a store may be kept. */
const students = (): Student[] => Array.from({ length: OF_EACH }, () => new Student(server, `U0${people++}`));

const callsOf = (method: string): number => server.calls.filter((each) => each === method).length;

/** Each said this, by a mention in the class's channel; as often as it is delivered it is the same event. */
const mentions = (of: readonly Student[], line: string): object[] =>
  of.map((student) =>
    student.eventPayload({
      type: 'app_mention',
      channel: 'C0CLASS',
      thread_ts: '7.7',
      text: `<@U0BOT> ${line}`,
    }),
  );

const deliverAll = (events: readonly object[], retry = 0): Promise<number[]> =>
  Promise.all(events.map((each) => server.deliver('events_api', each, { retry })));

/** What they got since, each by themselves. */
const counted = (of: readonly Student[]): number[] => of.map(({ id }) => server.inbox(id).length);

/**
 * Kills the one that has taken up what some asked, before anything of it is stored, and what others asked, of which all is
 * stored and nothing answered. Slack delivers both again.
 * @param next who is there then
 */
async function killedAmid(first: Running, next: () => Promise<Running>): Promise<void> {
  server.target = first.target;
  const [unheard, stored] = [students(), students()];
  for (const student of stored) {
    await student.say(QUESTION, 'mention');
    await student.say('predict A', 'mention');
  }
  const [asked, ran] = [mentions(unheard, QUESTION), mentions(stored, 'seq 4k')];
  const [profiles, answers] = [callsOf('users.info'), callsOf('chat.postEphemeral')];
  server.intercept = (method) =>
    method === 'users.info' || method === 'chat.postEphemeral' ? 'hang' : undefined;
  const delivered = deliverAll([...ran, ...asked]);
  await expect
    .poll(() => [callsOf('users.info') - profiles, callsOf('chat.postEphemeral') - answers], { interval: 5 })
    .toEqual([OF_EACH, OF_EACH]);
  await kill(first);
  expect(new Set(await delivered), 'nothing is acknowledged that is not answered').toEqual(new Set([0]));
  server.intercept = undefined;

  const second = await next();
  server.target = second.target;
  const before = [counted(unheard), counted(stored)];
  const began = performance.now();
  const again = await deliverAll([...asked, ...ran], 1);
  expect(new Set(again)).toEqual(new Set([200]));
  expect(performance.now() - began).toBeLessThan(ACKNOWLEDGED_MS);
  const oneMore = before.map((of) => of.map((count) => count + 1));
  await expect
    .poll(() => [counted(unheard), counted(stored)], { timeout: LEASE_MS + 5_000 })
    .toEqual(oneMore);
  await deliverAll([...asked, ...ran], 2);
  expect([counted(unheard), counted(stored)], 'once').toEqual(oneMore);
  for (const student of stored) expect(wordsOf(await student.say('/ledger'))).toMatch(/Runs\s+\*1\*/);
  for (const student of unheard) expect(wordsOf(await student.say('/predict A'))).toContain('Locked: A');
}

/** Over the one, or both in the long form. */
const over = (transport: Transport): readonly Transport[] => (FULL ? ['socket', 'http'] : [transport]);

describe('one process on SQLite', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'killed-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const newStore = (name: string): string => `sqlite://${join(folder, `${name}.sqlite`)}`;

  it.each(over('http'))(
    'answers after its next start what it had not when it was killed, once: over %s',
    async (transport) => {
      const store = newStore(`events-${transport}`);
      await killedAmid(await start(transport, store), () => start(transport, store));
    },
  );

  it.each(over('socket'))(
    'has the lock of a command that it was killed at, and says so when it is typed again: over %s',
    async (transport) => {
      const store = newStore(`command-${transport}`);
      const first = await start(transport, store);
      server.target = first.target;
      const ada = new Student(server, 'U0ADA');
      await ada.say(`/${QUESTION}`);
      server.intercept = (method) => {
        if (method !== 'response_url') return undefined;
        first.child.process.kill('SIGKILL');
        return 'hang';
      };
      const status = await server.deliver('slash_commands', ada.commandPayload('/predict B'));
      expect(status, 'so Slack itself says that it failed').toBe(0);
      expect(await first.child.ended).toBe('SIGKILL');
      server.intercept = undefined;

      server.target = (await start(transport, store)).target;
      expect(wordsOf(await ada.say('/predict C'))).toContain('You already locked *B*');
      expect(wordsOf(await ada.say('/ledger verify'))).toContain('The one decision');
    },
  );
});

const SHARED: readonly (readonly [ServiceName, readonly Transport[]])[] = [
  ['Redis', over('socket')],
  ['Postgres', over('http')],
];

describe.each(SHARED)('two processes on %s, of which one is killed', (name, transports) =>
  withService(name, () => {
    let service: Service;
    beforeAll(async () => {
      service = await SERVICES[name].start();
    });
    afterAll(() => service.stop());

    it.each(transports)('answer what it had taken up, once, by the other: over %s', async (transport) => {
      const other = await start(transport, service.url);
      // Slack delivers down the socket that is the newest.
      const first = await start(transport, service.url);
      await killedAmid(first, async () => other);
    });

    it.runIf(FULL || name === 'Redis')(
      'answer what was delivered to both, once, whichever had it',
      async () => {
        const [one] = await Promise.all([start('socket', service.url), start('socket', service.url)]);
        await server.until(() => server.openSockets === 2);
        const all = students();
        server.intercept = (method) => (method === 'users.info' ? 'hang' : undefined);
        const delivered = mentions(all, QUESTION).map((each, n) =>
          server.deliverEverywhere('events_api', each, `both-${n}`),
        );
        await expect.poll(() => callsOf('users.info'), { interval: 5 }).toBe(OF_EACH);
        await kill(one);
        server.intercept = undefined;
        await Promise.all(delivered);
        const once = Array(OF_EACH).fill(1);
        await expect.poll(() => counted(all), { timeout: LEASE_MS + 5_000 }).toEqual(once);
        for (const student of all) expect(wordsOf(await student.say('/predict A'))).toContain('Locked: A');
        expect(counted(all)).toEqual(Array(OF_EACH).fill(2));
      },
    );
  }),
);

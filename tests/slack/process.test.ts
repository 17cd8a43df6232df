/** The whole program on Slack as two processes on one store. */

import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../support/build.ts';
import { type Child, run } from '../support/child.ts';
import { freePort, SERVICES, type Service, type ServiceName, withService } from '../support/services.ts';
import type { Transport } from './open-slack.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer, wordsOf } from './slack-server.ts';
import { Student } from './student.ts';

const QUESTION = '/predict lab quadratic';

let programs: string;
let server: SlackServer;
const children: Child[] = [];
beforeAll(() => {
  programs = build('slack');
});
beforeEach(async () => {
  server = await SlackServer.start();
});
afterEach(async () => {
  await stopped();
  await server.close();
  expect(server.problems).toEqual([]);
});

/** Ends every process, which finishes what it has accepted. */
async function stopped(): Promise<void> {
  for (const { process } of children) process.kill('SIGTERM');
  for (const child of children.splice(0)) expect([0, 'SIGKILL']).toContain(await child.ended);
}

/** @returns where it takes HTTP deliveries */
async function start(transport: Transport, store: string): Promise<{ child: Child; target: string }> {
  const port = await freePort();
  const child = run(join(programs, 'main.js'), [], {
    PORT: String(port),
    STORE_URL: store,
    SLACK_BOT_TOKEN: BOT_TOKEN,
    ...(transport === 'socket' ? { SLACK_APP_TOKEN: APP_TOKEN } : { SLACK_SIGNING_SECRET: SIGNING_SECRET }),
    SLACK_API_URL: server.apiUrl,
    QUICKCHART_URL: 'https://quickchart.io',
    LOG_LEVEL: 'silent',
  });
  children.push(child);
  await child.line((line) => line.includes('on Slack'));
  return { child, target: `http://127.0.0.1:${port}/slack/events` };
}

describe.each<ServiceName>(['Redis', 'Postgres'])('two processes on %s', (name) =>
  withService(name, () => {
    let service: Service;
    beforeAll(async () => {
      service = await SERVICES[name].start();
    });
    afterAll(() => service.stop());

    it('answer the same envelope, command and event once, over sockets', async () => {
      await Promise.all([start('socket', service.url), start('socket', service.url)]);
      await server.until(() => server.openSockets === 2);
      const ada = new Student(server, 'U0ADA');
      await ada.say(QUESTION);
      await ada.say('/predict A');
      const before = server.shown.length;
      await server.deliverEverywhere('slash_commands', ada.commandPayload('/seq 4k', 't-1'), 'envelope-x');
      await server.deliverEverywhere(
        'events_api',
        ada.eventPayload({ type: 'app_mention', channel: 'C0CLASS', text: '<@U0BOT> seq 8k' }, 'Ev-1'),
        'envelope-y',
      );
      await server.until(() => server.shown.length >= before + 2);
      expect(wordsOf(await ada.say('/ledger'))).toMatch(/Runs\s+\*2\*/);
      await stopped();
      expect(server.shown).toHaveLength(before + 3);
    });

    it('answer the same request once, over HTTP, and share what was locked', async () => {
      const [one, two] = await Promise.all([start('http', service.url), start('http', service.url)]);
      const ben = new Student(server, 'U0BEN');
      server.target = one.target;
      await ben.say(QUESTION);
      server.target = two.target;
      expect(wordsOf(await ben.say('/predict B'))).toContain('Locked: B');
      server.target = one.target;
      expect(wordsOf(await ben.say('/predict C'))).toContain('You already locked *B*');
      const before = server.shown.length;
      const payload = ben.commandPayload('/seq 16k', 't-2');
      await Promise.all([
        server.post('slash_commands', payload, 0, one.target),
        server.post('slash_commands', payload, 0, two.target),
        server.post('slash_commands', payload, 1, two.target),
      ]);
      await server.until(() => server.shown.length >= before + 1);
      expect(wordsOf(await ben.say('/ledger'))).toMatch(/Runs\s+\*1\*/);
      await stopped();
      expect(server.shown).toHaveLength(before + 2);
    });
  }),
);

/** `/seq` turns a second through real Bolt on loopback, over both transports, beside the smallest app that there can be. */

import { openSlack, type Transport } from '../slack/open-slack.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer } from '../slack/slack-server.ts';
import { Student } from '../slack/student.ts';
import { bundle, run } from '../support/child.ts';
import { freePort } from '../support/services.ts';
import { type Side, STUDENTS, sideBySide } from './in-flight.ts';
import type { Row } from './row.ts';
import { smallestApp } from './smallest/slack.ts';

const TARGETS: Readonly<Record<Transport, string>> = { http: '≥ 0.6 of "ok"', socket: '≥ 0.35 of "ok"' };

function sideOf(server: SlackServer, close: () => Promise<unknown>): Side {
  server.watching = false;
  // Bolt by itself takes a form only without one.
  server.charset = false;
  const students = Array.from({ length: STUDENTS }, (_, n) => new Student(server, `U0S${n}`));
  const say = (person: number, line: string) => (students[person] as Student).say(line);
  return {
    turn: (person, tokens) => say(person, `/seq ${tokens}`),
    lock: async (person) => {
      await say(person, '/predict lab quadratic');
      await say(person, '/predict A');
    },
    close: async () => {
      await close();
      await server.close();
    },
  };
}

const address = (port: number): string => `http://127.0.0.1:${port}/slack/events`;

/** Students, Slack and app on one thread: what a turn costs in all. */
async function together(transport: Transport): Promise<Row[]> {
  const lab = await openSlack(transport);
  const server = await SlackServer.start();
  const port = await freePort();
  const app = await smallestApp({
    botToken: BOT_TOKEN,
    appToken: transport === 'socket' ? APP_TOKEN : undefined,
    signingSecret: SIGNING_SECRET,
    slackApiUrl: server.apiUrl,
    port,
  });
  if (transport === 'http') server.target = address(port);
  return sideBySide(
    { name: `Slack over ${transport}: /seq turns, 64 in flight`, target: TARGETS[transport] },
    sideOf(lab.server, () => lab.slack.close()),
    sideOf(server, () => app.close()),
  );
}

async function inAProcess(
  transport: Transport,
  program: string,
  args: readonly string[],
  says: string,
): Promise<Side> {
  const server = await SlackServer.start();
  const port = await freePort();
  const app = run(program, args, {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    ...(transport === 'socket' ? { SLACK_APP_TOKEN: APP_TOKEN } : { SLACK_SIGNING_SECRET: SIGNING_SECRET }),
    SLACK_API_URL: server.apiUrl,
    STORE_URL: 'memory:',
    PORT: String(port),
    LOG_LEVEL: 'silent',
  });
  await app.line((line) => line.includes(says));
  if (transport === 'http') server.target = address(port);
  return sideOf(server, async () => {
    app.process.kill();
    await app.ended;
  });
}

/** The program as it is shipped, and the smallest, with Slack and the students in another process: what the app alone costs. */
const apart = async (transport: Transport): Promise<Row[]> =>
  sideBySide(
    { name: `Slack over ${transport}: the app’s process alone`, latency: true },
    await inAProcess(transport, 'dist/main.js', [], 'on Slack'),
    await inAProcess(transport, await bundle('tests/bench/smallest/main.ts'), ['slack'], 'ready'),
  );

export const benchSlack = async (): Promise<Row[]> => [
  ...(await together('http')),
  ...(await together('socket')),
  ...(await apart('http')),
  ...(await apart('socket')),
];

/** Turns a second through real Bolt on loopback, over both transports, beside the smallest app that there can be. */

import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { openSlack, type Transport } from '../slack/open-slack.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer } from '../slack/slack-server.ts';
import { Student } from '../slack/student.ts';
import { inFlight, type Pace } from './in-flight.ts';
import type { Row } from './row.ts';

const TURNS = 400;
const IN_FLIGHT = 64;
/** Turns that are not counted: until then the engine is still compiling. */
const WARM_UP = 256;

const students = (server: SlackServer): Student[] =>
  Array.from({ length: IN_FLIGHT }, (_, n) => new Student(server, `U0S${n}`));

const seq =
  (all: readonly Student[]) =>
  (worker: number, turn: number): Promise<unknown> =>
    (all[worker] as Student).say(`/seq ${1024 + (turn % 100_000)}`);

async function ours(transport: Transport): Promise<Pace> {
  const open = await openSlack(transport);
  const all = students(open.server);
  for (const student of all) {
    await student.say('/predict');
    await student.say('/predict A');
  }
  await inFlight(IN_FLIGHT, WARM_UP, seq(all));
  const pace = await inFlight(IN_FLIGHT, TURNS, seq(all));
  await open.close();
  return pace;
}

async function bare(transport: Transport): Promise<Pace> {
  const server = await SlackServer.start();
  server.charset = false;
  const quiet = { signingSecret: SIGNING_SECRET, appToken: APP_TOKEN };
  const receiver =
    transport === 'http'
      ? new HTTPReceiver({ ...quiet, port: 0 })
      : new SocketModeReceiver({
          ...quiet,
          installerOptions: { clientOptions: { slackApiUrl: server.apiUrl } },
        });
  const app = new App({ token: BOT_TOKEN, receiver, clientOptions: { slackApiUrl: server.apiUrl } });
  app.command(/.*/, async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'ok', blocks: [{ type: 'section', text: { type: 'plain_text', text: 'ok' } }] });
  });
  const started: unknown = await (transport === 'http' ? app.start(0) : app.start());
  if (transport === 'http' && started && typeof started === 'object' && 'address' in started) {
    const { port } = (started.address as () => { port: number }).call(started);
    server.target = `http://127.0.0.1:${port}/slack/events`;
  }
  const all = students(server);
  await inFlight(IN_FLIGHT, WARM_UP, seq(all));
  const pace = await inFlight(IN_FLIGHT, TURNS, seq(all));
  await app.stop();
  await server.close();
  return pace;
}

export async function benchSlack(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [transport, target] of [
    ['http', '≥ 0.6 of "ok"'],
    ['socket', '≥ 0.35 of "ok"'],
  ] as const) {
    const [ok, lab] = [await bare(transport), await ours(transport)];
    rows.push(
      {
        name: `Slack over ${transport}: /seq turns, 64 in flight`,
        ours: lab.perSecond,
        bare: ok.perSecond,
        unit: 'turns/s',
        target,
      },
      {
        name: `Slack over ${transport}: p99 of them`,
        ours: lab.p99Ms,
        bare: ok.p99Ms,
        unit: 'ms',
        target: '< 250',
      },
    );
  }
  return rows;
}

/** Whatever comes over the wire, the program lives, says so to whoever can be told, and answers a student's next turn. */

import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../support/build.ts';
import { type Child, run } from '../support/child.ts';
import { MARK, malformedFrom, NOT_EVEN, spread } from '../support/malformed.ts';
import { exchange, rawRequests } from '../support/raw-http.ts';
import { freePort } from '../support/services.ts';
import type { Transport } from './open-slack.ts';
import {
  APP_TOKEN,
  BOT_TOKEN,
  bodyFor,
  envelopeOf,
  type Kind,
  type Outcome,
  SIGNING_SECRET,
  SlackServer,
  signed,
} from './slack-server.ts';
import { Student } from './student.ts';

/** Of each kind of delivery. */
const OF_A_KIND = process.env.FULL === '1' ? Number.POSITIVE_INFINITY : 45;
/** Deliveries between two turns of a student, all at once. */
const BATCH = 30;
const TURN_MS = 8_000;
/** Slack waits no longer. */
const ACKNOWLEDGED_MS = 3_000;
/** What is unknown, forged or no delivery at all is refused with one of these; nothing hangs or fails. */
const ANSWERS = [200, 400, 401, 404, 413, 415];

let programs: string;
beforeAll(() => {
  programs = build('slack-malformed');
});

interface Running {
  readonly server: SlackServer;
  readonly child: Child;
  readonly student: Student;
}

async function start(transport: Transport): Promise<Running> {
  const server = await SlackServer.start();
  const port = await freePort();
  const child = run(`${programs}/main.js`, [], {
    PORT: String(port),
    STORE_URL: 'memory:',
    LOG_LEVEL: 'debug',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    ...(transport === 'socket' ? { SLACK_APP_TOKEN: APP_TOKEN } : { SLACK_SIGNING_SECRET: SIGNING_SECRET }),
    SLACK_API_URL: server.apiUrl,
    QUICKCHART_URL: 'https://quickchart.io',
  });
  await child.line((line) => line.includes('on Slack'));
  if (transport === 'http') server.target = `http://127.0.0.1:${port}/slack/events`;
  return { server, child, student: new Student(server, 'U0ADA') };
}

async function stop({ server, child }: Running): Promise<void> {
  child.process.kill('SIGTERM');
  expect(await child.ended, child.errors().slice(-2_000)).toBe(0);
  await server.close();
}

/** A student's turn, as long as anybody waits for one. */
async function isAnswered({ student }: Running): Promise<boolean> {
  const answered = student.say('/ledger').then(() => true);
  return Promise.race([answered, sleep(TURN_MS, false, { ref: false })]);
}

function expectAlive({ child }: Running): void {
  expect(child.process.exitCode).toBeNull();
  expect(child.errors()).not.toMatch(/a failure that nobody handled|Unhandled|uncaught/i);
}

/** Lines of the log that quote what was sent. */
const markedIn = ({ errors }: Child): string[] =>
  errors()
    .split('\n')
    .filter((line) => line.includes(MARK))
    .map((line) => line.slice(0, 500));

/** One delivery of every kind that is answered here, as it was sent. */
async function realDeliveries({ server }: Running): Promise<[name: string, kind: Kind, json: string][]> {
  const wells = new Student(server, 'U0WELLS');
  await wells.say('lab', 'direct');
  await wells.say('predict lab quadratic', 'mention');
  await wells.press('Lock A');
  await wells.home();
  await wells.say('/mydata');
  await wells.submit(await wells.open('Delete'), '0000');
  await server.deliver(
    'events_api',
    wells.eventPayload({ type: 'tokens_revoked', tokens: { oauth: ['U0WELLS'] } }),
  );
  await wells.say('/seq 4k');
  return [...server.delivered].map(([name, [kind, payload]]) => [name, kind, JSON.stringify(payload)]);
}

/** The same under ids of its own, so that it is taken up, and from somebody else: one person is not answered so often at once. */
const alone = (json: string, number: number): string =>
  json
    .replaceAll('U0WELLS', `U0W${number}`)
    .replace(/"trigger-\d+"/g, `"trigger-alone-${number}"`)
    .replace(/"Ev\d+"/g, `"EvAlone${number}"`);

interface Sent {
  readonly name: string;
  /** Resolves with what it was answered; 0 where it has no answer. */
  send(running: Running): Promise<number>;
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

const request = (
  name: string,
  type: string,
  body: string | Buffer,
  more: Record<string, string> = {},
): Sent => ({
  name,
  send: async ({ server }) => {
    const headers = { 'content-type': type, ...signed(String(body)), ...more };
    const answer = await fetch(server.target, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    return answer.status;
  },
});

const LATIN = `${FORM}; charset=iso-8859-1`;

/** Requests that are wrong by themselves, whatever they carry. */
function wrongRequests(command: string): Sent[] {
  const old = Math.floor(Date.now() / 1_000) - 3_600;
  return [
    request('payload=null', FORM, 'payload=null'),
    request('payload={}', FORM, 'payload={}'),
    request('payload=', FORM, 'payload='),
    request('two payloads', FORM, 'payload=null&payload=%7B%7D'),
    request('half an escape', FORM, 'payload=%E0%A4%A'),
    request('a prototype', FORM, '__proto__=1&command=%2Flab'),
    request('a form as JSON', JSON_TYPE, command),
    request('JSON as a form', FORM, '{"event":null}'),
    request('another charset', LATIN, command),
    request('an unknown charset', `${JSON_TYPE}; charset=x`, 'null'),
    request('no type', '', command),
    request('another type', 'multipart/form-data; boundary=x', `--x\r\n\r\n${MARK}\r\n--x--`),
    request('gzip', JSON_TYPE, gzipSync('{}'), { 'content-encoding': 'gzip' }),
    request('no gzip', JSON_TYPE, 'null', { 'content-encoding': 'gzip' }),
    request('a certificate check', FORM, `ssl_check=1&payload=${MARK}`, { 'x-slack-signature': '' }),
    request('a wrong signature', FORM, command, { 'x-slack-signature': `v0=${'0'.repeat(64)}` }),
    request('a short signature', FORM, command, { 'x-slack-signature': 'v0=' }),
    request('a signature with signs', FORM, command, { 'x-slack-signature': 'ä=ö' }),
    request('another version', FORM, command, { 'x-slack-signature': 'v1=00' }),
    request('no time', FORM, command, { 'x-slack-request-timestamp': 'soon' }),
    request('a time beyond all', FORM, command, { 'x-slack-request-timestamp': '9'.repeat(300) }),
    request('an old time', FORM, command, signed(command, old)),
    request('an event of an object’s own', JSON_TYPE, '{"event_id":"x","event":{"type":"constructor"}}'),
    request('a type of an object’s own', JSON_TYPE, '{"type":"constructor"}'),
    request('a retry of nothing', JSON_TYPE, 'null', { 'x-slack-retry-num': 'x' }),
    request('an empty challenge', JSON_TYPE, '{"type":"url_verification"}'),
    request('a challenge that is none', JSON_TYPE, '{"type":"url_verification","challenge":{}}'),
    request('too much', JSON_TYPE, MARK.repeat(100_000)),
  ];
}

/** How each kind of body travels. */
const TYPES: Readonly<Record<Kind, string>> = {
  events_api: JSON_TYPE,
  interactive: FORM,
  slash_commands: FORM,
};

function overHttp(kind: Kind, name: string, json: string): Sent {
  return request(name, TYPES[kind], bodyFor(kind, json));
}

const frame = (name: string, data: string | Buffer, id?: string): Sent => ({
  name,
  send: ({ server }) => server.sendRaw(data, id),
});

async function corpusFor(transport: Transport, running: Running): Promise<Sent[]> {
  const real = await realDeliveries(running);
  let number = 0;
  const malformed = real.flatMap(([of, kind, json]) =>
    spread([...malformedFrom(json)], OF_A_KIND).map(({ name, text }): Sent => {
      number += 1;
      const own = alone(text, number);
      const id = `alone-${number}`;
      const called = `${of}: ${name}`;
      return transport === 'http'
        ? overHttp(kind, called, own)
        : frame(called, envelopeOf(kind, own, id), id);
    }),
  );
  if (transport === 'http') {
    const [, , command = ''] = real.find(([, kind]) => kind === 'slash_commands') ?? [];
    return [
      ...wrongRequests(bodyFor('slash_commands', command)),
      ...NOT_EVEN.map(({ name, text }) => request(name, JSON_TYPE, text)),
      ...NOT_EVEN.map(({ name, text }) =>
        request(`payload: ${name}`, FORM, `payload=${encodeURIComponent(text)}`),
      ),
      ...malformed,
    ];
  }
  const [first] = real;
  if (!first) throw new Error('nothing was delivered');
  const envelope = envelopeOf(first[1], first[2], 'envelope-x');
  const greeting = '{"type":"hello","num_connections":1,"connection_info":{"app_id":"A0"}}';
  return [
    ...NOT_EVEN.map(({ name, text }) => frame(name, text)),
    ...[...malformedFrom(envelope)].map(({ name, text }) => frame(`the envelope: ${name}`, text)),
    ...[...malformedFrom(greeting)].map(({ name, text }) => frame(`the greeting: ${name}`, text)),
    ...NOT_EVEN.flatMap(({ name, text }): Sent[] => {
      number += 1;
      const id = `alone-${number}`;
      const data = `{"envelope_id":"${id}","type":"events_api","payload":${text}}`;
      return isJson(data) ? [frame(`a payload: ${name}`, data, id)] : [];
    }),
    // What the library says of its own socket.
    ...[
      'connected',
      'disconnected',
      'error',
      'close',
      'ws_message',
      'slack_event',
      '__proto__',
      'constructor',
    ].flatMap((type) => [
      frame(
        `the type ${type}`,
        JSON.stringify({ type, envelope_id: `type-${type}`, payload: {} }),
        `type-${type}`,
      ),
      frame(
        `the event ${type}`,
        JSON.stringify({ type: 'events_api', envelope_id: `event-${type}`, payload: { event: { type } } }),
        `event-${type}`,
      ),
    ]),
    frame('bytes', Buffer.from(envelope)),
    frame('no text at all', Buffer.from([0xff, 0xfe, 0x00])),
    ...malformed,
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Each of them to a program of its own. */
async function guiltyOf(transport: Transport, batch: readonly Sent[]): Promise<string> {
  const guilty: string[] = [];
  for (const { name, send } of batch) {
    const fresh = await start(transport);
    await send(fresh);
    if (!(await isAnswered(fresh))) guilty.push(name);
    fresh.child.process.kill('SIGKILL');
    await fresh.server.close();
  }
  return guilty.join('; ') || 'none alone';
}

/** What it was answered, and in what time. */
async function timed(sent: Sent, running: Running): Promise<{ name: string; status: number; ms: number }> {
  const began = performance.now();
  const status = await sent.send(running);
  return { name: sent.name, status, ms: performance.now() - began };
}

describe.each<Transport>(['http', 'socket'])('malformed deliveries over %s', (transport) => {
  let running: Running;
  let corpus: Sent[];
  beforeAll(async () => {
    running = await start(transport);
    corpus = await corpusFor(transport, running);
  });
  afterAll(() => stop(running));

  it('are many, of every kind', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(300);
  });

  it('leave the program alive and a student answered, and are answered in time', async () => {
    const { server, child } = running;
    for (let from = 0; from < corpus.length; from += BATCH) {
      const batch = corpus.slice(from, from + BATCH);
      const answers = await Promise.all(batch.map((each) => timed(each, running)));
      const late = answers.filter(({ ms, status }) => ms > ACKNOWLEDGED_MS || !isExpected(transport, status));
      expect(late).toEqual([]);
      if (!(await isAnswered(running)))
        expect.fail(`guilty: ${await guiltyOf(transport, batch)}\n${child.errors().slice(-2_000)}`);
    }
    expectAlive(running);
    expect(markedIn(child), 'what was sent is in no log').toEqual([]);
    expect(child.errors()).toContain('a malformed delivery of Slack’s is passed over');
    const told = server.shown.filter(({ text }) => text.startsWith('Something went wrong here'));
    expect(new Set(told.map(({ to }) => to)).size, 'who could be told was told').toBeGreaterThan(30);
    expect(server.problems).toEqual([]);
  }, 600_000);
});

it('ends every connection on which something else than HTTP comes, and answers the next turn', async () => {
  const running = await start('http');
  const { port, pathname } = new URL(running.server.target);
  for (const [name, bytes] of rawRequests(pathname)) {
    expect(await exchange(Number(port), bytes), name).not.toMatch(/^HTTP\/1.1 5\d\d/);
  }
  expect(await isAnswered(running)).toBe(true);
  expectAlive(running);
  expect(markedIn(running.child)).toEqual([]);
  await stop(running);
});

/** Without an envelope there is nothing to acknowledge. */
const isExpected = (transport: Transport, status: number): boolean =>
  (transport === 'http' ? ANSWERS : [0, 200]).includes(status);

const page = `<html>${MARK}</html>`;
const MALFORMED_ANSWERS: Readonly<Record<string, Outcome>> = {
  nothing: { text: '' },
  null: { text: 'null' },
  'a list': { text: '[]' },
  'a text': { text: `"${MARK}"` },
  'an object without anything': { text: '{}' },
  'a page': { text: page, headers: { 'content-type': 'text/html' } },
  'half a text': { text: '{"ok":tr' },
  'an ok that is none': { text: `{"ok":"${MARK}","user":${MARK.length},"usergroups":5,"channel":null}` },
  'an ok alone': { text: '{"ok":true}' },
  'wrong metadata': { text: '{"ok":true,"response_metadata":null}' },
  'wrong messages in it': { text: '{"ok":true,"response_metadata":{"messages":5,"warnings":{}}}' },
  'a failure that is an object': { text: `{"ok":false,"error":{"${MARK}":1}}` },
  'wrong groups': { text: '{"ok":true,"usergroups":[null]}' },
  'a wrong person': { text: '{"ok":true,"user":{"profile":5,"tz":{}}}' },
  'a broken server’s page': { status: 502, text: page },
  'a wait that is no number': { status: 429, headers: { 'retry-after': MARK } },
  'a wait that is long': { status: 429, headers: { 'retry-after': '999999' } },
  'a way elsewhere': { status: 302, headers: { location: '/nowhere' } },
};

/** Everything that is asked of Slack for a turn, whichever way its answer takes. */
const METHODS = [
  'response_url',
  'chat.postEphemeral',
  'chat.postMessage',
  'users.info',
  'usergroups.list',
  'views.open',
  'views.publish',
];

describe('malformed answers of the Web API', () => {
  let running: Running;
  beforeAll(async () => {
    running = await start('http');
  });
  afterAll(() => stop(running));

  it.each(Object.entries(MALFORMED_ANSWERS))(
    '%s: the program lives, and the next turn is answered',
    async (name, outcome) => {
      const { server, child } = running;
      const asking = new Student(server, `U0${name.replace(/\W/g, '')}`);
      await asking.say('/mydata');
      for (const method of METHODS) server.fail(method, outcome);
      await Promise.all([
        server.deliver('slash_commands', asking.commandPayload('/lab')),
        server.deliver('interactive', asking.pressPayload(asking.button('Delete'))),
        server.deliver(
          'events_api',
          asking.eventPayload({ type: 'app_home_opened', tab: 'home', channel: 'D1' }),
        ),
        server.deliver(
          'events_api',
          asking.eventPayload({ type: 'app_mention', channel: 'C0', text: 'lab' }),
        ),
        server.deliver(
          'events_api',
          asking.eventPayload({ type: 'message', channel_type: 'im', channel: 'D1', text: 'lab' }),
        ),
      ]);
      server.failNoMore();
      expect(await isAnswered(running), child.errors().slice(-2_000)).toBe(true);
      expectAlive(running);
      expect(markedIn(child)).toEqual([]);
    },
  );
});

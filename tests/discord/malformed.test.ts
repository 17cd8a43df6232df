/** Whatever comes over the wire, the program lives, answers whoever can be answered, and a student's next turn is answered too. */

import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../support/build.ts';
import { type Child, run } from '../support/child.ts';
import { MARK, malformedFrom, NOT_EVEN, spread } from '../support/malformed.ts';
import { type DiscordServer, openDiscordServer } from './discord-server.ts';
import { MANAGE_GUILD, Person } from './person.ts';
import { type Answer, APPLICATION_ID, error, GUILD_ID, OP, TOKEN, wordsOf } from './protocol.ts';

/** Of each kind of frame. */
const FRAMES_OF_A_KIND = process.env.FULL === '1' ? Number.POSITIVE_INFINITY : 40;
/** Frames between two turns of a student. */
const BATCH = 20;
const TURN_MS = 5_000;

let programs: string;
beforeAll(() => {
  programs = build('discord-malformed');
});

interface Running {
  readonly server: DiscordServer;
  readonly child: Child;
  readonly student: Person;
}

async function start(): Promise<Running> {
  const server = await openDiscordServer();
  const child = run(`${programs}/main.js`, [], {
    PORT: '0',
    STORE_URL: 'memory:',
    LOG_LEVEL: 'info',
    DISCORD_TOKEN: TOKEN,
    DISCORD_API_URL: server.apiUrl,
  });
  await child.line((line) => line.includes('on Discord'));
  return { server, child, student: new Person(server, '600000000000000001') };
}

async function stop({ server, child }: Running): Promise<void> {
  child.process.kill('SIGTERM');
  expect(await child.ended, child.errors()).toBe(0);
  await server.close();
}

/** A student's turn, as long as anybody waits for one. */
async function isAnswered({ student }: Running): Promise<boolean> {
  const words = student.type('ledger').then(wordsOf);
  const late = sleep(TURN_MS, '', { ref: false });
  return (await Promise.race([words, late])) !== '';
}

const CALLBACK = /^\/interactions\/\d+\/([^/]+)\/callback$/;

/** A server that nobody of the course is in. */
const ELSEWHERE = '210000000000000002';

/** One frame of every kind that the gateway sends here, as it was sent. */
async function realFrames({ server }: Running): Promise<Map<string, string>> {
  const wells = new Person(server, '600000000000000002');
  const question = await wells.type('predict', { lab: 'quadratic' });
  await wells.press(question, 'Lock A');
  await wells.complete('seq', 'tokens', '4');
  await new Person(server, '600000000000000003', {}).type('lab');
  const prof = new Person(server, '600000000000000004', { guild: GUILD_ID, permissions: MANAGE_GUILD });
  await prof.type('class', { what: 'student', who: { user: '600000000000000002' } });
  const file = { filename: 'grades.csv', url: 'https://cdn.discordapp.com.invalid/grades.csv', size: 10 };
  await prof.press(await prof.type('assign', { due: 'in 6 days', zone: 'Berlin' }), 'Post it here');
  await prof.type('grades', { form: 'canvas', roster: file });
  const grades = await prof.type('grades', { form: 'canvas' });
  await prof.fill(grades, await prof.open(grades, 'Upload the export'), file);
  for (const event of ['GUILD_CREATE', 'GUILD_DELETE']) {
    server.emit(event, {
      id: ELSEWHERE,
      name: 'elsewhere',
      channels: [{ id: '1', type: 0 }],
      roles: [],
      members: [],
    });
  }
  const kinds = new Map<string, string>();
  for (const text of server.frames) {
    const { op, t, d } = JSON.parse(text);
    const where = d?.member ? 'in a server' : 'directly';
    const kind =
      t === 'INTERACTION_CREATE'
        ? `${t} ${d.type} ${d.data.name ?? 'a component'} ${where}`
        : (t ?? `operation ${op}`);
    kinds.set(kind, text);
  }
  // Asked to identify anew without saying so, Discord would be obeyed.
  kinds.set('operation 9', JSON.stringify({ op: OP.invalid, d: false, t: null, s: null }));
  return kinds;
}

/** That a session is no longer valid is well said without the rest of its frame, and that it can be resumed is, too. */
const isMalformed = ({ text }: { readonly text: string }): boolean =>
  !/^\{"op":9,.*"d":(?:true|false)[,}]/.test(text);

/**
 * The same under an id and a token of its own, so that it is seen whether it is answered, and from somebody else: one person
 * who sends so much at once is not answered each time.
 */
function alone(text: string, of: string, number: number): string {
  const { id, token, member, user } = JSON.parse(of).d ?? {};
  if (token === undefined) return text;
  const own = (first: bigint): string => String(first + BigInt(number));
  return text
    .replaceAll(String(token), `token-alone-${number}`)
    .replaceAll(String(id), own(9_000_000_000_000_000n))
    .replaceAll(`"${(member?.user ?? user).id}"`, `"${own(9_100_000_000_000_000n)}"`);
}

describe('malformed frames', () => {
  let running: Running;
  let corpus: {
    readonly name: string;
    readonly data: string | Buffer;
    readonly answered: string | undefined;
  }[];
  beforeAll(async () => {
    running = await start();
    const kinds = await realFrames(running);
    let number = 0;
    const malformed = [...kinds].flatMap(([kind, real]) =>
      spread([...malformedFrom(real)].filter(isMalformed), FRAMES_OF_A_KIND).map(({ name, text }) => {
        number += 1;
        return { name: `${kind}: ${name}`, text: alone(text, real, number) };
      }),
    );
    corpus = [
      ...[...NOT_EVEN, ...malformed].map(({ name, text }) => ({ name, data: text, answered: tokenOf(text) })),
      ...[...kinds.values()].map((text) => ({ name: 'bytes', data: Buffer.from(text), answered: undefined })),
      { name: 'cut bytes', data: deflateSync('{"op":0}').subarray(0, 8), answered: undefined },
      { name: 'packed null', data: deflateSync('null'), answered: undefined },
    ];
  });
  afterAll(() => stop(running));

  it('are many, of every kind', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(300);
    expect(new Set(corpus.map(({ name }) => name.split(':')[0])).size).toBeGreaterThan(10);
  });

  it('leave the program alive and a student answered, and are answered where they can be', async () => {
    const { server, child } = running;
    for (let from = 0; from < corpus.length; from += BATCH) {
      const batch = corpus.slice(from, from + BATCH);
      for (const { data } of batch) server.sendRaw(data);
      if (!(await isAnswered(running)))
        expect.fail(`guilty: ${await guiltyOf(batch)}\n${child.errors().slice(-2_000)}`);
    }
    expect(child.process.exitCode).toBeNull();
    expect(child.errors()).not.toContain('a failure that nobody handled');
    expect(server.sessions, 'no reason to connect again').toEqual(['identify']);
    const expected = corpus.filter((each) => each.answered !== undefined);
    expect(expected.length).toBeGreaterThan(100);
    const unanswered = (): string[] => {
      const answered = new Set(server.requests.map(({ path }) => CALLBACK.exec(path)?.[1]));
      return expected.filter((each) => !answered.has(each.answered)).map(({ name }) => name);
    };
    await expect.poll(unanswered, { timeout: 15_000, interval: 100 }).toEqual([]);
    expect(server.problems).toEqual([]);
    expect(child.errors(), 'what was sent is in no log').not.toContain(MARK);
  }, 600_000);
});

/** The token of an interaction that anybody could be told about in a message. */
function tokenOf(text: string): string | undefined {
  try {
    const { op, t, d } = JSON.parse(text);
    const isAnswerable =
      op === OP.dispatch &&
      t === 'INTERACTION_CREATE' &&
      /^\d{1,20}$/.test(d.id) &&
      d.application_id === APPLICATION_ID &&
      d.type !== 4;
    return isAnswerable && /^token-alone-\d+$/.test(d.token) ? d.token : undefined;
  } catch {
    return undefined;
  }
}

/** Each of them to a program of its own. */
async function guiltyOf(
  batch: readonly { readonly name: string; readonly data: string | Buffer }[],
): Promise<string> {
  const guilty: string[] = [];
  for (const { name, data } of batch) {
    const fresh = await start();
    fresh.server.sendRaw(data);
    if (!(await isAnswered(fresh))) guilty.push(name);
    fresh.child.process.kill('SIGKILL');
    await fresh.server.close();
  }
  return guilty.join('; ') || 'none alone';
}

const json = { 'Content-Type': 'application/json' };
const html = { 'Content-Type': 'text/html' };
const MALFORMED_ANSWERS: Readonly<Record<string, Answer>> = {
  'nothing, as JSON': { status: 200, text: '', headers: json },
  null: { status: 200, body: null },
  'a list': { status: 200, body: [null] },
  'a page': { status: 200, text: '<html>', headers: html },
  'half a text': { status: 200, text: '{"id":', headers: json },
  'a failure that is null': { status: 400, text: 'null', headers: json },
  'a failure without a body': { status: 400 },
  'a failure that is a page': { status: 403, text: '<html>', headers: html },
  'a failure in half a text': { status: 404, text: '{"code":', headers: json },
  'a broken server’s page': { status: 502, text: '<html>', headers: html },
  'an unknown failure': error(418, 4_711, MARK),
};

describe('malformed answers of the REST API', () => {
  let running: Running;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(() => stop(running));

  it.each(Object.entries(MALFORMED_ANSWERS))(
    '%s: the program lives, and the next turn is answered',
    async (_, answer) => {
      const { server, student, child } = running;
      const before = server.requests.length;
      let left = 2;
      server.fault = () => {
        left -= 1;
        return left >= 0 ? answer : undefined;
      };
      student.send('ledger');
      await expect.poll(() => server.requests.length).toBeGreaterThan(before);
      server.fault = undefined;
      expect(await isAnswered(running), child.errors().slice(-2_000)).toBe(true);
      expect(child.errors()).not.toContain('a failure that nobody handled');
    },
  );
});

/** Whatever is sent to the playground's routes, each request is answered, the program lives, and so does the next turn. */

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../support/build.ts';
import { type Child, run } from '../support/child.ts';
import { MARK, malformedFrom, NOT_EVEN, spread } from '../support/malformed.ts';
import { exchange, rawRequests } from '../support/raw-http.ts';
import { choicesOf, post, sayAt, turn } from './open-playground.ts';

/** Of each kind of body. */
const OF_A_KIND = process.env.FULL === '1' ? Number.POSITIVE_INFINITY : 60;
/** Requests between two turns, all at once. */
const BATCH = 30;
const ANSWERED_MS = 5_000;

let child: Child;
let address: string;
beforeAll(async () => {
  child = run(`${build('playground-malformed')}/main.js`, [], {
    PORT: '0',
    STORE_URL: 'memory:',
    LOG_LEVEL: 'info',
  });
  const line = await child.line((each) => each.includes('open at'));
  address = /http:\S+/.exec(line)?.[0] ?? '';
});
afterAll(async () => {
  child.process.kill('SIGTERM');
  expect(await child.ended).toBe(0);
});

interface Sent {
  readonly name: string;
  /** Resolves with the status of the answer. */
  send(): Promise<number>;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

const to = (
  path: string,
  name: string,
  body: string | Uint8Array<ArrayBuffer> | FormData,
  headers: Readonly<Record<string, string>> = JSON_TYPE,
): Sent => ({
  name: `${path}: ${name}`,
  send: async () => {
    const answer = await fetch(`${address}${path}`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    return answer.status;
  },
});

const asked = (path: string, method = 'GET'): Sent => ({
  name: `${method} ${path}`,
  send: async () => {
    const answer = await fetch(`${address}${path}`, { method });
    await answer.arrayBuffer();
    return answer.status;
  },
});

const POSTED = ['/api/turn', '/api/turn-with-file', '/api/verify'];
const READ = ['/', '/api/course', '/api/inbox', '/api/class?persona=instructor', '/healthz', '/readyz'];

function form(): FormData {
  const made = new FormData();
  made.set('persona', 'student-2');
  made.set('file', new Blob([MARK]), `${MARK}.csv`);
  return made;
}

/** Bodies that are wrong by themselves, whatever they carry. */
const wrongBodies = (path: string): Sent[] => [
  ...NOT_EVEN.map(({ name, text }) => to(path, name, text)),
  to(path, 'a form with parts', form(), {}),
  to(path, 'parts without a boundary', `--x\r\n${MARK}`, { 'Content-Type': 'multipart/form-data' }),
  to(path, 'a form', `line=${MARK}`, { 'Content-Type': 'application/x-www-form-urlencoded' }),
  to(path, 'no type', '{}', { 'Content-Type': '' }),
  to(path, 'another charset', '{}', { 'Content-Type': 'application/json; charset=utf-16' }),
  to(path, 'gzip', new Uint8Array(gzipSync('{}')), { ...JSON_TYPE, 'Content-Encoding': 'gzip' }),
  to(path, 'no text', new Uint8Array([0xff, 0xfe, 0x00, 0x80]), JSON_TYPE),
  to(path, 'too much', MARK.repeat(1_000_000)),
  to(path, 'an origin that is none', '{}', { ...JSON_TYPE, Origin: MARK }),
  to(path, 'a site that is none', '{}', { ...JSON_TYPE, 'Sec-Fetch-Site': MARK }),
];

async function realBodies(): Promise<[path: string, body: string][]> {
  await sayAt(address, 'student-2', '/predict lab quadratic');
  const [choice] = choicesOf(await sayAt(address, 'student-2', '/predict'));
  if (!choice) throw new Error('a question without choices');
  const base64 = Buffer.from('Student,ID\nLovelace,1\n').toString('base64');
  const [file] = (await sayAt(address, 'student-2', '/ledger export')).filter(({ kind }) => kind === 'file');
  const evidence = file && 'content' in file ? String(file.content) : '{}';
  const button = { version: choice.version, entered: 'x' };
  return [
    ['/api/turn', JSON.stringify(turn('student-2', '/seq 4k', 'delivery'))],
    [
      '/api/turn',
      JSON.stringify({ ...turn('student-2', choice.line, 'pressed', button), zone: 'Europe/Rome' }),
    ],
    [
      '/api/turn-with-file',
      JSON.stringify({
        ...turn('instructor', '/grades canvas', 'filed'),
        file: { name: 'grades.csv', base64 },
      }),
    ],
    ['/api/verify', JSON.stringify({ files: [{ name: 'a.json', text: evidence }], key: 'x', post: 'y' })],
  ];
}

const QUERIES = ['', '?', '?persona', `?persona=${MARK}`, '?persona=instructor&assignment=__proto__'];
const MORE_QUERIES = ['?persona=instructor&persona=student-1', '?persona=instructor&section[]=%00', '?=&&=%'];

async function corpus(): Promise<Sent[]> {
  const real = await realBodies();
  return [
    ...POSTED.flatMap(wrongBodies),
    ...[...POSTED, ...READ].flatMap((path) =>
      ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'].map((method) => asked(path, method)),
    ),
    ...[...QUERIES, ...MORE_QUERIES].map((query) => asked(`/api/class${query}`)),
    ...['/%', '/%00', '/..%2f..%2fpackage.json', '/api', '/api/', '/constructor', `/${MARK}`].map((path) =>
      asked(path),
    ),
    ...real.flatMap(([path, body]) =>
      spread([...malformedFrom(body)], OF_A_KIND).map(({ name, text }) => to(path, name, text)),
    ),
  ];
}

/** Whose turn is answered, whatever else was sent. */
async function expectAnswered(): Promise<void> {
  const answer = await post(address, turn('student-1', '/ledger'));
  expect(answer.status, child.errors().slice(-2_000)).toBe(200);
  await answer.arrayBuffer();
  expect(child.process.exitCode).toBeNull();
}

async function timed({ name, send }: Sent): Promise<{ name: string; status: number; ms: number }> {
  const began = performance.now();
  // 0 where the connection was cut.
  const status = await send().catch(() => 0);
  return { name, status, ms: performance.now() - began };
}

describe('the playground', () => {
  it('answers each of more than 300 malformed requests, and a student after them', async () => {
    const all = await corpus();
    expect(all.length).toBeGreaterThanOrEqual(300);
    for (let from = 0; from < all.length; from += BATCH) {
      const answers = await Promise.all(all.slice(from, from + BATCH).map(timed));
      expect(answers.filter(({ status, ms }) => status === 0 || status >= 500 || ms > ANSWERED_MS)).toEqual(
        [],
      );
      await expectAnswered();
    }
    expect(child.errors(), 'what was sent is in no log').not.toContain(MARK);
  }, 600_000);

  it.each(POSTED)(
    'ends every connection on which something else than HTTP comes, at %s',
    async (path) => {
      const port = Number(new URL(address).port);
      for (const [name, bytes] of rawRequests(path)) {
        const answer = await exchange(port, bytes);
        expect(answer, name).not.toMatch(/^HTTP\/1.1 5\d\d/);
      }
      await expectAnswered();
      expect(child.errors()).not.toContain(MARK);
    },
    60_000,
  );
});

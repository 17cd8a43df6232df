/** The program as an operator meets it: what it prints, how it refuses, how it stops. */

import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { progressCollection, progressKey, recordKey } from '../src/ledger/keys.ts';
import { courseOf } from '../src/messages/actor.ts';
import { openBackend } from '../src/store/open-backend.ts';
import { build } from './support/build.ts';
import { type Child, run } from './support/child.ts';

let program: string;
let folder: string;
beforeAll(async () => {
  program = join(build('main'), 'main.js');
  folder = await mkdtemp(join(tmpdir(), 'main-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (env: NodeJS.ProcessEnv = {}): Child =>
  run(program, [], { PORT: '0', STORE_URL: `sqlite://${join(folder, 'lab.sqlite')}`, ...env });

async function addressOf(child: Child): Promise<string> {
  const line = await child.line((each) => each.includes('http://'));
  return /http:\/\/\S+/.exec(line)?.[0] ?? '';
}

const say = (address: string, line: string, delivery: string) =>
  fetch(`${address}/api/turn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ persona: 'student-1', line, delivery }),
  });

describe('npm start', () => {
  it('with nothing set serves the playground on loopback and says where', async () => {
    const child = start();
    const address = await addressOf(child);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const health = await fetch(`${address}/healthz`);
    expect(health.status).toBe(200);
    expect(await health.json()).toEqual({
      ok: true,
      ready: true,
      checks: {
        store: 'ok',
        ledgers: 'ok',
        playground: 'listening',
        reminders: 'ok',
        summaries: expect.stringMatching(/^ok$|^looking through older records$/),
      },
    });
    child.process.kill('SIGTERM');
    expect(await child.ended).toBe(0);
  });

  it('finishes what was accepted at SIGTERM, and exits with 0 within five seconds', async () => {
    const child = start();
    const address = await addressOf(child);
    await say(address, '/predict lab quadratic', 'd1');
    const answers = Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        say(address, '/predict B', `lock-${n}`).then((each) => each.json()),
      ),
    );
    // The first answer shows that the others have been accepted too.
    await say(address, '/lab', 'd2');
    const asked = performance.now();
    child.process.kill('SIGTERM');
    const told = JSON.stringify(await answers);
    expect(told.match(/Locked: B/g)).toHaveLength(1);
    expect(await child.ended).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5_000);
    const again = start();
    const ledger = await (await say(await addressOf(again), '/ledger verify', 'd3')).text();
    expect(ledger).toMatch(/The chain is intact.*The one decision/);
    again.process.kill('SIGINT');
    expect(await again.ended).toBe(0);
  });

  it('sums up records of the first version at the first start, while it listens, and never again', async () => {
    const url = `sqlite://${join(folder, 'old.sqlite')}`;
    const old = JSON.parse(await readFile('tests/fixtures/schema-1.json', 'utf8')) as readonly {
      readonly row: { readonly lab: string; readonly student: string };
    }[];
    const before = await openBackend(url);
    await before.hold('old', (rows) =>
      rows.write(new Map(old.map(({ row }) => [recordKey(row.lab, row.student), JSON.stringify(row)]))),
    );
    await before.close();
    const logged: string[] = [];
    for (let round = 0; round < 2; round++) {
      const child = start({ STORE_URL: url, LOG_LEVEL: 'info' });
      const address = await addressOf(child);
      await expect
        .poll(async () => (await fetch(`${address}/healthz`)).json(), { timeout: 10_000 })
        .toMatchObject({ checks: { summaries: 'ok' } });
      child.process.kill('SIGTERM');
      expect(await child.ended).toBe(0);
      logged.push(child.errors());
    }
    expect(logged[0]).toContain(`"records":${old.length},"written":${old.length},"unreadable":0`);
    expect(logged[1]).not.toContain('summed up');
    const after = await openBackend(url);
    const { row } = old[0] as (typeof old)[number];
    const summaries = await after.list(progressCollection(courseOf(row.student), row.lab));
    expect(summaries.map(([student]) => student).toSorted()).toEqual(
      old.map((each) => each.row.student).toSorted(),
    );
    // The doctor mends what somebody else broke.
    await after.hold('broken', (rows) => rows.set(progressKey(row.lab, row.student), '[]'));
    await after.close();
    const doctor = run(join(dirname(program), 'doctor.js'), ['rebuild'], { STORE_URL: url });
    expect(await doctor.ended, doctor.errors()).toBe(0);
    expect(doctor.lines).toEqual([
      `Records: ${old.length}. Summaries written: 1. Records that do not hold: 0.`,
    ]);
  });

  it('refuses a file that was rolled back, and goes on with it once that is said to be on purpose', async () => {
    const file = join(folder, 'rolled-back.sqlite');
    const url = `sqlite://${file}`;
    const lock = async (line: string): Promise<string> => {
      const child = start({ STORE_URL: url });
      const answer = await (await say(await addressOf(child), line, line)).text();
      child.process.kill('SIGTERM');
      expect(await child.ended).toBe(0);
      return answer;
    };
    await lock('/predict lab quadratic');
    await copyFile(file, join(folder, 'backup.sqlite'));
    expect(await lock('/predict B')).toContain('Locked: B');
    await copyFile(join(folder, 'backup.sqlite'), file);
    const refused = start({ STORE_URL: url });
    expect(await refused.ended).toBe(2);
    expect(refused.errors()).toMatch(
      /rolled-back\.sqlite has gone back: it holds \d+ of \d+ rows written.*accept-restore/,
    );
    const doctor = () => run(join(dirname(program), 'doctor.js'), ['accept-restore'], { STORE_URL: url });
    const accepted = doctor();
    expect(await accepted.ended, accepted.errors()).toBe(0);
    expect(accepted.lines).toEqual([expect.stringMatching(/was restored on purpose at .* rows written\.$/)]);
    expect(accepted.errors()).toContain('was restored on purpose');
    const again = doctor();
    await again.ended;
    expect(again.lines).toEqual(['The file is the one that it was: there is nothing to accept.']);
    expect(await lock('/predict C')).toContain('Locked: C');
  });

  it('has one line for each wrong variable, repeats no value, and exits with 2', async () => {
    const child = start({ PORT: 'hunter2', LOG_LEVEL: 'hunter2' });
    expect(await child.ended).toBe(2);
    expect(child.errors().trim().split('\n')).toEqual([
      'PORT is not usable: it must be a whole number from 0 to 65535.',
      expect.stringMatching(/^LOG_LEVEL is not usable: it must be fatal, error/),
    ]);
  });

  it('refuses a store that another process holds, a port that is taken, and an open door, in a line each', async () => {
    const first = start();
    const address = await addressOf(first);
    const cases: [NodeJS.ProcessEnv, RegExp][] = [
      [{}, /lab\.sqlite is in use by another process\. Stop that one first/],
      [{ STORE_URL: 'memory:', PORT: new URL(address).port }, /^PORT \d+ is in use/],
      [{ STORE_URL: 'memory:', PLAYGROUND_HOST: '0.0.0.0' }, /also set PLAYGROUND_EXPOSE/],
    ];
    for (const [env, says] of cases) {
      const second = start(env);
      expect(await second.ended).toBe(2);
      expect(second.errors().trim()).toMatch(says);
      expect(second.errors().trim().split('\n')).toHaveLength(1);
    }
    first.process.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it('logs JSON lines without what students type', async () => {
    const child = start({ LOG_LEVEL: 'trace', STORE_URL: 'memory:' });
    const address = await addressOf(child);
    await say(address, '/predict my-own-words', 'd1');
    child.process.kill('SIGTERM');
    await child.ended;
    const lines = child
      .errors()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string });
    expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['ready', 'turn', 'stopped']));
    expect(child.errors()).not.toContain('my-own-words');
  });

  it('reads .env where it is started', async () => {
    await writeFile(join(folder, '.env'), 'PLAYGROUND=sometimes\n');
    const child = run(program, [], { PORT: '0' }, folder);
    expect(await child.ended).toBe(2);
    expect(child.errors()).toContain('PLAYGROUND is not usable: it must be auto, on or off.');
  });
});

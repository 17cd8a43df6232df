/** Processes killed at random moments: what it said was locked is locked, once, and nothing was shown before its lock. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_LAB } from '../../src/labs/catalogue.ts';
import { verify } from '../../src/ledger/chain.ts';
import { progressKey, recordKey } from '../../src/ledger/keys.ts';
import { readSummary } from '../../src/ledger/summary.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { bundle, run } from '../support/child.ts';
import { TEST_KEY } from '../support/key.ts';
import { actorNamed, openTestLab, wordsOf } from '../support/lab.ts';
import { moments } from '../support/moments.ts';
import { loadFrom, openTestStore } from '../support/stores.ts';

/** Of a record of the first version. */
const OLD = {
  schema: 1,
  lab: FIRST_LAB,
  seed: '0'.repeat(32),
  startedAt: '2026-11-23T19:00:01.000Z',
} as const;

const ROUNDS = 50;
/** After it has opened its store: a few locks on a busy machine, some tens on a quiet one. */
const LONGEST_LIFE_MS = 120;
/** Each round's students have numbers of their own. */
const PER_ROUND = 10_000;

describe('kill -9 at random moments', () => {
  let folder: string;
  let program: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crash-'));
    program = await bundle('tests/ledger/programs/lock-many.ts');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it(`${ROUNDS} rounds: every acknowledged lock is there, none is doubled, no reveal without a stored lock`, async () => {
    const url = `sqlite://${join(folder, 'lab.sqlite')}`;
    const moment = moments(6);
    const acknowledged = new Map<string, string>();
    const revealed = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const child = run(program, [url, String(round * PER_ROUND)]);
      await child.line((line) => line === 'open');
      await new Promise((resolve) => setTimeout(resolve, moment.next().value * LONGEST_LIFE_MS));
      child.process.kill('SIGKILL');
      expect(await child.ended).toBe('SIGKILL');
      for (const line of child.lines) {
        const [what, user, letter] = line.split(' ');
        if (what === 'locked' && user && letter) acknowledged.set(user, letter);
        if (what === 'revealed' && user) revealed.add(user);
      }
    }
    expect(acknowledged.size, 'rounds that got as far as a lock').toBeGreaterThan(ROUNDS);

    const store = await openTestStore(url);
    const lab = await openTestLab({ store });
    const load = (user: string) => loadFrom(store, `test:crash:${user}`);
    for (const [user, letter] of acknowledged) {
      const { record, trouble } = await load(user);
      expect(trouble, `${user}’s record reads`).toBeUndefined();
      const locks = record?.decisions.filter(({ decision }) => decision.kind === 'locked') ?? [];
      expect(locks, `${user} locked once`).toHaveLength(1);
      expect(record && verify(record)).toEqual({ intact: true });
      const again = wordsOf(await lab.assistant.say({ actor: actorNamed(user, 'crash') }, '/predict A'));
      expect(again, `${user} locked what was acknowledged`).toContain(`You already locked ${letter} (`);
    }
    for (const user of revealed) expect((await load(user)).record?.decisions.length).toBe(1);
    await store.close();
  }, 120_000);
});

describe('kill -9 at random moments of the backfill', () => {
  /** So many that no process is through before it is killed, and the last one soon is. */
  const STUDENTS = 1_500;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crash-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('leaves whole summaries, and the next one does the rest', async () => {
    const url = `sqlite://${join(folder, 'lab.sqlite')}`;
    const students = Array.from({ length: STUDENTS }, (_, n) => `test:class:s${n}`);
    const records = students.map((student) => {
      const { schema, lab, seed, startedAt } = OLD;
      const row = { schema, lab, seed, startedAt, student, shown: [], decisions: [], tallies: {} };
      return [recordKey(lab, student), JSON.stringify({ ...row, explorations: [], setAside: [] })] as const;
    });
    const before = await openBackend(url);
    await before.hold('students', (rows) => rows.write(new Map(records)));
    await before.close();

    const program = await bundle('tests/ledger/programs/backfill.ts');
    const moment = moments(11);
    const counts: number[] = [];
    const made = async (): Promise<number> => {
      const backend = await openBackend(url);
      const rows = await backend.list(`progress:test:class:${OLD.lab}`);
      for (const [student, text] of rows)
        expect(readSummary(text, progressKey(OLD.lab, student), TEST_KEY).startedAt, student).toEqual(
          new Date(OLD.startedAt),
        );
      await backend.close();
      return rows.length;
    };
    for (let round = 0; round < 8; round++) {
      const child = run(program, [url]);
      await child.line((line) => line === 'open');
      await new Promise((resolve) => setTimeout(resolve, moment.next().value * 30 * 2 ** round));
      child.process.kill('SIGKILL');
      expect(['SIGKILL', 0]).toContain(await child.ended);
      counts.push(await made());
    }
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(
      counts.some((count) => count > 0 && count < STUDENTS),
      `killed in the middle: ${counts}`,
    ).toBe(true);
    const last = run(program, [url]);
    const done = await last.line((line) => line.startsWith('done'));
    // Null where one of them was through before it could be killed.
    const rest: { readonly written: number } | null = JSON.parse(done.slice('done '.length));
    expect(rest?.written ?? 0).toBe(STUDENTS - (counts.at(-1) ?? 0));
    expect(await made()).toBe(STUDENTS);
  }, 120_000);
});

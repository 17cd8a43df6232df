/** A process killed at random moments: what it said was locked is locked, once, and nothing was shown before its lock. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../src/ledger/chain.ts';
import { bundle, run } from '../support/child.ts';
import { actorNamed, openTestLab, wordsOf } from '../support/lab.ts';
import { moments } from '../support/moments.ts';
import { loadFrom, openTestStore } from '../support/stores.ts';

const ROUNDS = 50;
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
      await new Promise((resolve) => setTimeout(resolve, moment.next().value * 60));
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
      const { record, setAside } = await load(user);
      expect(setAside, `${user}’s record reads`).toBeUndefined();
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

/** A file in which any single bit may have flipped: nobody is asked again, and nobody is shown what they did not answer. */

import { copyFile, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { StoreStartError } from '../../src/store/errors.ts';
import { markFileOf } from '../../src/store/sqlite-mark.ts';
import { openTestLab, wordsOf } from '../support/lab.ts';
import { moments } from '../support/moments.ts';
import { openTestStore } from '../support/stores.ts';

const FLIPS = process.env.FULL ? 500 : 60;
const STUDENTS = Array.from({ length: 40 }, (_, n) => `student-${n}`);

/** Every question answered; each student their own way. */
const WALK = (n: number): readonly string[] => [
  '/predict lab quadratic',
  `/predict ${'ABCD'[n % 4]}`,
  `/seq ${4000 + n}`,
  '/reflect',
  `/reflect ${'ABCD'[(n >> 2) % 4]}`,
  `/seq ${3000 + n} commit`,
  '/predict',
  `/predict ${'ABCD'[(n >> 1) % 4]}`,
  `/depth ${4 + (n % 16)}`,
  '/reflect',
  `/reflect ${'ABCD'[(n >> 3) % 4]}`,
  `/depth 16 commit`,
];

/** What they are shown of what they had locked. */
const LOOKS = ['/predict lab quadratic act 1', '/predict lab quadratic act 2', '/ledger'];

const TOLD = /does not hold|can’t read your ledger|can’t be reached/;

describe(`${FLIPS} flips of one bit in a file with ${STUDENTS.length} finished students`, () => {
  let folder: string;
  const before = new Map<string, string>();
  const file = (name: string): string => join(folder, `${name}.sqlite`);
  const shown = async (url: string): Promise<ReadonlyMap<string, string>> => {
    const store = await openTestStore(url);
    try {
      const lab = await openTestLab({ store });
      const all = new Map<string, string>();
      for (const user of STUDENTS)
        for (const line of LOOKS) all.set(`${user} ${line}`, wordsOf(await lab.say(user, line)));
      return all;
    } finally {
      await store.close();
    }
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flips-'));
    const store = await openTestStore(`sqlite://${file('whole')}`);
    const lab = await openTestLab({ store });
    for (const [n, user] of STUDENTS.entries()) for (const line of WALK(n)) await lab.say(user, line);
    await store.close();
    for (const [look, words] of await shown(`sqlite://${file('whole')}`)) {
      expect(words, look).toMatch(/already locked|your ledger/i);
      before.set(look, words);
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('asks nobody again what they had locked, and shows nobody anything else without a warning', async () => {
    const { size } = await stat(file('whole'));
    const moment = moments(7);
    const counts = { refused: 0, told: 0, same: 0 };
    for (let flip = 0; flip < FLIPS; flip++) {
      const bit = Math.floor(moment.next().value * size * 8);
      await copyFile(file('whole'), file('flipped'));
      // Of the copy before, which it does not go on from.
      await rm(markFileOf(file('flipped')), { force: true });
      const handle = await open(file('flipped'), 'r+');
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, bit >> 3);
      await handle.write(Buffer.of((buffer[0] ?? 0) ^ (1 << (bit & 7))), 0, 1, bit >> 3);
      await handle.close();
      let after: ReadonlyMap<string, string> | undefined;
      try {
        after = await shown(`sqlite://${file('flipped')}`);
      } catch (error) {
        expect(error, `bit ${bit}`).toBeInstanceOf(StoreStartError);
      }
      let told = false;
      for (const [look, words] of after ?? []) {
        if (words === before.get(look)) continue;
        expect(words, `bit ${bit}: ${look}`).toMatch(TOLD);
        told = true;
      }
      counts[after === undefined ? 'refused' : told ? 'told' : 'same'] += 1;
    }
    expect(counts.refused + counts.told, JSON.stringify(counts)).toBeGreaterThan(FLIPS / 2);
  });
});

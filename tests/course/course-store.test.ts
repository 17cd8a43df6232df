/** What a process keeps at hand of a course is never older than what it wrote, and one bad row hides no class. */

import { describe, expect, it } from 'vitest';
import { CourseStore } from '../../src/course/course-store.ts';
import type { Assignment } from '../../src/course/rows.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { progressKey, recordKey } from '../../src/ledger/keys.ts';
import type { Backend } from '../../src/store/backend.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { TEST_KEY } from '../support/key.ts';
import { ADA, assign, COURSE, keyOf, lockFirst, openSeminar, PROF, person } from './support/seminar.ts';

/** Lists wait where they are told to, with what they have read. */
function slow(backend: Backend): { readonly backend: Backend; readonly hold: () => () => void } {
  let gate: Promise<void> | undefined;
  return {
    backend: {
      ...backend,
      hold: (key, work) => backend.hold(key, work),
      async list(...asked) {
        const rows = await backend.list(...asked);
        await gate;
        return rows;
      },
    },
    hold() {
      let open = (): void => undefined;
      gate = new Promise((resolve) => {
        open = () => {
          gate = undefined;
          resolve();
        };
      });
      return open;
    },
  };
}

const HOMEWORK: Assignment = {
  schema: 1,
  id: 'one',
  lab: PACKS[0]?.id ?? '',
  title: 'One',
  points: 800,
  due: { wall: '2026-11-27T23:59', zone: 'UTC', instant: '2026-11-27T23:59:00.000Z' },
  posts: [],
  reveals: {},
  exceptions: {},
  by: keyOf('prof'),
  at: '2026-11-23T14:00:00.000Z',
};

describe('a course at hand', () => {
  it('shows a homework that was assigned while somebody else’s turn was reading the course', async () => {
    const { backend, hold } = slow(keyvBackend(new Map()));
    const store = new CourseStore(backend, PACKS, TEST_KEY);
    await store.changeCourse(COURSE, (course) => course);
    const open = hold();
    const reading = store.view(COURSE);
    await new Promise((resolve) => setImmediate(resolve));
    await store.changeAssignment(COURSE, 'one', () => HOMEWORK);
    open();
    expect((await reading)?.assignments).toEqual([]);
    expect((await store.view(COURSE))?.assignments).toEqual([HOMEWORK]);
  });
});

describe('a summary that is not what was written', () => {
  it('is made from the record; where that does not hold either, nobody else is hidden with it', async () => {
    const seminar = openSeminar();
    const assignment = await assign(seminar);
    for (const user of ['ada', 'ben']) await lockFirst(seminar, person(user));
    const lab = (await seminar.store.viewNow(COURSE))?.assignments[0]?.lab ?? '';
    const whole = await seminar.store.progress(COURSE, lab);
    expect(whole.size).toBe(2);
    const ben = keyOf('ben');
    seminar.rows.set(progressKey(lab, ben), '[2]');
    expect(await seminar.store.progress(COURSE, lab)).toEqual(whole);
    expect(await seminar.store.summary(ben, lab)).toEqual(whole.get(ben));

    seminar.rows.set(recordKey(lab, ben), '{');
    expect([...(await seminar.store.progress(COURSE, lab)).keys()]).toEqual([keyOf('ada')]);
    const words = seminar.words(await seminar.ask(PROF, { kind: 'class', assignment }));
    expect(words).toContain('2 enrolled');
    expect(seminar.words(await seminar.say(ADA, '/owed'))).toContain('left');
  });
});

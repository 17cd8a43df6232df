/** Deadlines to the millisecond, as they are at the commit of a step; and how often somebody may ask. */

import { beforeEach, describe, expect, it } from 'vitest';
import { gradeOf, type StepState } from '../../src/course/grade.ts';
import { LIMITS } from '../../src/course/rate-limit.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { choice } from '../support/lab.ts';
import {
  ADA,
  assign,
  DUE,
  HOUR,
  keyOf,
  lockFirst,
  MONDAY,
  openSeminar,
  PROF,
  person,
  rosterFile,
  type Seminar,
  start,
  walk,
} from './support/seminar.ts';

const [PACK] = PACKS;
/** Sunday, 23:59 in New York. */
const LATE_UNTIL = new Date('2026-11-30T04:59:00.000Z');
/** Wednesday after, 12:00 in New York. */
const EXTENDED = new Date('2026-12-02T17:00:00.000Z');

describe('a deadline', () => {
  let seminar: Seminar;
  let id: string;
  beforeEach(() => {
    seminar = openSeminar();
  });

  /** Commits the first lock at this very moment; what it counts as. */
  async function lockAt(at: Date): Promise<StepState | undefined> {
    await start(seminar, ADA, id);
    const shown = await walk(seminar, ADA, { until: /^Lock A$/ });
    seminar.at(at);
    await seminar.press(ADA, choice(shown, 'Lock A'));
    const view = await seminar.store.viewNow('test:seminar');
    const assignment = view?.assignments.find((each) => each.id === id);
    const summary = await seminar.store.summary(keyOf('ada'), PACK?.id ?? '');
    if (!assignment || !PACK) throw new Error('nothing is assigned');
    expect(summary?.acts[0]?.lock?.at.getTime(), 'the moment of the commit').toBe(at.getTime());
    return gradeOf(PACK, summary, assignment, keyOf('ada'), seminar.now()).steps[0]?.state;
  }

  const cases: readonly (readonly [what: string, at: Date, before: StepState, after: StepState])[] = [
    ['without late work', DUE, 'on time', 'after'],
    ['with late work', DUE, 'on time', 'late'],
    ['the end of late work', LATE_UNTIL, 'late', 'after'],
    ['an extension', EXTENDED, 'on time', 'after'],
  ];
  for (const [what, at, before, after] of cases) {
    for (const [off, expected] of [
      [-1, before],
      [0, before],
      [1, after],
    ] as const) {
      it(`${what}: ${off} ms from it, a lock is ${expected}`, async () => {
        const late = what === 'without late work' ? '' : 'late Sun 23:59 50%';
        id = await assign(seminar, late);
        if (at === EXTENDED) {
          await start(seminar, ADA, id);
          await seminar.say(PROF, '/assign for <@ada> due Wed 2 Dec 12:00');
        }
        expect(await lockAt(new Date(at.getTime() + off))).toBe(expected);
      });
    }
  }

  it('is one student’s where it is extended: another’s same moment is late', async () => {
    id = await assign(seminar, 'late Sun 23:59 50%');
    await start(seminar, person('ben'), id);
    await seminar.say(PROF, '/assign for <@ben> due Wed 2 Dec 12:00');
    expect(await lockAt(new Date(DUE.getTime() + HOUR))).toBe('late');
  });

  it('does not move with a delivery that comes again: the first commit stands', async () => {
    id = await assign(seminar);
    const first = new Date(DUE.getTime() - 1);
    expect(await lockAt(first)).toBe('on time');
    seminar.at(new Date(DUE.getTime() + HOUR));
    await seminar.say(ADA, '/predict B act 1');
    const summary = await seminar.store.summary(keyOf('ada'), PACK?.id ?? '');
    expect(summary?.acts[0]?.lock?.at).toEqual(first);
  });
});

describe('how often somebody may ask', () => {
  let seminar: Seminar;
  let id: string;
  beforeEach(async () => {
    seminar = openSeminar();
    id = await assign(seminar);
    await start(seminar, ADA, id);
    await seminar.say(PROF, '/grades canvas', rosterFile());
    seminar.at(new Date(MONDAY.getTime() + 2 * HOUR));
  });

  const asks: readonly {
    readonly kind: keyof typeof LIMITS;
    readonly actor: typeof ADA;
    readonly line: string;
    readonly file?: boolean;
  }[] = [
    { kind: 'student', actor: ADA, line: '/owed stop' },
    { kind: 'staff', actor: PROF, line: '/class settings quiet off' },
    { kind: 'grades', actor: PROF, line: '/grades detail' },
    { kind: 'roster', actor: PROF, line: '/grades canvas', file: true },
    { kind: 'link', actor: ADA, line: '/mydata link nobody' },
  ];

  it('has a row here for each limit', () => {
    expect(asks.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(LIMITS).toSorted());
  });

  for (const { kind, actor, line, file } of asks) {
    it(`${kind}: ${LIMITS[kind].count} are answered, one more is told when to come back and changes nothing`, async () => {
      const { count, ms } = LIMITS[kind];
      const from = seminar.now();
      for (let n = 0; n < count; n++) {
        seminar.at(from);
        const reply = await seminar.say(actor, line, file ? rosterFile() : undefined);
        expect(seminar.words(reply), `${n + 1}`).not.toMatch(/Try again in/);
      }
      const before = new Map(seminar.rows);
      seminar.at(new Date(from.getTime() + ms - 1_000));
      const words = seminar.words(await seminar.say(actor, line, file ? rosterFile() : undefined));
      expect(words).toContain(`more than ${count} `);
      expect(words).toContain('so nothing was done. Try again in 1 second.');
      expect(seminar.rows).toEqual(before);
      seminar.at(new Date(from.getTime() + ms));
      expect(seminar.words(await seminar.say(actor, line, file ? rosterFile() : undefined))).not.toMatch(
        /Try again in/,
      );
    });
  }

  it('counts each person alone, and no turn in a lab', async () => {
    const from = seminar.now();
    for (let n = 0; n <= LIMITS.student.count; n++) {
      seminar.at(from);
      await seminar.say(ADA, '/owed');
    }
    seminar.at(from);
    expect(seminar.words(await seminar.say(ADA, '/owed'))).toMatch(/Try again in/);
    expect(seminar.words(await seminar.say(person('ben'), '/owed'))).not.toMatch(/Try again in/);
    expect(seminar.words(await lockFirst(seminar, ADA))).not.toMatch(/Try again in/);
  });
});

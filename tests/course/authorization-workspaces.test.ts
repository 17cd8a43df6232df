/** Rows of one workspace are never so much as looked at for somebody of another, whatever they type or press. */

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Actor, courseId, ROLES } from '../../src/messages/actor.ts';
import type { Choice } from '../../src/messages/reply.ts';
import { ALL_ACTS } from '../support/acts.ts';
import { choicesOf } from '../support/lab.ts';
import { fileOf } from './support/ground.ts';
import { assign, lockFirst, openSeminar, person, type Seminar, start } from './support/seminar.ts';

/** Two workspaces of which one's name could be taken for part of the other's. */
const PAIRS = [
  ['c1', 'c10'],
  ['c10', 'c1'],
  ['c1', 'c1:ada'],
  ['c1:ada', 'c1'],
  ['c1', 'c1/x'],
  ['c1', 'c1%2Fx'],
  ['c1', 'test:c1'],
] as const;

/** The course's own keys: the id stands whole between signs that no id holds. */
const isOf = (course: string) => {
  const whole = course.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const key = new RegExp(`(?:^|[:/])${whole}(?:[:/]|$)`);
  return (text: string): boolean => key.test(text);
};

interface Two {
  readonly seminar: Seminar;
  readonly keys: string[];
  /** What the other workspace's people were shown to press. */
  readonly buttons: readonly Choice[];
  /** As the other workspace knows it. */
  readonly assignment: string;
  readonly receipt: string;
}

/** The other workspace has a class that its instructor looks at; this one has a class too. */
async function openTwo(here: string, other: string): Promise<Two> {
  const keys: string[] = [];
  const seminar = openSeminar({ onKey: (key) => keys.push(key) });
  const there = (user: string, changes: Partial<Actor> = {}) =>
    person(user, { workspace: other, ...changes });
  const prof = there('prof', { role: 'instructor' });
  const assignment = await assign(seminar, '', prof);
  const buttons: Choice[] = [];
  for (const user of ['ada', 'ben']) {
    buttons.push(...choicesOf(await start(seminar, there(user), assignment)));
    buttons.push(...choicesOf(await lockFirst(seminar, there(user))));
  }
  for (const line of [
    '/class',
    '/class stuck',
    '/class student ada',
    '/class settings',
    '/grades',
    '/mydata',
    '/owed',
  ]) {
    buttons.push(...choicesOf(await seminar.say(prof, line)));
  }
  buttons.push(...choicesOf(await seminar.say(prof, '/assign due Sat 23:59')));
  await assign(seminar, '', person('prof', { workspace: here, role: 'instructor' }));
  const head =
    [...(await seminar.store.progress(courseId(prof), 'quadratic-wall')).values()][0]?.chain.head.slice(
      0,
      16,
    ) ?? '';
  return { seminar, keys, buttons, assignment, receipt: head };
}

const LINES = [
  '/class',
  '/class student <@ada>',
  '/class student ada',
  '/class stuck',
  '/class nudge',
  '/class log',
  '/class reveal',
  '/class results',
  '/class section class',
  '/grades detail',
  '/grades jsonl',
  '/grades canvas',
  '/grades canvas link 91234=<@ada>',
  '/assign due Fri 23:59',
  '/assign for <@ada> due Mon 12:00',
  '/assign for <@../ada> excused',
  '/assign for <@c10:ada> excused',
  '/class settings staff <@c1:ada> instructor',
  '/owed',
  '/owed on',
  '/mydata',
  '/mydata download',
  '/mydata link ada.login',
  '/mydata delete DELETE',
  '/lab',
  '/lab quadratic',
  '/predict A',
  '/seq 64k',
  '/ledger export',
  '/lab help',
];

describe('somebody of another workspace', () => {
  const worlds = new Map<string, Two>();
  beforeAll(async () => {
    for (const [here, other] of PAIRS) worlds.set(`${here} ${other}`, await openTwo(here, other));
  });

  it('sees keys of both in the watch: the test would tell', () => {
    for (const [here, other] of PAIRS) {
      const { keys } = worlds.get(`${here} ${other}`) ?? { keys: [] };
      for (const workspace of [here, other]) {
        expect(
          keys.filter(isOf(courseId({ platform: 'test', workspace }))).length,
          workspace,
        ).toBeGreaterThan(20);
      }
    }
  });

  it('touches none of its keys', async () => {
    const actor = fc.record({
      user: fc.constantFrom('ada', 'ben', 'prof', '../ada', 'x:ada', 'test:c1:ada', '%2F'),
      role: fc.constantFrom(...ROLES),
      isDirect: fc.boolean(),
    });
    const act = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...LINES).map((line) => ({ line })) },
      { weight: 2, arbitrary: fc.nat().map((button) => ({ button })) },
      { weight: 2, arbitrary: fc.constantFrom(...ALL_ACTS).map((each) => ({ act: each })) },
      {
        weight: 1,
        arbitrary: fc.string({ maxLength: 40 }).map((line) => ({ line: `/class student ${line}` })),
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PAIRS),
        fc.array(fc.tuple(actor, act), { minLength: 1, maxLength: 6 }),
        async ([here, other], asked) => {
          const two = worlds.get(`${here} ${other}`);
          if (!two) throw new Error('no such pair');
          const { seminar, keys, buttons, assignment, receipt } = two;
          keys.length = 0;
          for (const [{ user, role, isDirect }, what] of asked) {
            const { channel, ...unplaced } = person(user, { workspace: here, role });
            const who = isDirect ? unplaced : { ...unplaced, ...(channel !== undefined && { channel }) };
            // Nobody is slowed down here.
            seminar.at(new Date(seminar.now().getTime() + 3_600_000));
            if ('line' in what) await seminar.say(who, what.line);
            else if ('act' in what) {
              const request = what.act.request({
                assignment,
                draft: assignment,
                question: 'act1_prediction',
              });
              await seminar.ask(who, request, fileOf(what.act.file));
            } else {
              const button = buttons[what.button % buttons.length];
              if (button) await seminar.press(who, button, receipt);
            }
          }
          const isTheirs = isOf(courseId({ platform: 'test', workspace: other }));
          expect(keys.filter(isTheirs)).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** A button that is pressed twice, or by two at once, does what it says once. */

import { describe, expect, it } from 'vitest';
import { choice } from '../support/lab.ts';
import {
  assign,
  COURSE,
  HOUR,
  keyOf,
  lockFirst,
  MONDAY,
  openSeminar,
  PROF,
  person,
  type Seminar,
  start,
} from './support/seminar.ts';

const messagesIn = (seminar: Seminar, channel: string): number =>
  seminar.platform.messages.filter((each) => each.channel === channel).length;

/** Six who locked on Monday and were quiet since; it is Tuesday, 15:00. */
async function stuckClass(): Promise<{ readonly seminar: Seminar; readonly assignment: string }> {
  const seminar = openSeminar();
  const assignment = await assign(seminar);
  for (const user of ['ada', 'ben', 'cleo', 'dov', 'eve', 'fay']) {
    await start(seminar, person(user), assignment);
    await lockFirst(seminar, person(user));
  }
  await seminar.say(PROF, '/class settings minimum 5');
  seminar.at(new Date(MONDAY.getTime() + 30 * HOUR));
  return { seminar, assignment };
}

describe('results that are revealed twice', () => {
  it('are told once, and keep the picture of the first time', async () => {
    const { seminar, assignment } = await stuckClass();
    const button = choice(await seminar.say(PROF, '/class reveal'), 'Reveal to those who have locked');
    const before = messagesIn(seminar, 'class');
    const first = seminar.words(await seminar.press(PROF, button));
    expect(first).toContain('It is told in the channel.');
    const picture = (await seminar.store.viewNow(COURSE))?.assignments[0]?.reveals;
    await lockFirst(seminar, person('gus'), 'B');
    expect(seminar.words(await seminar.press(PROF, button))).toBe(first);
    expect((await seminar.store.viewNow(COURSE))?.assignments[0]?.reveals).toEqual(picture);
    expect(messagesIn(seminar, 'class')).toBe(before + 1);
    const act = Object.keys(picture ?? {})[0];
    const again = await seminar.ask(PROF, { kind: 'class', what: 'reveal', assignment, question: act ?? '' });
    expect(seminar.words(again)).toContain('is revealed already');
    await seminar.press(PROF, choice(again, 'Hide it again'));
    await seminar.press(
      PROF,
      choice(
        await seminar.ask(PROF, { kind: 'class', what: 'reveal', assignment, question: act ?? '' }),
        'Reveal to those who have locked',
      ),
    );
    expect(messagesIn(seminar, 'class')).toBe(before + 2);
  });

  it('are of the whole class, whichever section was looked at', async () => {
    const { seminar } = await stuckClass();
    await seminar.say(person('gus', { channel: 'elsewhere' }), '/lab quadratic');
    await lockFirst(seminar, person('gus', { channel: 'elsewhere' }));
    const shown = seminar.words(await seminar.say(PROF, '/class reveal section class'));
    expect(shown).toBe(seminar.words(await seminar.say(PROF, '/class reveal')));
  });

  it('say to whom they have to be told where there is no channel', async () => {
    const seminar = openSeminar();
    const { channel: _, ...prof } = PROF;
    const shown = await seminar.say(prof, '/assign due Fri 23:59 zone New York');
    await seminar.press(prof, choice(shown, 'Assign it'));
    await seminar.say(prof, '/class settings minimum 5');
    for (const user of ['ada', 'ben', 'cleo', 'dov', 'eve']) await lockFirst(seminar, person(user));
    const revealed = await seminar.press(
      prof,
      choice(await seminar.say(prof, '/class reveal'), 'Reveal to those who have locked'),
    );
    expect(seminar.words(revealed)).toContain('tell students to type /class results');
    expect(seminar.words(await seminar.say(person('ada'), '/class results'))).toContain(
      'the class predicted',
    );
  });
});

describe('a student who asks for results', () => {
  it('has nothing read of the class', async () => {
    const { seminar: made } = await stuckClass();
    const listed: string[] = [];
    const seminar = openSeminar({
      rows: made.rows,
      at: made.now(),
      onKey: (key, how) => how === 'listed' && listed.push(key),
    });
    await seminar.say(person('ada'), '/class results');
    expect(listed.filter((key) => /^(?:progress|person|link|out|audit):/.test(key))).toEqual([]);
    expect(seminar.rows.has(`person:${COURSE}/${keyOf('ada')}`)).toBe(true);
  });

  it('is sent to what they owe, and not to a command of instructors, where nothing is assigned', async () => {
    const words = openSeminar().words(await openSeminar().say(person('ada'), '/class results'));
    expect(words).toContain('/owed');
    expect(words).not.toContain('/assign');
  });
});

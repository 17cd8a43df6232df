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

describe('a day more for all who are stuck', () => {
  const dues = async (seminar: Seminar): Promise<readonly (string | undefined)[]> =>
    Object.values((await seminar.store.viewNow(COURSE))?.assignments[0]?.exceptions ?? {}).map(
      ({ due }) => due?.wall,
    );

  it('is one day, pressed twice or by two at once', async () => {
    const { seminar } = await stuckClass();
    const shown = await seminar.say(PROF, '/class extend');
    const button = choice(shown, 'Give 6 students a day more');
    await Promise.all([seminar.press(PROF, button), seminar.press(PROF, button)]);
    expect(await dues(seminar)).toEqual(Array(6).fill('2026-11-28T23:59'));
    const sent = seminar.platform.messages.length;
    const lines = (await seminar.store.audits(COURSE)).length;
    expect(seminar.words(await seminar.press(PROF, button))).toContain('given more time within a day');
    expect(await dues(seminar)).toEqual(Array(6).fill('2026-11-28T23:59'));
    expect(seminar.platform.messages).toHaveLength(sent);
    expect(await seminar.store.audits(COURSE)).toHaveLength(lines);
  });

  it('leaves out who was given time today, and gives another day the day after', async () => {
    const { seminar } = await stuckClass();
    await seminar.say(PROF, '/assign for <@ada> due Mon 12:00');
    const shown = await seminar.say(PROF, '/class extend');
    expect(seminar.words(shown)).toContain('1 more were given time within a day');
    await seminar.press(PROF, choice(shown, 'Give 5 students a day more'));
    seminar.at(new Date(seminar.now().getTime() + 25 * HOUR));
    await seminar.press(PROF, choice(await seminar.say(PROF, '/class extend'), 'Give 6 students a day more'));
    expect(new Set(await dues(seminar))).toEqual(new Set(['2026-12-01T12:00', '2026-11-29T23:59']));
  });
});

describe('a nudge', () => {
  it('says why somebody is left out', async () => {
    const { seminar } = await stuckClass();
    await seminar.say(person('ada'), '/owed stop');
    expect(seminar.words(await seminar.say(PROF, '/class nudge <@ada>'))).toContain('1 stopped reminders');
    const words = seminar.words(await seminar.say(PROF, '/class nudge'));
    expect(words).toContain('5 students written to');
    expect(words).toContain('Left out: 1 stopped reminders.');
    const again = seminar.words(await seminar.say(PROF, '/class nudge'));
    expect(again).toContain('Nobody was written to');
    expect(again).toContain('5 written to within a day');
    await seminar.say(person('gus'), '/lab quadratic');
    expect(seminar.words(await seminar.say(PROF, '/class nudge gus'))).toContain('1 not stuck');
  });

  it('is sent to nobody who stopped reminders while others were written to', async () => {
    const { seminar } = await stuckClass();
    const { store, platform } = seminar;
    const before = messagesIn(seminar, 'dm-fay');
    let stopped: Promise<unknown> | undefined;
    platform.fault = () => {
      stopped ??= store.changePerson(keyOf('fay'), (fay) => fay && { ...fay, reminders: 'stopped' });
      return 'none';
    };
    await seminar.say(PROF, '/class nudge');
    await stopped;
    expect(messagesIn(seminar, 'dm-fay')).toBe(before);
  });

  it('says that nobody is stuck where nobody is', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    expect(seminar.words(await seminar.say(PROF, '/class nudge'))).toContain('Nobody is stuck');
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

/** What a student is told of what they owe: before and after the deadline, at the last minute, with more time, and when done. */

import { describe, expect, it } from 'vitest';
import { readMembers } from '../../src/course/members.ts';
import { dueReminders } from '../../src/course/reminders.ts';
import { choice, choicesOf } from '../support/lab.ts';
import {
  ADA,
  assign,
  COURSE,
  DAY,
  DUE,
  HOUR,
  keyOf,
  lockFirst,
  MONDAY,
  openSeminar,
  PROF,
  person,
  start,
  walk,
} from './support/seminar.ts';

const MINUTE = HOUR / 60;
const fromDue = (ms: number): Date => new Date(DUE.getTime() + ms);

describe('/owed', () => {
  it('says what is owed until the deadline, and that nothing more can be handed in after it', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    await lockFirst(seminar, ADA);
    seminar.at(DUE);
    expect(seminar.words(await seminar.say(ADA, '/owed'))).toContain('What you owe');
    seminar.at(fromDue(1));
    const words = seminar.words(await seminar.say(ADA, '/owed'));
    expect(words).toContain('Nothing more can be handed in');
    expect(words).toContain('what you do now is not counted');
    expect(words).not.toContain('What you owe');
  });

  it('says what late work counts as long as it does', async () => {
    const seminar = openSeminar();
    await assign(seminar, 'late Sun 23:59 50%');
    await lockFirst(seminar, ADA);
    seminar.at(fromDue(HOUR));
    const words = seminar.words(await seminar.say(ADA, '/owed'));
    expect(words).toContain('What you owe');
    expect(words).toContain('work counts 50% until Sun 29 Nov, 23:59');
  });

  it('offers each lab once, where it is assigned twice', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    const shown = await seminar.say(PROF, '/assign due Sat 23:59');
    const preview = await seminar.press(PROF, choice(shown, 'Assign it a second time'));
    await seminar.press(PROF, choice(preview, 'Post it here'));
    expect((await seminar.store.viewNow(COURSE))?.assignments).toHaveLength(2);
    const lines = choicesOf(await seminar.say(ADA, '/owed')).map(({ request }) =>
      seminar.assistant.commands.buttonLine(request),
    );
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('says of what is done whether it was on time, and why it is not all', async () => {
    const seminar = openSeminar();
    await assign(seminar, 'late Sun 23:59 50%');
    await walk(seminar, ADA);
    expect(seminar.words(await seminar.say(ADA, '/owed'))).toMatch(/on time, 8 of 8 points/);
    const ben = person('ben');
    await lockFirst(seminar, ben);
    seminar.at(fromDue(HOUR));
    const done = seminar.words(await walk(seminar, ben));
    const why = /1 on time \+ 7 late at 50% = 4\.5 of 8 points/;
    expect(done).toMatch(why);
    expect(seminar.words(await seminar.say(ben, '/owed'))).toMatch(why);
  });

  it('says of an excuse that it holds, also after it was done all the same', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    await lockFirst(seminar, ADA);
    await seminar.say(PROF, '/assign for <@ada> excused');
    expect(seminar.words(await walk(seminar, ADA))).toContain('neither for nor against you');
    const words = seminar.words(await seminar.say(ADA, '/owed'));
    expect(words).toContain('you are excused, and have completed it');
    expect(words).not.toContain('of 8 points');
  });

  it('confirms no reminders that it would not keep from', async () => {
    const seminar = openSeminar();
    const words = seminar.words(await seminar.say(ADA, '/owed stop'));
    expect(words).toContain('There are no reminders here yet');
    expect(seminar.rows.size).toBe(0);
  });
});

describe('Start', () => {
  it.each([
    ['on Monday', MONDAY, '48 h and 6 h before'],
    ['with a day left', fromDue(-DAY), '6 h before'],
  ])('promises the reminders that are still to come: %s', async (_, at, promised) => {
    const seminar = openSeminar();
    const assignment = await assign(seminar);
    seminar.at(at);
    const words = seminar.words(await start(seminar, ADA, assignment));
    expect(words).toContain(`I’ll remind you by direct message ${promised}, unless you’re done.`);
  });

  it.each([
    ['nine minutes before the deadline', fromDue(-9 * MINUTE), 'Due Fri'],
    ['after it', fromDue(MINUTE), 'what you do now is not counted'],
  ])('promises no reminder where none will come: %s', async (_, at, said) => {
    const seminar = openSeminar();
    const assignment = await assign(seminar);
    seminar.at(at);
    const words = seminar.words(await start(seminar, ADA, assignment));
    expect(words).not.toContain('I’ll remind you');
    expect(words).toContain(said);
  });

  it('promises what the clerk then sends, and nothing else', async () => {
    // Seven and five hours before the last reminder: joined four hours before it, nobody is reminded.
    for (const [hours, isPromised] of [
      [11, true],
      [9, false],
    ] as const) {
      const seminar = openSeminar();
      const assignment = await assign(seminar);
      seminar.at(fromDue(-hours * HOUR));
      const words = seminar.words(await start(seminar, ADA, assignment));
      expect(words.includes('I’ll remind you'), `${hours} h before`).toBe(isPromised);
      const view = await seminar.store.viewNow(COURSE);
      const homework = view?.assignments[0];
      if (!view || !homework) throw new Error('nothing is assigned');
      const members = await readMembers(seminar.store, view, homework.lab);
      const sent = dueReminders(view, homework, members, fromDue(-6 * HOUR + MINUTE));
      expect(sent.map(({ kind }) => kind)).toEqual(isPromised ? ['6h'] : []);
    }
  });
});

describe('an extension', () => {
  it('is never less than the class has, also where the class’s deadline was moved beyond it', async () => {
    const seminar = openSeminar();
    const assignment = await assign(seminar);
    await start(seminar, ADA, assignment);
    await seminar.say(PROF, '/assign for <@ada> due Sat 12:00');
    const shown = await seminar.say(PROF, '/assign due 1 Dec 12:00');
    await seminar.press(PROF, choice(shown, 'Move it to Tue 1 Dec, 12:00'));
    const words = seminar.words(await seminar.say(ADA, '/owed'));
    expect(words).toContain('Tue 1 Dec');
    expect(words).not.toContain('more time than the class');
    expect((await seminar.store.viewNow(COURSE))?.assignments[0]?.exceptions[keyOf('ada')]).toBeDefined();
  });
});

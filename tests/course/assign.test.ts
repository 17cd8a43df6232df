/** Assigning as it goes wrong: twice, by two at once, too late, in a channel that takes nothing, and changed afterwards. */

import { describe, expect, it } from 'vitest';
import type { Assignment } from '../../src/course/rows.ts';
import type { Actor } from '../../src/messages/actor.ts';
import type { Reply } from '../../src/messages/reply.ts';
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
  openSeminar,
  PROF,
  person,
  type Seminar,
  start,
} from './support/seminar.ts';

const COLLEAGUE = person('colleague', { role: 'instructor' });
const { channel: _, ...PROF_DIRECT } = PROF;

const homework = async (seminar: Seminar): Promise<readonly Assignment[]> =>
  (await seminar.store.viewNow(COURSE))?.assignments ?? [];

const acts = async (seminar: Seminar): Promise<readonly string[]> =>
  (await seminar.store.audits(COURSE)).map(({ act }) => act);

const labels = (reply: Reply): readonly string[] => choicesOf(reply).map(({ label }) => label);

const press = async (seminar: Seminar, who: Actor, shown: Reply, label: string): Promise<string> =>
  seminar.words(await seminar.press(who, choice(shown, label)));

const posts = (seminar: Seminar, channel = 'class'): number =>
  seminar.platform.messages.filter((each) => each.channel === channel).length;

describe('the question for the clock', () => {
  const LONG = 'due Friday 27 November 2026, 18:00 late Sunday 29 November 2026 23:59 40% points 10 full 6';

  it.each(['due Fri 18:00', LONG])('keeps what was typed: /assign %s', async (typed) => {
    const seminar = openSeminar();
    const question = await seminar.say(PROF, `/assign ${typed}`);
    for (const { request } of choicesOf(question))
      expect(seminar.assistant.commands.buttonLine(request).length).toBeLessThanOrEqual(76);
    const answered = await press(seminar, PROF, question, '09:00 New York');
    const told = openSeminar();
    expect(answered).toBe(told.words(await told.say(PROF, `/assign ${typed} zone New York`)));
    expect(answered).toContain('27 November 2026, 18:00 (New York');
  });

  it('gives a line for another city that works as it is typed', async () => {
    const seminar = openSeminar();
    const words = seminar.words(await seminar.say(PROF, '/assign due Fri 18:00 points 10'));
    const [line] = /\/assign [^.]* zone Kolkata/.exec(words) ?? [];
    const shown = seminar.words(await seminar.say(PROF, line ?? ''));
    expect(shown).toContain('18:00 (Kolkata');
    expect(shown).toContain('10 points');
  });

  it('says so where something else was typed since', async () => {
    const seminar = openSeminar();
    const question = await seminar.say(PROF, `/assign ${LONG}`);
    await seminar.say(PROF, `/assign ${LONG}`);
    expect(await press(seminar, PROF, question, '09:00 New York')).toContain(
      'something that you typed before',
    );
    expect(await seminar.store.viewNow(COURSE)).toBeUndefined();
  });

  it('makes both of two who answer it at once instructors, also in direct messages', async () => {
    const seminar = openSeminar();
    const [one, two] = await Promise.all(
      [PROF, COLLEAGUE].map((who) => seminar.say(who, '/assign due Fri 18:00')),
    );
    if (!one || !two) throw new Error('no question');
    await Promise.all([
      press(seminar, PROF, one, '09:00 New York'),
      press(seminar, COLLEAGUE, two, '09:00 New York'),
    ]);
    expect((await seminar.store.viewNow(COURSE))?.course.staff.users).toEqual({
      prof: 'instructor',
      colleague: 'instructor',
    });
    expect((await acts(seminar)).filter((act) => act === 'set zone')).toHaveLength(1);
  });
});

describe('a time that comes twice', () => {
  it('is asked about with all that was typed, and told apart by its offset', async () => {
    const seminar = openSeminar({ at: new Date('2026-10-28T14:00:00.000Z') });
    const typed = 'due Sun 1 Nov 2026 01:30 late Tuesday 3 November 2026 23:59 40% points 10 full 6';
    const question = await seminar.say(PROF, `/assign ${typed} zone New York`);
    expect(labels(question)).toEqual(['The first: UTC−4', 'The second: UTC−5']);
    const shown = await press(seminar, PROF, question, 'The second: UTC−5');
    expect(shown).toContain('01:30 (New York, UTC−5)');
    expect(shown).toContain('counts 40% until Tue 3 Nov, 23:59');
    expect(shown).toContain('10 points, all of them for 6 of 8 steps');
  });
});

describe('a homework that is posted', () => {
  it('is one, however often it is pressed, and its old buttons say that they do nothing', async () => {
    const seminar = openSeminar();
    const shown = await seminar.say(PROF, '/assign due Fri 23:59 zone New York');
    const both = await Promise.all([0, 1].map(() => press(seminar, PROF, shown, 'Post it here')));
    for (const words of both) expect(words).toMatch(/Posted|on its way/);
    expect(await press(seminar, PROF, shown, 'Post it here')).toContain('Posted');
    expect(posts(seminar)).toBe(1);
    expect((await acts(seminar)).filter((act) => act === 'assigned')).toHaveLength(1);
    const before = await homework(seminar);
    for (const label of ['Allow late work', 'Don’t'])
      expect(await press(seminar, PROF, shown, label)).toContain('assigned already');
    expect(await homework(seminar)).toEqual(before);
  });

  it('is asked about where a colleague assigned the same lab meanwhile', async () => {
    const seminar = openSeminar();
    await seminar.say(PROF, '/class settings zone New York');
    const mine = await seminar.say(PROF, '/assign due Fri 23:59');
    const theirs = await seminar.say(COLLEAGUE, '/assign due Sat 23:59');
    const answers = await Promise.all([
      press(seminar, PROF, mine, 'Post it here'),
      press(seminar, COLLEAGUE, theirs, 'Post it here'),
    ]);
    expect(answers.filter((words) => words.includes('is assigned already'))).toHaveLength(1);
    expect(await homework(seminar)).toHaveLength(1);
    expect(posts(seminar)).toBe(1);
  });

  it('is not posted with a deadline that has passed since it was drawn up', async () => {
    const seminar = openSeminar();
    const shown = await seminar.say(PROF, '/assign due Fri 23:59 zone New York');
    seminar.at(DUE);
    expect(await press(seminar, PROF, shown, 'Post it here')).toContain('has passed since you drew this up');
    expect(await homework(seminar)).toEqual([]);
  });

  it('comes when it is pressed again, after a channel that took nothing was opened', async () => {
    const seminar = openSeminar();
    const shown = await seminar.say(PROF, '/assign due Fri 23:59 zone New York');
    seminar.platform.fault = () => 'refused';
    expect(await press(seminar, PROF, shown, 'Post it here')).toContain('It is assigned, and not posted');
    const offered = await seminar.say(PROF, '/assign');
    expect(labels(offered)).toContain('Post it here again');
    seminar.platform.fault = () => 'none';
    await Promise.all([0, 1].map(() => press(seminar, PROF, offered, 'Post it here again')));
    expect(posts(seminar)).toBe(1);
    expect((await homework(seminar))[0]?.posts).toMatchObject([{ channel: 'class', ref: '1' }]);
    expect(labels(await seminar.say(PROF, '/assign'))).not.toContain('Post it here again');
    await press(seminar, PROF, shown, 'Post it here');
    expect(posts(seminar)).toBe(1);
  });

  it('goes to the channel of the last one where it is assigned in a direct message', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    seminar.at(new Date(DUE.getTime() + 20 * DAY));
    const shown = await seminar.say(PROF_DIRECT, '/assign due Fri 23:59 lab quadratic');
    expect(seminar.words(shown)).toContain('in the channel of your last homework');
    expect(await press(seminar, PROF_DIRECT, shown, 'Post it')).toContain('Posted');
    expect(posts(seminar)).toBe(2);
    expect((await homework(seminar)).at(-1)?.posts).toMatchObject([{ channel: 'class' }]);
  });
});

describe('a second channel', () => {
  it('is a section of the same homework: of who presses Start there', async () => {
    const seminar = openSeminar();
    const id = await assign(seminar);
    const there = { ...PROF, channel: 'second' };
    const shown = await seminar.say(there, '/assign due Fri 23:59');
    const answers = await Promise.all(
      [0, 1].map(() => press(seminar, there, shown, 'The same, for this channel too')),
    );
    for (const words of answers) expect(words).toMatch(/Posted here too|on its way/);
    expect([posts(seminar), posts(seminar, 'second')]).toEqual([1, 1]);
    await start(seminar, ADA, id);
    await start(seminar, person('ben', { channel: 'second' }), id);
    expect(seminar.words(await seminar.say(PROF, '/class waiting section second'))).not.toContain('ada');
    expect(await homework(seminar)).toHaveLength(1);
    expect(labels(await seminar.say(there, '/assign'))).not.toContain('The same, for this channel too');
  });
});

describe('a homework that is there', () => {
  it('is shown as it is by /assign alone, and not as something that nobody gave', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    const shown = await seminar.say(PROF, '/assign');
    expect(seminar.words(shown)).not.toContain('It would be');
    expect(labels(shown).filter((label) => /^(?:Move|Change)/.test(label))).toEqual([]);
  });

  it.each([
    ['late Sun 23:59 40%', { late: { percent: 40 } }],
    ['points 10', { points: 1000 }],
    ['full 6', { full: 6 }],
  ])('is changed without another date: /assign %s', async (typed, expected) => {
    const seminar = openSeminar();
    await assign(seminar);
    const shown = await seminar.say(PROF, `/assign ${typed}`);
    expect(seminar.words(shown)).toContain('It would be');
    expect(await press(seminar, PROF, shown, 'Change it to that')).toContain('Changed');
    expect(await press(seminar, PROF, shown, 'Change it to that')).toContain('It is so already');
    expect(await homework(seminar)).toMatchObject([expected]);
    expect((await acts(seminar)).filter((act) => act === 'changed the homework')).toHaveLength(1);
  });

  it('keeps late work and full credit where only its date is moved, and shows it where it can’t', async () => {
    const seminar = openSeminar();
    await assign(seminar, 'late Sun 23:59 50% full 6');
    const shown = await seminar.say(PROF, '/assign due Sat 12:00');
    await press(seminar, PROF, shown, 'Move it to Sat 28 Nov, 12:00');
    expect(await homework(seminar)).toMatchObject([{ full: 6, late: { percent: 50 } }]);
    const beyond = seminar.words(await seminar.say(PROF, '/assign due 1 Dec 12:00'));
    expect(beyond).toMatch(/It would be due Tuesday 1 December 2026, 12:00 .*late work not counted/);
  });

  it('is changed by the forms under what is shown, and only then', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    const before = await homework(seminar);
    const shown = await seminar.say(PROF, '/assign');
    const changed = await seminar.press(PROF, choice(shown, 'Another date'), 'Sat 12:00');
    expect(await homework(seminar)).toEqual(before);
    await press(seminar, PROF, changed, 'Move it to Sat 28 Nov, 12:00');
    expect(await homework(seminar)).toMatchObject([{ due: { wall: '2026-11-28T12:00' } }]);
  });

  it('says who has not started where the date is moved earlier, staff not counted', async () => {
    const seminar = openSeminar();
    const id = await assign(seminar);
    for (const user of ['ada', 'ben', 'ta']) await start(seminar, person(user), id);
    await seminar.say(PROF, '/class settings staff <@ta> assistant');
    await seminar.say(person('ben'), '/lab quadratic');
    seminar.rows.delete([...seminar.rows.keys()].find((key) => /^progress:.*ben$/.test(key)) ?? '');
    const words = seminar.words(await seminar.say(PROF, '/assign due Thu 12:00'));
    expect(words).toContain('earlier than it was: 1 student has not started');
  });

  it('whose deadline passed lately is offered to be moved, and long after that is a new one', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    seminar.at(new Date(DUE.getTime() + 2 * DAY));
    const words = seminar.words(await seminar.say(PROF, '/assign due Fri 23:59 lab quadratic'));
    expect(words).toContain('Its deadline has passed');
    expect(words).toContain('Move it to Fri 4 Dec, 23:59');
    seminar.at(new Date(DUE.getTime() + 20 * DAY));
    expect(labels(await seminar.say(PROF, '/assign due Fri 23:59 lab quadratic'))).toContain('Post it here');
  });

  it('gives way to a lab that was not assigned yet', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    const shown = await seminar.say(PROF, '/assign due Sat 12:00');
    const label = labels(shown).find((each) => each.startsWith('Rather '));
    if (label === undefined) {
      expect(seminar.assistant.packs).toHaveLength(1);
      return;
    }
    const words = await press(seminar, PROF, shown, label);
    expect(words).toContain('28 November 2026, 12:00');
    expect(words).toContain('Post it here');
  });
});

describe('a homework that was taken back', () => {
  it('is put back with everything of it, once', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    await seminar.say(PROF, '/assign for <@ada> due 1 Dec 12:00');
    const before = await homework(seminar);
    const shown = await seminar.say(PROF, '/assign');
    const drawn = await seminar.say(PROF, '/assign due Sat 12:00');
    const taken = await seminar.press(PROF, choice(drawn, 'Take it back'));
    await press(seminar, PROF, drawn, 'Take it back');
    expect(await homework(seminar)).toEqual([]);
    expect(seminar.words(await seminar.say(ADA, '/owed'))).toContain('Nothing is assigned here');
    expect(await press(seminar, PROF, drawn, 'Move it to Sat 28 Nov, 12:00')).toContain('no longer');
    expect(seminar.words(await seminar.say(PROF, '/assign for <@ada> due 1 Dec 12:00'))).toContain(
      'Nothing is assigned yet',
    );
    for (const _again of [1, 2])
      expect(await press(seminar, PROF, taken, 'Put it back')).toContain('Put back');
    expect(await homework(seminar)).toEqual(before);
    expect(await acts(seminar)).toEqual(['set zone', 'assigned', 'extended', 'took back', 'put back']);
    expect(labels(shown)).toContain('Take it back');
  });

  it('stays so where the lab was assigned again since', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    const taken = await seminar.press(PROF, choice(await seminar.say(PROF, '/assign'), 'Take it back'));
    await assign(seminar);
    expect(await press(seminar, PROF, taken, 'Put it back')).toContain('was assigned again since');
    expect(await homework(seminar)).toHaveLength(1);
  });

  it('is none where it never was, or is another workspace’s', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    const elsewhere = person('dean', { role: 'instructor', workspace: 'elsewhere' });
    const id = (await homework(seminar))[0]?.id ?? '';
    for (const step of ['close', 'undo'] as const) {
      const words = seminar.words(await seminar.ask(elsewhere, { kind: 'assign', step, assignment: id }));
      expect(words).toContain('no such homework');
    }
    expect(await homework(seminar)).toHaveLength(1);
  });
});

describe('an exception', () => {
  const told = (seminar: Seminar): number =>
    seminar.platform.messages.filter((each) => each.channel === 'dm-ada').length;

  it.each([
    ['more time', 'due 1 Dec 12:00'],
    ['an excuse', 'excused'],
  ])('is given and told once: %s', async (_what, typed) => {
    const seminar = openSeminar();
    await start(seminar, ADA, await assign(seminar));
    const before = told(seminar);
    await seminar.say(PROF, `/assign for <@ada> ${typed}`);
    const given = (await homework(seminar))[0]?.exceptions;
    const words = seminar.words(await seminar.say(PROF, `/assign for <@ada> ${typed}`));
    expect(words).toContain('It was so already');
    expect((await homework(seminar))[0]?.exceptions).toEqual(given);
    expect(told(seminar)).toBe(before + 1);
    const shown = await seminar.say(PROF, '/assign for <@ada>');
    for (const _again of [1, 2]) await press(seminar, PROF, shown, 'Remove');
    expect(told(seminar)).toBe(before + 2);
    expect((await acts(seminar)).filter((act) => /extended|excused|removed/.test(act))).toHaveLength(2);
  });

  it('for somebody who was never seen holds when they come', async () => {
    const seminar = openSeminar();
    const id = await assign(seminar);
    const words = seminar.words(await seminar.say(PROF, '/assign for <@newcomer> due 1 Dec 12:00'));
    expect(words).toContain('They can’t be written to directly yet');
    expect(seminar.words(await start(seminar, person('newcomer'), id))).toContain('Tue 1 Dec');
  });

  it.each([
    ['due Thu 12:00', 'is no more time than the class has'],
    ['late Sun 23:59', 'the same for the whole class'],
    ['points 3', 'the same for the whole class'],
  ])('that is none is refused, with a line that works: %s', async (typed, said) => {
    const seminar = openSeminar();
    await start(seminar, ADA, await assign(seminar));
    const words = seminar.words(await seminar.say(PROF, `/assign for <@ada> ${typed}`));
    expect(words).toContain(said);
    expect((await homework(seminar))[0]?.exceptions).toEqual({});
    const [line] = /\/assign \S.* for <@ada>/.exec(words) ?? [];
    await seminar.say(PROF, line ?? '');
    expect((await homework(seminar))[0]?.exceptions[keyOf('ada')]?.due).toBeDefined();
  });
});

describe('steps that were taken before a lab was assigned', () => {
  it('count, with the time at which they were taken', async () => {
    const seminar = openSeminar();
    await lockFirst(seminar, ADA);
    seminar.at(new Date(seminar.now().getTime() + HOUR));
    await assign(seminar);
    expect(seminar.words(await seminar.say(ADA, '/owed'))).toContain('so far 1 of 8 points');
    const words = seminar.words(await seminar.say(PROF, '/class student <@ada>'));
    expect(words).toMatch(/lock a prediction.*Mon 23 Nov.*on time/);
  });
});

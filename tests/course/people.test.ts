/** Whom staff mean by what they type: one person, or a question that names nobody who is not to be named. */

import { describe, expect, it } from 'vitest';
import type { Member } from '../../src/course/members.ts';
import { memberNamed, studentMentioned } from '../../src/course/people.ts';
import { assign, COURSE, keyOf, lockFirst, openSeminar, PROF, person } from './support/seminar.ts';

const member = (user: string, name: string, stored = true): Member => ({
  student: keyOf(user),
  name,
  person: {
    schema: 1,
    role: 'student',
    reminders: 'on',
    joinedAt: '2026-11-23T14:00:00.000Z',
    ...(stored && { name }),
  },
});

const problem = (members: readonly Member[], typed: string): string => {
  try {
    return `found ${memberNamed(members, typed).student}`;
  } catch (error) {
    return String(error);
  }
};

describe('a name that could be several', () => {
  it('is told apart by the whole names where these differ, and by mentions where they are the same', () => {
    const members = [member('1', 'Ada Hall'), member('2', 'Ada Mole'), member('3', 'Ben Hall')];
    expect(problem(members, 'Ada')).toContain('Ada Hall, Ada Mole: type the whole name');
    expect(problem(members, 'ada hall')).toBe(`found ${keyOf('1')}`);
    const same = [member('1', 'Ada Hall'), member('2', 'Ada Hall')];
    expect(problem(same, 'Ada')).toContain('<@1>');
    expect(problem(same, '<@2>')).toBe(`found ${keyOf('2')}`);
  });

  it('says of no pseudonym who it is', () => {
    const members = [member('1', 'Heron 00001', false), member('2', 'Heron 00002', false)];
    expect(problem(members, 'Heron')).toContain('Heron 00001, Heron 00002');
    const same = [member('1', 'Heron 00001', false), member('2', 'Heron 00001', false)];
    for (const typed of ['Heron', 'Heron 00001']) expect(problem(same, typed)).not.toMatch(/<@/);
    expect(problem(members, 'heron 00002')).toBe(`found ${keyOf('2')}`);
  });

  it('of signs alone means who is called so, and nobody else', () => {
    const members = [member('1', '🦆'), member('2', '🦉')];
    expect(problem(members, '🦉')).toBe(`found ${keyOf('2')}`);
    expect(problem(members, '…')).toContain('nobody called');
  });
});

describe('a mention of a role', () => {
  it('is nobody', async () => {
    expect(studentMentioned(COURSE, '<@&123>')).toBeUndefined();
    expect(studentMentioned(COURSE, '<@123>')).toBe(keyOf('123'));
    const seminar = openSeminar();
    await assign(seminar);
    await lockFirst(seminar, person('ada'));
    const words = seminar.words(await seminar.say(PROF, '/assign for <@&123> due Mon 12:00'));
    expect(words).toContain('nobody called');
    expect((await seminar.store.viewNow(COURSE))?.assignments[0]?.exceptions).toEqual({});
  });
});

/** A course that begins with its settings, the log of it, and how often may be asked. */

import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/course/rate-limit.ts';
import { keepTo } from '../../src/course/retention.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { choice } from '../support/lab.ts';
import { ADA, assign, COURSE, DAY, DUE, keyOf, openSeminar, PROF, person, start } from './support/seminar.ts';

describe('a course that begins with a setting', () => {
  it('has whoever chose it for its instructor, also in direct messages', async () => {
    const seminar = openSeminar();
    await seminar.say(PROF, '/class settings zone New York');
    const { channel: _, ...direct } = { ...PROF, role: 'student' as const };
    expect(seminar.words(await seminar.say(direct, '/class settings quiet off'))).toContain('Changed');
    // A colleague whom the platform names makes nobody staff by changing something later.
    await seminar.say(person('colleague', { role: 'instructor' }), '/class settings quiet 22-8');
    expect((await seminar.store.viewNow(COURSE))?.course.staff.users).toEqual({ prof: 'instructor' });
  });
});

describe('pseudonyms', () => {
  it('take the names that an interrupted change has left, when they are turned on again', async () => {
    const seminar = openSeminar();
    await start(seminar, ADA, await assign(seminar));
    await seminar.store.changeCourse(COURSE, (course) => ({ ...course, pseudonyms: true }));
    expect((await seminar.store.person(keyOf('ada')))?.name).toBe('ada');
    await seminar.say(PROF, '/class settings pseudonyms on');
    expect((await seminar.store.person(keyOf('ada')))?.name).toBeUndefined();
  });
});

describe('checkpoints', () => {
  it('are posted as the course chooses, and the settings say which holds and why', async () => {
    const seminar = openSeminar();
    const say = async (set: string) => seminar.words(await seminar.say(PROF, `/class settings ${set}`));
    await assign(seminar);
    expect(await say('')).toMatch(/checkpoints.*posted at each deadline, and daily while.*default/s);
    expect(await say('checkpoints deadlines')).toContain('It was: posted at each deadline, and daily');
    expect(await say('checkpoints off')).toMatch(
      /checkpoints: kept, and not posted\. It was: posted at each deadline\./,
    );
    expect(await say('checkpoints hourly')).toMatch(/hourly.*daily, deadlines, or off/);
    expect((await seminar.store.viewNow(COURSE))?.course.checkpoints).toBe('off');
    await say('checkpoints default');
    expect((await seminar.store.viewNow(COURSE))?.course.checkpoints).toBeUndefined();
  });
});

describe('the log', () => {
  it('calls a homework by its title after it was taken back', async () => {
    const seminar = openSeminar();
    const id = await assign(seminar);
    await seminar.press(PROF, choice(await seminar.say(PROF, '/assign'), 'Take it back'));
    const words = seminar.words(await seminar.say(PROF, '/class log'));
    expect(words).toContain('took back');
    expect(words).not.toContain(id);
  });
});

describe('grade files', () => {
  it('are counted as such, and the choice of one is not', async () => {
    const seminar = openSeminar();
    await assign(seminar);
    for (let asked = 0; asked < LIMITS.grades.count; asked++)
      expect(seminar.words(await seminar.say(PROF, '/grades'))).toContain('Which file?');
    for (let asked = 0; asked < LIMITS.grades.count; asked++) await seminar.say(PROF, '/grades detail');
    expect(seminar.words(await seminar.say(PROF, '/grades detail'))).toContain(
      `more than ${LIMITS.grades.count} grade files in a minute`,
    );
  });
});

describe('a course whose homework was all taken back', () => {
  it('keeps nobody longer than one whose deadline came', async () => {
    const seminar = openSeminar();
    await start(seminar, ADA, await assign(seminar));
    await seminar.press(PROF, choice(await seminar.say(PROF, '/assign'), 'Take it back'));
    const purged = async (at: Date): Promise<string> => {
      const view = await seminar.store.viewNow(COURSE);
      if (!view) throw new Error('there is no course');
      return keepTo(seminar.store, PACKS, view, at);
    };
    expect(await purged(new Date(DUE.getTime() + 364 * DAY))).toBe('kept');
    expect(await purged(new Date(DUE.getTime() + 366 * DAY))).toBe('purged');
    expect(await seminar.store.person(keyOf('ada'))).toBeUndefined();
  });
});

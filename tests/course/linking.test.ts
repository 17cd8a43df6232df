/** Who is which row of the gradebook: what an instructor decides stays, and can be put right. */

import { describe, expect, it } from 'vitest';
import {
  ADA,
  assign,
  COURSE,
  keyOf,
  openSeminar,
  PROF,
  person,
  rosterFile,
  type Seminar,
  start,
} from './support/seminar.ts';

const BEN = person('ben');

async function linkedClass(): Promise<Seminar> {
  const seminar = openSeminar();
  const id = await assign(seminar);
  for (const who of [ADA, BEN]) await start(seminar, who, id);
  await seminar.say(PROF, '/grades canvas', rosterFile());
  return seminar;
}

const rowOf = async (seminar: Seminar, user: string): Promise<string | undefined> =>
  (await seminar.store.person(keyOf(user)))?.row;

const links = async (seminar: Seminar): Promise<readonly string[]> =>
  [...(await seminar.store.links(COURSE))].map(([row, { student }]) => `${row} ${student}`);

describe('a row', () => {
  it('that an instructor gave a student stays theirs, whatever the student types', async () => {
    const seminar = await linkedClass();
    await seminar.say(PROF, '/grades link 91234=<@ada>');
    const words = seminar.words(await seminar.say(ADA, '/mydata link ben.login'));
    expect(words).toContain('Your instructor has linked you');
    expect(seminar.words(await seminar.say(ADA, '/mydata link nobody'))).toBe(words);
    expect(await links(seminar)).toEqual([`91234 ${keyOf('ada')}`]);
  });

  it('that a student linked by mistake is put right by themselves', async () => {
    const seminar = await linkedClass();
    await seminar.say(ADA, '/mydata link ben.login');
    await seminar.say(ADA, '/mydata link ada.login');
    expect(await links(seminar)).toEqual([`91234 ${keyOf('ada')}`]);
  });

  it('that somebody else took is freed by an instructor, with the line that the refusal gives', async () => {
    const seminar = await linkedClass();
    await seminar.say(ADA, '/mydata link ben.login');
    expect(seminar.words(await seminar.say(BEN, '/mydata link ben.login'))).toContain('no free row');
    const refused = seminar.words(await seminar.say(PROF, '/grades canvas link 91235=<@ben>'));
    const [line] = /\/grades canvas link \S+=none/.exec(refused) ?? [];
    await seminar.say(PROF, line ?? '');
    expect([await rowOf(seminar, 'ada'), await links(seminar)]).toEqual([undefined, []]);
    await seminar.say(PROF, '/grades link 91235=<@ben>');
    expect([await rowOf(seminar, 'ben'), await links(seminar)]).toEqual(['91235', [`91235 ${keyOf('ben')}`]]);
    expect((await seminar.store.audits(COURSE)).map(({ act }) => act)).toContain(
      'freed a row of the gradebook',
    );
  });

  it('is linked and logged once, however often it is said', async () => {
    const seminar = await linkedClass();
    for (const _again of [1, 2, 3]) await seminar.say(PROF, '/grades link 91234=<@ada>');
    const lines = (await seminar.store.audits(COURSE)).filter(({ act }) => act === 'linked to the gradebook');
    expect(lines).toHaveLength(1);
  });
});

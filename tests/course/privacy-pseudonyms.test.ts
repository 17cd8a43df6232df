/** A pseudonymous course: no name and no e-mail in any row, reply or file, and full credit all the same. */

import { describe, expect, it } from 'vitest';
import { nameOf } from '../../src/course/members.ts';
import { FIRST_LAB } from '../../src/labs/catalogue.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { partsOf } from '../support/lab.ts';
import { readStrictly, textsOf } from '../support/rfc4180.ts';
import {
  assign,
  COURSE,
  DUE,
  HOUR,
  keyOf,
  lockFirst,
  openSeminar,
  PROF,
  person,
  rosterFile,
  rowsWith,
  type Seminar,
  start,
  walk,
} from './support/seminar.ts';

/** On the platform: in no id, and on no roster. */
const NAMES = ['Zelda Quist', 'Omar Tremblay', 'Prof. Ingrid Vantongeren'] as const;
const EMAILS = ['zq@mail.example', 'ot@mail.example', 'iv@mail.example'] as const;
const ZELDA = person('u1', { name: NAMES[0], email: EMAILS[0] });
const OMAR = person('u2', { name: NAMES[1], email: EMAILS[1] });
const INGRID = { ...PROF, user: 'u3', name: NAMES[2], email: EMAILS[2] };

const TRACES: readonly string[] = [...NAMES.flatMap((name) => name.split(' ').slice(-2)), ...EMAILS];

const pseudonym = async (seminar: Seminar, user: string): Promise<string> => {
  const view = await seminar.store.viewNow(COURSE);
  if (!view) throw new Error('there is no course');
  return nameOf(view.course, keyOf(user), undefined);
};

const STAFF_LINES = [
  '/class',
  '/class stuck',
  '/class waiting',
  '/class student <@u1>',
  '/class log',
  '/class settings',
  '/grades',
  '/grades detail',
  '/grades jsonl',
  '/grades canvas column 88123',
  '/assign for <@u2>',
];

/** Two students do part of the lab; then everything of it is looked at and taken away. */
async function used(
  seminar: Seminar,
  id: string,
): Promise<readonly (readonly [line: string, reply: Reply])[]> {
  for (const student of [ZELDA, OMAR]) {
    await start(seminar, student, id);
    await lockFirst(seminar, student);
  }
  await seminar.say(INGRID, '/grades canvas', rosterFile());
  await seminar.say(INGRID, '/grades canvas column 88123 link 91235=<@u2>');
  await seminar.say(INGRID, '/assign for <@u2> due Mon 30 Nov 12:00');
  seminar.at(new Date(seminar.now().getTime() + 30 * HOUR));
  await seminar.say(INGRID, '/class nudge');
  const replies: (readonly [string, Reply])[] = [];
  for (const line of STAFF_LINES) replies.push([line, await seminar.say(INGRID, line)]);
  return replies;
}

function expectNoTrace(seminar: Seminar, replies: readonly (readonly [string, Reply])[]): void {
  for (const trace of TRACES) {
    expect(rowsWith(seminar.rows, trace), trace).toEqual([]);
    for (const [line, reply] of replies)
      expect(JSON.stringify(reply), `${line}: ${trace}`).not.toContain(trace);
    expect(JSON.stringify(seminar.platform.messages), trace).not.toContain(trace);
  }
}

describe('a pseudonymous course', () => {
  it('from the start stores no name and no e-mail, and shows none', async () => {
    const seminar = openSeminar();
    await seminar.say(INGRID, '/class settings pseudonyms on');
    const id = await assign(seminar, '', INGRID);
    const replies = await used(seminar, id);
    expectNoTrace(seminar, replies);
    const words = replies.map(([, reply]) => seminar.words(reply)).join('\n');
    expect(words).toContain(await pseudonym(seminar, 'u1'));
  });

  it('that becomes one forgets the names that it had', async () => {
    const seminar = openSeminar();
    const id = await assign(seminar, '', INGRID);
    await used(seminar, id);
    for (const trace of [...NAMES, ...EMAILS]) expect(rowsWith(seminar.rows, trace), trace).not.toEqual([]);
    await seminar.say(INGRID, '/class settings pseudonyms on');
    expectNoTrace(seminar, []);
    // Whoever speaks afterwards is known to the process by name, and not to the rows.
    for (const student of [ZELDA, OMAR]) await seminar.say(student, '/owed');
    seminar.at(new Date(seminar.now().getTime() + 30 * HOUR));
    const replies: (readonly [string, Reply])[] = [];
    for (const line of STAFF_LINES) replies.push([line, await seminar.say(INGRID, line)]);
    expectNoTrace(seminar, replies);
  });

  it('finds a student by pseudonym, and by the receipt that they hand in, whole or in fours', async () => {
    const seminar = openSeminar();
    await seminar.say(INGRID, '/class settings pseudonyms on');
    const id = await assign(seminar, '', INGRID);
    await start(seminar, ZELDA, id);
    await start(seminar, OMAR, id);
    await walk(seminar, ZELDA);
    const name = await pseudonym(seminar, 'u1');
    const owed = seminar.words(await seminar.say(ZELDA, '/owed'));
    const [receipt = ''] = /(?:[0-9a-f]{4} ){3}[0-9a-f]{4}/.exec(owed) ?? [];
    for (const who of [name, name.toLowerCase(), receipt, receipt.replaceAll(' ', '')]) {
      const shown = seminar.words(await seminar.say(INGRID, `/class student ${who}`));
      expect(shown, who).toContain(name);
      expect(shown, who).toContain('8 on time = 8 of 8');
    }
    expect(seminar.words(await seminar.say(INGRID, '/class student 0000 0000 0000 0000'))).toMatch(
      /No ledger of this class in .* has the receipt/,
    );
  });

  it('gives full credit without a link of the student’s own: the receipt says which row', async () => {
    const seminar = openSeminar();
    await seminar.say(INGRID, '/class settings pseudonyms on');
    const id = await assign(seminar, '', INGRID);
    await start(seminar, ZELDA, id);
    await walk(seminar, ZELDA);
    const head = (await seminar.store.summary(keyOf('u1'), FIRST_LAB))?.chain.head.slice(0, 16) ?? '';
    await seminar.say(INGRID, '/grades canvas', rosterFile());
    seminar.at(new Date(DUE.getTime() + HOUR));
    const graded = await seminar.say(INGRID, `/grades canvas column 88123 link 91234=${head}`);
    const [file] = partsOf(graded, 'file');
    const rows = textsOf(readStrictly(file?.content ?? ''));
    expect(rows.find((row) => row[1] === '91234')?.at(-1)).toBe('8');
  });

  it('has pseudonyms alone in the detail, also beside a roster that is linked', async () => {
    const seminar = openSeminar();
    await seminar.say(INGRID, '/class settings pseudonyms on');
    const id = await assign(seminar, '', INGRID);
    await used(seminar, id);
    const [file] = partsOf(await seminar.say(INGRID, '/grades detail'), 'file');
    const [head = [], ...rows] = textsOf(readStrictly((file?.content ?? '').replace(/^\uFEFF/, '')));
    expect(head[0]).toBe('Student');
    expect(rows.map(([name]) => name).toSorted()).toEqual(
      [await pseudonym(seminar, 'u1'), await pseudonym(seminar, 'u2')].toSorted(),
    );
    for (const trace of ['u1', 'u2', '91235', '00012346', 'ben.login', 'Hall']) {
      expect(file?.content, trace).not.toMatch(new RegExp(`\\b${trace}\\b`));
    }
  });

  it('puts no id of a student beside their pseudonym in the log’s file', async () => {
    const seminar = openSeminar();
    await seminar.say(INGRID, '/class settings pseudonyms on');
    const id = await assign(seminar, '', INGRID);
    await used(seminar, id);
    await seminar.say(ZELDA, '/mydata link ada.login');
    const [file] = partsOf(await seminar.say(INGRID, '/class log'), 'file');
    expect(file?.content).toContain(await pseudonym(seminar, 'u1'));
    expect(file?.content).not.toMatch(/\bu[12]\b/);
    expect(file?.content).toMatch(/\bu3\b/);
  });
});

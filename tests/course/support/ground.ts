/** A class in its second day, with everything that an act of the table acts on. Made once, and copied for each test. */

import { FIRST_LAB, PACKS } from '../../../src/labs/catalogue.ts';
import { recordKey } from '../../../src/ledger/keys.ts';
import type { Ground } from '../../support/acts.ts';
import { choice } from '../../support/lab.ts';
import {
  assign,
  checkpoint,
  HOUR,
  keyOf,
  lockFirst,
  MONDAY,
  openSeminar,
  PROF,
  person,
  rosterFile,
  start,
} from './seminar.ts';

/** Locked yesterday and stuck since: enough of them that results may be shown. */
export const STUDENTS = ['ada', 'cleo', 'dov', 'eve', 'fay'];

export interface Made {
  readonly rows: ReadonlyMap<string, string>;
  readonly at: Date;
  readonly ground: Ground;
}

export async function makeGround(): Promise<Made> {
  const seminar = openSeminar();
  const assignment = await assign(seminar);
  for (const user of [...STUDENTS, 'ben', 'gil']) await start(seminar, person(user), assignment);
  for (const user of [...STUDENTS, 'gil']) await lockFirst(seminar, person(user));
  await seminar.say(PROF, '/assign for <@ben> excused');
  await seminar.say(PROF, '/class settings staff <@ta> assistant');
  await seminar.say(PROF, '/class settings minimum 5');
  await seminar.say(person('ta'), '/class');
  await seminar.say(PROF, '/grades canvas', rosterFile());
  await seminar.press(
    PROF,
    choice(await seminar.say(PROF, '/class reveal'), 'Reveal to those who have locked'),
  );
  seminar.at(new Date(MONDAY.getTime() + 30 * HOUR));
  await seminar.say({ ...PROF, channel: 'second' }, '/assign due Sat 23:59');
  await checkpoint(seminar);
  const ledger = recordKey(FIRST_LAB, keyOf('gil'));
  seminar.rows.set(ledger, `${seminar.rows.get(ledger)}}`);
  const draft = (await seminar.store.draft(keyOf('prof')))?.id;
  const question = PACKS.find(({ id }) => id === FIRST_LAB)?.acts[0].prediction.id;
  if (draft === undefined || question === undefined) throw new Error('the ground was not made');
  return { rows: seminar.rows, at: seminar.now(), ground: { assignment, draft, question } };
}

/** As Moodle exports it in English. */
export const MOODLE = `First name,Last name,ID number,Email address,Course total (Real)
Ada,Lovelace,00012345,ada@uni.example,-
Ben,Hall,00012346,ben@uni.example,-
`;

export const fileOf = (file: 'canvas' | 'moodle' | undefined) =>
  file === undefined ? undefined : rosterFile(file === 'moodle' ? MOODLE : undefined);

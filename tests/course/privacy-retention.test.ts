/** How long a class is kept: after its last deadline, after the app was taken away, and what goes before. */

import { beforeEach, describe, expect, it } from 'vitest';
import { digestReply } from '../../src/course/digest.ts';
import {
  keepTo,
  noteBack,
  noteRemoved,
  OUTBOX_DAYS,
  purgeAt,
  REGRET_DAYS,
  ROSTER_DAYS,
} from '../../src/course/retention.ts';
import { DEFAULTS } from '../../src/course/settings.ts';
import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import { NotSavedError } from '../../src/store/errors.ts';
import {
  ADA,
  assign,
  COURSE,
  checkpoint,
  DAY,
  DUE,
  keyOf,
  lockFirst,
  MONDAY,
  openSeminar,
  PROF,
  person,
  rosterFile,
  rowsWith,
  type Seminar,
  start,
  walk,
} from './support/seminar.ts';

const daysAfter = (from: Date, days: number, ms = 0): Date => new Date(from.getTime() + days * DAY + ms);
const END = daysAfter(DUE, DEFAULTS.retentionDays);

let seminar: Seminar;
let id: string;
beforeEach(async () => {
  seminar = openSeminar();
  id = await assign(seminar);
  for (const actor of [ADA, person('ben')]) {
    await start(seminar, actor, id);
    await lockFirst(seminar, actor);
  }
  await walk(seminar, ADA);
  await seminar.say(PROF, '/grades canvas', rosterFile());
  await seminar.say(ADA, '/mydata link ada.login');
  await checkpoint(seminar);
});

async function keep(at: Date, of: Seminar = seminar): Promise<'kept' | 'purged' | 'no course'> {
  const view = await of.store.viewNow(COURSE);
  return view ? keepTo(of.store, PACKS, view, at) : 'no course';
}

const peopleIn = (rows: ReadonlyMap<string, string>): readonly string[] =>
  ['ada', 'ben', 'prof'].flatMap((user) => rowsWith(rows, keyOf(user)));

describe('after the last deadline', () => {
  it('keeps everybody for as long as the course wants, to the millisecond, and no longer', async () => {
    const view = await seminar.store.viewNow(COURSE);
    expect(view && purgeAt(view)).toEqual(END);
    const people = peopleIn(seminar.rows).filter((key) => !key.startsWith('out:'));
    expect(await keep(daysAfter(END, 0, -1))).toBe('kept');
    expect(peopleIn(seminar.rows)).toEqual(people.filter((key) => seminar.rows.has(key)));
    expect(peopleIn(seminar.rows).length).toBeGreaterThan(10);
    expect(await keep(END)).toBe('purged');
    expect(peopleIn(seminar.rows)).toEqual([]);
  });

  it('keeps the counts, the homework and the settings', async () => {
    await keep(END);
    expect(await seminar.store.gone(COURSE, FIRST_LAB)).toMatchObject({ students: 2, complete: 1 });
    const view = await seminar.store.viewNow(COURSE);
    expect(view?.assignments.map((each) => each.id)).toEqual([id]);
    expect(view?.course.zone).toBe('America/New_York');
    expect(view?.course.staff.users, 'who may go on with it').toEqual({ prof: 'instructor' });
  });

  it('keeps what was signed of checkpoints, and none of their leaves', async () => {
    const rowsOf = (kind: string) => [...seminar.rows.keys()].filter((key) => key.startsWith(`${kind}:`));
    await keep(daysAfter(END, 0, -1));
    expect([rowsOf('checkpoint').length, rowsOf('leaves').length]).toEqual([1, 1]);
    await keep(END);
    expect([rowsOf('checkpoint').length, rowsOf('leaves').length]).toEqual([1, 0]);
    // The next one goes on from it, with a class that has nobody left.
    seminar.at(END);
    expect((await checkpoint(seminar)).checkpoint).toMatchObject({ number: 2, records: 0 });
    expect(rowsOf('leaves').length).toBe(1);
  });

  it('is as long as the course chose, and counts from the end of late work', async () => {
    await seminar.say(PROF, '/class settings retention 30');
    expect(await keep(daysAfter(DUE, 30, -1))).toBe('kept');
    const late = openSeminar();
    await assign(late, 'late Sun 23:59 50%');
    const view = await late.store.viewNow(COURSE);
    expect(view && purgeAt(view)).toEqual(
      daysAfter(new Date('2026-11-30T04:59:00.000Z'), DEFAULTS.retentionDays),
    );
    expect(await keep(daysAfter(DUE, 30))).toBe('purged');
  });

  it('is announced in the digests of the two weeks before, with the day, and not earlier', async () => {
    const view = await seminar.store.viewNow(COURSE);
    const [assignment] = view?.assignments ?? [];
    if (!view || !assignment) throw new Error('nothing is assigned');
    const digest = async (days: number): Promise<string> => {
      const reply = await digestReply(seminar.store, PACKS, view, assignment, daysAfter(END, -days));
      return reply ? seminar.words(reply) : '';
    };
    for (const days of [13, 6])
      expect(await digest(days), `${days} days before`).toContain('On 2027-11-28 the names and answers');
    expect(await digest(15)).not.toMatch(/names and answers/);
    // Moved on by the instructor, nothing is announced any more.
    await seminar.say(PROF, '/class settings retention 730');
    const longer = await seminar.store.viewNow(COURSE);
    const later = longer && (await digestReply(seminar.store, PACKS, longer, assignment, daysAfter(END, -6)));
    expect(later && seminar.words(later)).not.toMatch(/names and answers/);
  });

  it('begins who comes back later anew, and keeps them as long again', async () => {
    await keep(END);
    seminar.at(daysAfter(END, 10));
    await seminar.say(ADA, '/owed');
    await lockFirst(seminar, ADA);
    const record = rowsWith(seminar.rows, keyOf('ada'));
    expect(record.length).toBeGreaterThan(3);
    expect(await keep(daysAfter(END, 11))).toBe('purged');
    expect(rowsWith(seminar.rows, keyOf('ada'))).toEqual(record);
    expect((await seminar.store.gone(COURSE, FIRST_LAB))?.students).toBe(2);
    await keep(daysAfter(END, 10 + DEFAULTS.retentionDays + 1));
    expect(rowsWith(seminar.rows, keyOf('ada'))).toEqual([]);
  });

  it('goes on where it was cut off, and counts nobody twice', async () => {
    const ground = new Map(seminar.rows);
    const whole = openSeminar({ rows: new Map(ground) });
    await keep(END, whole);
    for (let fail = 1; ; fail++) {
      let count = 0;
      const rows = new Map(ground);
      const cut = openSeminar({
        rows,
        onWrite: () => {
          count += 1;
          if (count === fail) throw new NotSavedError('cut off');
        },
      });
      const ended = await keep(END, cut).catch((error: unknown) => error);
      if (ended === 'purged') {
        expect(fail, 'every write was cut off once').toBeGreaterThan(10);
        return;
      }
      expect(ended).toBeInstanceOf(NotSavedError);
      await keep(END, openSeminar({ rows }));
      expect(rows, `write ${fail}`).toEqual(whole.rows);
    }
  });
});

describe('what goes before', () => {
  it('the gradebook’s export, after its days', async () => {
    const imported = new Date((await seminar.store.roster(COURSE))?.importedAt ?? '');
    await keep(daysAfter(imported, ROSTER_DAYS));
    expect(await seminar.store.roster(COURSE)).toBeDefined();
    await keep(daysAfter(imported, ROSTER_DAYS, 1));
    expect(await seminar.store.roster(COURSE)).toBeUndefined();
    expect(rowsWith(seminar.rows, 'Lovelace')).toEqual([]);
  });

  it('what was sent, after its days beyond the deadline', async () => {
    expect((await seminar.store.outs(COURSE)).size).toBeGreaterThan(2);
    const all = (await seminar.store.outs(COURSE)).size;
    await keep(daysAfter(DUE, OUTBOX_DAYS));
    expect((await seminar.store.outs(COURSE)).size).toBe(all);
    await keep(daysAfter(DUE, OUTBOX_DAYS, 1));
    expect((await seminar.store.outs(COURSE)).size).toBe(0);
  });
});

describe('an app that is taken away', () => {
  const REMOVED = daysAfter(MONDAY, 1);

  it('is waited for, and then leaves no row of the class', async () => {
    await noteRemoved(seminar.store, COURSE, REMOVED);
    const before = [...seminar.rows.keys()];
    expect(await keep(daysAfter(REMOVED, REGRET_DAYS, -1))).toBe('kept');
    expect([...seminar.rows.keys()]).toEqual(before);
    expect(await keep(daysAfter(REMOVED, REGRET_DAYS))).toBe('purged');
    expect([...seminar.rows.keys()]).toEqual([]);
    expect(await keep(daysAfter(REMOVED, REGRET_DAYS + 1))).toBe('no course');
  });

  it('that is back within the time loses nothing', async () => {
    await seminar.store.viewNow(COURSE);
    const before = new Map(seminar.rows);
    await noteRemoved(seminar.store, COURSE, REMOVED);
    await noteBack(seminar.store, COURSE);
    expect(seminar.rows).toEqual(before);
    expect(await keep(daysAfter(REMOVED, REGRET_DAYS + 10))).toBe('kept');
  });

  it('is waited for from the first time that the platform said so', async () => {
    await noteRemoved(seminar.store, COURSE, REMOVED);
    await noteRemoved(seminar.store, COURSE, daysAfter(REMOVED, 5));
    const view = await seminar.store.viewNow(COURSE);
    expect(view && purgeAt(view)).toEqual(daysAfter(REMOVED, REGRET_DAYS));
  });

  it('takes no row of another workspace along', async () => {
    const other = person('prof', { workspace: 'seminar2', role: 'instructor' });
    const there = await assign(seminar, '', other);
    await start(seminar, person('ada', { workspace: 'seminar2' }), there);
    await lockFirst(seminar, person('ada', { workspace: 'seminar2' }));
    const before = rowsWith(seminar.rows, 'test:seminar2');
    expect(before.length).toBeGreaterThan(8);
    await noteRemoved(seminar.store, COURSE, REMOVED);
    await keep(daysAfter(REMOVED, REGRET_DAYS));
    expect(rowsWith(seminar.rows, 'test:seminar2')).toEqual(before);
    expect(
      [...seminar.rows.keys()].filter((key) => !key.includes('seminar2') && !key.startsWith('home:')),
    ).toEqual([]);
  });

  it('where no course was ever made is no course', async () => {
    await noteRemoved(seminar.store, 'test:nowhere', REMOVED);
    await noteBack(seminar.store, 'test:nowhere');
    expect(rowsWith(seminar.rows, 'nowhere')).toEqual([]);
  });
});

/** What is held about a student is listed in full, goes in full, and is counted once, wherever a deletion is interrupted. */

import { beforeEach, describe, expect, it } from 'vitest';
import { type Gone, goneSchema } from '../../src/course/gone.ts';
import { erase, heldAbout, keysOf } from '../../src/course/privacy.ts';
import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import { quarantineKey, recordKey } from '../../src/ledger/keys.ts';
import { newRecord } from '../../src/ledger/new-record.ts';
import { recordText } from '../../src/ledger/record-json.ts';
import type { Actor } from '../../src/messages/actor.ts';
import { NotSavedError } from '../../src/store/errors.ts';
import { TEST_KEY } from '../support/key.ts';
import { partsOf } from '../support/lab.ts';
import {
  ADA,
  assign,
  COURSE,
  checkpoint,
  HOUR,
  keyOf,
  lockFirst,
  MONDAY,
  openSeminar,
  PROF,
  person,
  rosterFile,
  rowsWith,
  type Seminar,
  type SeminarOptions,
  start,
} from './support/seminar.ts';

const BEN = person('ben');
/** Stands in no other word of any row. */
const EVA = person('u-4711-eva', { email: 'eva@uni.example', zone: 'Europe/Berlin' });
const EVA_KEY = keyOf(EVA.user);

/** A class in which a student has left a row of every kind: she did the lab, was given time, linked, nudged, looked at. */
async function lived(options: SeminarOptions = {}): Promise<Seminar> {
  const seminar = openSeminar(options);
  const before = await assign(seminar);
  await start(seminar, EVA, before);
  await seminar.say(PROF, `/assign for <@${EVA.user}> excused`);
  // A homework that was taken back keeps its exceptions.
  await seminar.ask(PROF, { kind: 'assign', step: 'close', assignment: before });
  const id = await assign(seminar);
  for (const actor of [EVA, ADA, BEN]) await start(seminar, actor, id);
  await lockFirst(seminar, EVA, 'B');
  await checkpoint(seminar);
  await lockFirst(seminar, ADA);
  await checkpoint(seminar);
  await seminar.say(PROF, `/assign for <@${EVA.user}> due Mon 30 Nov 12:00`);
  await seminar.say(PROF, '/grades canvas', rosterFile());
  await seminar.say(EVA, '/mydata link 00012345');
  seminar.at(new Date(MONDAY.getTime() + 30 * HOUR));
  await seminar.say(PROF, '/class nudge');
  await seminar.say(PROF, `/class student <@${EVA.user}>`);
  return seminar;
}

/**
 * As versions before left it that set a damaged record aside and began anew, twice over: the row names a copy, which names
 * another. Now the row itself is damaged too, and another process has met it.
 */
async function torn(seminar: Seminar, actor: Actor): Promise<void> {
  const student = keyOf(actor.user);
  const key = recordKey(FIRST_LAB, student);
  let text = seminar.rows.get(key) ?? '';
  for (const seed of ['a', 'b']) {
    const damaged = `${text}!`;
    const copy = quarantineKey(FIRST_LAB, student, damaged);
    seminar.rows.set(copy, damaged);
    const now = seminar.now();
    const anew = newRecord({ lab: FIRST_LAB, student, seed: seed.repeat(32), now });
    const aside = { key: copy, at: now.toISOString(), reason: 'it is damaged or cut short' };
    text = recordText({ ...anew, setAside: [aside] }, TEST_KEY);
  }
  seminar.rows.set(key, `${text}!`);
  const again = openSeminar({ rows: seminar.rows, at: seminar.now() });
  expect(again.words(await again.say(actor, '/lab quadratic'))).toContain('Your ledger does not hold');
}

const goneOf = (rows: ReadonlyMap<string, string>): Gone | undefined => {
  const text = rows.get(`gone:${COURSE}:${FIRST_LAB}`);
  return text === undefined ? undefined : goneSchema.parse(JSON.parse(text));
};

describe('what is held about a student', () => {
  it('is every row that was ever written for them and is still there', async () => {
    const written = new Set<string>();
    const seminar = await lived({
      onKey: (key, how, text) => {
        if (how === 'written' && `${key} ${text}`.includes(EVA.user)) written.add(key);
      },
    });
    await torn(seminar, EVA);
    const there = rowsWith(seminar.rows, EVA.user);
    for (const key of written) if (seminar.rows.has(key)) expect(there).toContain(key);
    const held = await heldAbout(openSeminar({ rows: seminar.rows }).store, PACKS, EVA_KEY);
    expect(keysOf(EVA_KEY, held).toSorted()).toEqual(there.toSorted());
    expect(held.setAside.length, 'a copy that only another copy names').toBe(2);
    const kinds = new Set(there.map((key) => key.split(':')[0]));
    expect([...kinds].toSorted()).toEqual([
      'assignment',
      'audit',
      'home',
      'leaves',
      'ledger',
      'link',
      'out',
      'person',
      'progress',
      'quarantine',
      'student',
      'trouble',
    ]);
  });

  it('is counted by /mydata, kind by kind, and all of it is in the download', async () => {
    const seminar = await lived();
    const shown = await seminar.say(EVA, '/mydata');
    const there = rowsWith(seminar.rows, EVA.user);
    expect(seminar.words(shown)).toContain(`These are ${there.length} rows in the store`);
    const [table] = partsOf(shown, 'table');
    expect(table?.rows.map(([what]) => what)).toEqual([
      'Lab 06 · The Quadratic Wall',
      'About you',
      'Where you were last',
      'Gradebook',
      'Messages',
      'More time',
      'Log',
      'Checkpoints',
    ]);
    const [file] = partsOf(await seminar.say(EVA, '/mydata download'), 'file');
    const data = JSON.parse(file?.content ?? '{}') as Record<string, unknown> & { rows: string[] };
    expect(data.rows.toSorted()).toEqual(there.toSorted());
    // What stands in the rows stands in the file, word by word.
    for (const key of [recordKey(FIRST_LAB, EVA_KEY), `person:${COURSE}/${EVA_KEY}`]) {
      const row = JSON.parse(seminar.rows.get(key) ?? 'null') as object;
      expect(Object.values({ ...data, ...(data.records as object) })).toContainEqual(row);
    }
    for (const word of [
      'eva@uni.example',
      'Europe/Berlin',
      '91234',
      '2026-11-30T12:00',
      'nudge',
      'looked at',
    ]) {
      expect(file?.content, word).toContain(word);
    }
    expect(file?.content).not.toMatch(/\b(?:ada|ben)\b/);
  });

  it('is nothing, for somebody who was never here', async () => {
    const seminar = openSeminar();
    expect(seminar.words(await seminar.say(EVA, '/mydata'))).toContain('Nothing.');
    expect(rowsWith(seminar.rows, EVA.user)).toEqual([]);
  });
});

describe('a deletion', () => {
  let seminar: Seminar;
  beforeEach(async () => {
    seminar = await lived();
  });

  it('leaves the id in no row, and its own counts', async () => {
    await torn(seminar, EVA);
    const again = openSeminar({ rows: seminar.rows, at: seminar.now() });
    expect(rowsWith(seminar.rows, EVA.user).length).toBeGreaterThan(8);
    expect(again.words(await again.say(EVA, '/mydata delete DELETE'))).toContain('Deleted');
    for (const trace of [EVA.user, 'eva@uni.example', EVA_KEY])
      expect(rowsWith(seminar.rows, trace)).toEqual([]);
    // Her row of the gradebook stands in the roster alone, as it does for those who never came.
    expect(rowsWith(seminar.rows, '91234')).toEqual([`roster:${COURSE}`]);
  });

  it('adds up: the class’s counts are what they were', async () => {
    const locks = async (): Promise<Record<string, number>> => {
      const counts: Record<string, number> = { ...goneOf(seminar.rows)?.locks[0] };
      for (const { acts } of (await seminar.store.progress(COURSE, FIRST_LAB)).values()) {
        const answer = acts[0]?.lock?.answer;
        if (answer && 'option' in answer) counts[answer.option] = (counts[answer.option] ?? 0) + 1;
      }
      return counts;
    };
    const before = await locks();
    expect(Object.values(before).reduce((sum, each) => sum + each, 0)).toBe(2);
    await seminar.say(EVA, '/mydata delete DELETE');
    expect(await locks()).toEqual(before);
    expect(goneOf(seminar.rows)).toMatchObject({ students: 1, complete: 0 });
    await seminar.say(ADA, '/mydata delete DELETE');
    expect(await locks()).toEqual(before);
    expect(goneOf(seminar.rows)?.students).toBe(2);
    expect(rowsWith(seminar.rows, keyOf('ada'))).toEqual([]);
  });

  it('leaves others as they are: their chains verify, and their rows are the same', async () => {
    const before = rowsWith(seminar.rows, keyOf('ada')).map((key) => [key, seminar.rows.get(key)]);
    await seminar.say(EVA, '/mydata delete DELETE');
    for (const [key, text] of before) {
      if (key?.startsWith('assignment:') || key?.startsWith('leaves:')) continue;
      expect(seminar.rows.get(key ?? '')).toBe(text);
    }
    expect(seminar.words(await seminar.say(ADA, '/ledger verify'))).toMatch(/intact/);
  });

  it('begins somebody anew who comes back, at once: nothing was at hand', async () => {
    await seminar.say(EVA, '/mydata delete DELETE');
    const shown = seminar.words(await seminar.say(EVA, '/ledger'));
    expect(shown).not.toMatch(/Locked|Act I: [A-F]/);
    await lockFirst(seminar, EVA);
    expect(await seminar.store.reading(EVA_KEY, FIRST_LAB)).toMatchObject({ record: { decisions: [{}] } });
    expect((await seminar.store.person(EVA_KEY))?.reminders).toBe('on');
  });

  it('that fails at any write, before or after it, ends the same when it is repeated', async () => {
    const ground = new Map(seminar.rows);
    let writes = 0;
    const whole = openSeminar({
      rows: new Map(ground),
      at: seminar.now(),
      onWrite: () => {
        writes += 1;
      },
    });
    await erase(whole.store, PACKS, EVA_KEY);
    expect(writes).toBeGreaterThan(8);
    for (const when of ['onWrite', 'onWritten'] as const) {
      for (let fail = 1; fail <= writes; fail++) {
        let count = 0;
        const rows = new Map(ground);
        const cut = openSeminar({
          rows,
          at: seminar.now(),
          [when]: () => {
            count += 1;
            if (count === fail) throw new NotSavedError('cut off');
          },
        });
        await expect(erase(cut.store, PACKS, EVA_KEY)).rejects.toThrow(NotSavedError);
        await erase(openSeminar({ rows, at: seminar.now() }).store, PACKS, EVA_KEY);
        expect(rows, `${when} ${fail}`).toEqual(whole.rows);
        expect(goneOf(rows)?.students).toBe(1);
      }
    }
  });

  it('of staff names them nowhere any more and counts nobody; the last instructor is asked for another first', async () => {
    const ta = person('ta-0815');
    await seminar.say(PROF, '/class settings staff <@ta-0815> instructor');
    await lockFirst(seminar, ta);
    await seminar.say(ta, `/assign for <@ben> excused`);
    await seminar.say(ta, '/assign due Sat 23:59');
    await seminar.say(ta, '/grades canvas', rosterFile());
    await seminar.say(ta, '/grades canvas link 91235=<@ben>');
    expect(seminar.words(await seminar.say(ta, '/mydata'))).toMatch(/Staff.*Draft.*Decided/s);
    await seminar.say(ta, '/mydata delete DELETE');
    expect(rowsWith(seminar.rows, 'ta-0815')).toEqual([]);
    expect(goneOf(seminar.rows)).toBeUndefined();
    // Whom the platform names no longer is the last one by the course's list.
    const last = { ...PROF, role: 'student' } as const;
    const before = new Map(seminar.rows);
    expect(seminar.words(await seminar.say(last, '/mydata delete DELETE'))).toMatch(/only instructor/);
    expect(rowsWith(seminar.rows, 'prof').length).toBe(rowsWith(before, 'prof').length);
  });
});

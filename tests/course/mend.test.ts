/** A ledger that does not hold: staff see it, grades leave it out, and an instructor decides how its student goes on. */

import { beforeEach, describe, expect, it } from 'vitest';
import { digestReply } from '../../src/course/digest.ts';
import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import { progressKey, quarantineKey, recordKey, studentKey, troubleKey } from '../../src/ledger/keys.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { NotSavedError } from '../../src/store/errors.ts';
import { choice, choicesOf, partsOf } from '../support/lab.ts';
import {
  ADA,
  assign,
  COURSE,
  keyOf,
  lockFirst,
  openSeminar,
  PROF,
  person,
  rosterFile,
  type Seminar,
  type SeminarOptions,
  start,
  walk,
} from './support/seminar.ts';

const BEN = person('ben');
const KEY = recordKey(FIRST_LAB, keyOf('ada'));
const NOTE = troubleKey(FIRST_LAB, keyOf('ada'));
const MEND = { kind: 'class', what: 'mend', who: '<@ada>' } as const;
const ANEW = { kind: 'class', what: 'anew', who: '<@ada>' } as const;

let seminar: Seminar;
let homework: string;
/** The same rows by another process, which has nothing at hand. */
const again = (options: SeminarOptions = {}): Seminar =>
  openSeminar({ rows: seminar.rows, at: seminar.now(), ...options });

const damage = (change: (text: string) => string, key = KEY): string => {
  const text = change(seminar.rows.get(key) ?? '');
  seminar.rows.set(key, text);
  return text;
};
/** Somebody without the key puts another answer into the last decision. */
const forge = (): string =>
  damage((text) => {
    const at = text.lastIndexOf('"option":"');
    return `${text.slice(0, at)}"option":"x${text.slice(at + '"option":"'.length)}`;
  });

const labels = (reply: Reply): readonly string[] => choicesOf(reply).map(({ label }) => label);
const recordNow = async (user = 'ada') => {
  const reading = await seminar.store.reading(keyOf(user), FIRST_LAB);
  if (!reading || 'trouble' in reading) throw new Error('it does not hold');
  return reading.record;
};

/** Ada is complete, with more than one decision; Ben has locked. */
beforeEach(async () => {
  seminar = openSeminar();
  homework = await assign(seminar);
  for (const actor of [ADA, BEN]) await start(seminar, actor, homework);
  await walk(seminar, ADA);
  await lockFirst(seminar, BEN);
});

describe('staff', () => {
  it('are told in the overview once it was met, and led to the student and the two ways on', async () => {
    forge();
    const other = again();
    expect(labels(await other.say(PROF, '/class'))).not.toContain('ada');
    expect(other.words(await other.say(ADA, '/ledger'))).toContain('Your ledger does not hold');
    const overview = await other.say(PROF, '/class');
    expect(partsOf(overview, 'callout')).toMatchObject([{ tone: 'danger', title: '1 ledger does not hold' }]);
    const shown = await other.press(PROF, choice(overview, 'ada'));
    const [callout] = partsOf(shown, 'callout');
    expect(callout).toMatchObject({ tone: 'danger', title: 'Their ledger does not hold' });
    expect(other.words(shown)).toMatch(/decision \d+ is not what was written at the time/);
    const [stands] = partsOf(shown, 'table');
    const decisions = (seminar.rows.get(KEY)?.match(/"decision":/g) ?? []).length;
    expect(stands?.columns).toEqual(['When', 'Decision', 'Hash']);
    expect(stands?.rows.length).toBe(Math.min(12, decisions - 1));
    expect(
      labels(shown)
        .filter((label) => label.endsWith('…'))
        .slice(0, 2),
    ).toEqual([expect.stringMatching(/^Keep the \d+ decisions…$/), 'Begin anew…']);
  });

  it('see it, as assistants, without a button that is not theirs', async () => {
    forge();
    const other = again();
    const ta = person('ta');
    await other.say(PROF, '/class settings staff <@ta> assistant');
    const shown = await other.say(ta, '/class student <@ada>');
    expect(other.words(shown)).toContain('until an instructor decides how they go on');
    expect(labels(shown).filter((label) => /^Keep|^Begin/.test(label))).toEqual([]);
    // What they met is in the overview then.
    expect(labels(await other.say(ta, '/class'))).toContain('ada');
  });

  it('are told no more of one that holds again, whatever was noted', async () => {
    const whole = seminar.rows.get(KEY) ?? '';
    forge();
    const other = again();
    await other.say(ADA, '/ledger');
    seminar.rows.set(KEY, whole);
    expect(seminar.rows.has(NOTE)).toBe(true);
    expect(partsOf(await other.say(PROF, '/class'), 'callout')).toEqual([]);
  });

  it('read one short list where all hold, and students none', async () => {
    const asked: string[] = [];
    const other = again({ onKey: (key, how) => asked.push(`${how} ${key}`) });
    await other.say(BEN, '/lab quadratic');
    expect(asked.filter((each) => each.includes('trouble:'))).toEqual([]);
    await other.say(PROF, '/class');
    expect(asked.filter((each) => each.includes('trouble:'))).toEqual([`listed trouble:${COURSE}/`]);
  });

  it('are led to a decision about a lab that is not assigned', async () => {
    await seminar.say(BEN, '/predict lab tail');
    await seminar.say(BEN, '/predict B');
    const [, tail] = PACKS.map(({ id }) => recordKey(id, keyOf('ben'))).filter((key) =>
      seminar.rows.has(key),
    );
    damage((text) => `${text}}`, tail);
    const other = again();
    await other.say(BEN, '/ledger lab tail');
    const overview = await other.say(PROF, '/class');
    const button = choicesOf(overview).find(({ label }) => label.startsWith('ben, '));
    if (!button) throw new Error('no button');
    const shown = await other.press(PROF, button);
    expect(labels(shown)).toEqual(['Keep the 1 decision', 'Begin anew…']);
  });

  it('get it with the digest', async () => {
    forge();
    const other = again();
    await other.say(ADA, '/ledger');
    const view = await other.store.viewNow(COURSE);
    const assignment = view?.assignments[0];
    if (!view || !assignment) throw new Error('there is no homework');
    const digest = async () => digestReply(other.store, PACKS, view, assignment, other.now());
    const words = (reply: Reply | undefined): string => (reply ? other.words(reply) : '');
    expect(words(await digest())).toContain('1 ledger does not hold: ada.');
  });
});

describe('an instructor’s decision', () => {
  it('keeps what holds: shown first, then in one write with a copy, and the student goes on', async () => {
    const before = await recordNow();
    const text = forge();
    const writes: ReadonlyMap<string, string | null>[] = [];
    const other = again({ onWrite: (changes) => writes.push(new Map(changes)) });
    await other.say(ADA, '/ledger');
    const shown = await other.say(PROF, '/class student <@ada>');
    const keep = choicesOf(shown).find(({ label }) => label.startsWith('Keep the'));
    if (!keep) throw new Error('nothing to keep');
    writes.splice(0);
    const preview = await other.press(PROF, keep);
    expect(writes, 'nothing is done yet').toEqual([]);
    expect(other.words(preview)).toContain('copied first, sign for sign');
    const done = await other.press(PROF, choice(preview, keep.label.replace('…', '')));

    const [change] = writes.filter((each) => each.has(KEY));
    const copy = quarantineKey(FIRST_LAB, keyOf('ada'), text);
    expect(change?.get(copy), 'byte for byte').toBe(text);
    expect(change?.get(NOTE)).toBeNull();
    for (const key of [progressKey(FIRST_LAB, keyOf('ada')), studentKey(keyOf('ada'))])
      expect(change?.get(key), key).toEqual(expect.any(String));
    const audit = [...(change ?? [])].find(([key]) => key.startsWith('audit:'));
    expect(JSON.parse(audit?.[1] ?? 'null')).toMatchObject({
      act: 'kept what holds of a ledger',
      by: keyOf('prof'),
      subject: keyOf('ada'),
      before: expect.stringMatching(/^decision \d+ is not/),
      after: expect.stringMatching(/^\d+ decisions kept, receipt [0-9a-f]{4} /),
    });

    const after = await recordNow();
    const kept = before.decisions.findLastIndex(({ decision }) => 'option' in decision);
    expect(kept).toBeGreaterThan(2);
    expect(after.decisions.slice(0, kept)).toEqual(before.decisions.slice(0, kept));
    expect(after.decisions.at(-1)?.decision).toMatchObject({ kind: 'mended', kept });
    expect(after.setAside).toMatchObject([{ key: copy }]);
    expect(other.words(done)).toContain('ada can go on');
    const told = other.platform.messages.filter(({ channel }) => channel === 'dm-ada').at(-1);
    expect(told && other.words(told.reply)).toContain('an instructor has decided');

    const ledger = other.words(await other.say(ADA, '/ledger'));
    expect(ledger).toContain('An instructor kept the decisions before this');
    expect(other.words(await other.say(ADA, '/ledger verify'))).toContain('intact');
    await other.say(ADA, '/seq 4k');
    expect((await recordNow()).runs.length).toBe(after.runs.length + 1);
    const mine = other.words(await other.say(ADA, '/mydata'));
    expect(mine).toMatch(/Set aside.*1 record that did not hold/s);
    expect(partsOf(await other.say(PROF, '/class'), 'callout')).toEqual([]);
  });

  it('begins anew where nothing is proven, or where a row is gone: at once, also for who was at hand', async () => {
    for (const change of [() => '', () => '{"schema":3}', undefined]) {
      if (change) damage(change);
      else seminar.rows.delete(KEY);
      const refused = await seminar.ask(PROF, { ...MEND, step: 'yes' });
      expect(seminar.words(refused)).toContain('No decision of it is proven');
      const copies = [...seminar.rows.keys()].filter((key) => key.startsWith('quarantine:')).length;
      const preview = await seminar.ask(PROF, ANEW);
      await seminar.press(PROF, choice(preview, 'Begin anew'));
      const record = await recordNow();
      expect(record.decisions.map(({ decision }) => decision.kind)).toEqual(['mended']);
      expect(record.setAside.length, 'there is nothing to copy of a row that is gone').toBe(change ? 1 : 0);
      expect([...seminar.rows.keys()].filter((key) => key.startsWith('quarantine:')).length).toBe(
        copies + (change ? 1 : 0),
      );
      // Her record was at hand in this process, and is no more.
      expect(seminar.words(await seminar.say(ADA, '/ledger'))).toContain('begun anew');
      await lockFirst(seminar, ADA);
      expect((await recordNow()).decisions.length).toBeGreaterThan(1);
    }
  });

  it('is none about a ledger that holds, is of a version to come, or is nobody’s', async () => {
    const holding = new Map(seminar.rows);
    for (const request of [MEND, ANEW])
      expect(seminar.words(await seminar.ask(PROF, { ...request, step: 'yes' }))).toMatch(/ada.* holds/);
    damage(() => '{"schema":99}');
    const newer = seminar.rows.get(KEY);
    for (const request of [MEND, ANEW])
      expect(seminar.words(await seminar.ask(PROF, { ...request, step: 'yes' }))).toContain('newer version');
    expect(seminar.rows.get(KEY)).toBe(newer);
    const nobody = await seminar.ask(PROF, { ...ANEW, who: '<@nobody>', step: 'yes' });
    expect(seminar.words(nobody)).toContain('no ledger');
    expect([...seminar.rows.keys()].toSorted()).toEqual([...holding.keys()].toSorted());
  });

  it('is made once where two make it', async () => {
    forge();
    const replies = await Promise.all([
      again().ask(PROF, { ...MEND, step: 'yes' }),
      again().ask(person('chair', { role: 'instructor' }), { ...ANEW, step: 'yes' }),
    ]);
    const told = replies.map((reply) => seminar.words(reply));
    expect(told.filter((words) => words.includes('can go on'))).toHaveLength(1);
    expect(told.filter((words) => words.includes('holds, so nothing was changed'))).toHaveLength(1);
    expect((await recordNow()).decisions.filter(({ decision }) => decision.kind === 'mended')).toHaveLength(
      1,
    );
  });

  it('that can’t be written changes nothing, and is made when it is repeated', async () => {
    forge();
    const before = new Map(seminar.rows);
    let fails = true;
    const other = again({
      onWrite: (changes) => {
        if (fails && changes.has(KEY)) throw new NotSavedError('the disk is full');
      },
    });
    expect(other.words(await other.ask(PROF, { ...MEND, step: 'yes' }))).toContain('Not saved');
    const changed = [...seminar.rows].filter(([key, text]) => before.get(key) !== text).map(([key]) => key);
    expect(changed.filter((key) => !key.startsWith('person:') && !key.startsWith('home:'))).toEqual([]);
    fails = false;
    expect(other.words(await other.ask(PROF, { ...MEND, step: 'yes' }))).toContain('can go on');
  });
});

describe('grades', () => {
  const cellsOf = (reply: Reply): readonly string[] =>
    (partsOf(reply, 'file')[0]?.content ?? '').split('\n').filter((line) => line.includes('Lovelace'));

  const TAKE = { kind: 'grades', form: 'canvas', column: '88123', link: '91234=<@ada>' } as const;

  it('leave out who has a ledger that does not hold, met or not, and say why', async () => {
    const whole = await seminar.ask(PROF, TAKE, rosterFile());
    expect(cellsOf(whole)).toEqual([expect.stringMatching(/,8\.?0*$/)]);
    forge();
    const other = again();
    const left = await other.ask(PROF, TAKE);
    expect(other.words(left)).toContain('its ledger does not hold: decide first');
    expect(labels(left)).toContain('Ledger of ada');
    expect(cellsOf(left).filter((line) => /,8\.?0*$/.test(line))).toEqual([]);
    expect(labels(await other.say(PROF, '/class')), 'what grades met is in the overview').toContain('ada');
    const [detail] = partsOf(await other.say(PROF, '/grades detail'), 'file');
    const [head = '', ...rows] = (detail?.content ?? '').trim().split('\n');
    expect(head.trim().endsWith(',Ledger')).toBe(true);
    expect(rows.filter((row) => row.includes('no grade until an instructor decides'))).toHaveLength(1);
    expect(rows.filter((row) => row.trim().endsWith(',holds'))).toHaveLength(1);
  });

  it('rest on the record, where a genuine summary of another moment was put in its place', async () => {
    const early = seminar.rows.get(progressKey(FIRST_LAB, keyOf('ben'))) ?? '';
    await walk(seminar, BEN);
    seminar.rows.set(progressKey(FIRST_LAB, keyOf('ben')), early);
    const [detail] = partsOf(await again().say(PROF, '/grades detail'), 'file');
    const ben = (detail?.content ?? '').split('\n').find((row) => row.startsWith('ben,')) ?? '';
    expect(ben).toContain('8 on time = 8 of 8');
  });
});

describe('what was set aside', () => {
  it('goes with everything else of the student', async () => {
    forge();
    const other = again();
    await other.ask(PROF, { ...MEND, step: 'yes' });
    await other.say(ADA, '/mydata delete DELETE');
    expect([...seminar.rows.keys()].filter((key) => key.includes(':ada'))).toEqual([]);
  });
});

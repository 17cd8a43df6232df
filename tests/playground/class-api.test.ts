/** What the class's page is given, by whom it is asked: the figures of the chat's own answers, and no more than those may see. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSONAS, type PersonaId } from '../../adapters/playground/personas.ts';
import type { WireClass, WireClassPage, WirePart } from '../../adapters/playground/wire.ts';
import { FIRST_LAB } from '../../src/labs/catalogue.ts';
import { recordKey } from '../../src/ledger/keys.ts';
import { studentId } from '../../src/messages/actor.ts';
import { openDemoClass } from './demo-class.ts';
import { choicesOf, pressAt, sayAt, statusAs } from './open-playground.ts';

/** A Tuesday evening. */
const PRESENT = new Date('2026-11-24T18:00:00.000Z');

let demo: Awaited<ReturnType<typeof openDemoClass>>;
beforeAll(async () => {
  demo = await openDemoClass(PRESENT);
});
afterAll(() => demo.close());

const get = (query: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(`${demo.address}/api/class?${new URLSearchParams(query)}`);

async function classFor(persona: PersonaId): Promise<WireClass> {
  const response = await get({ persona });
  expect(response.status).toBe(200);
  return (await response.json()) as WireClass;
}

async function pageFor(persona: PersonaId): Promise<WireClassPage> {
  const found = await classFor(persona);
  if (!('page' in found)) throw new Error(`${persona} was told ${JSON.stringify(found.said)}`);
  return found.page;
}

const partsOf = <K extends WirePart['kind']>(parts: readonly WirePart[], kind: K) =>
  parts.filter((part): part is Extract<WirePart, { kind: K }> => part.kind === kind);

const countOf = ({ standings }: WireClassPage, standing: string): number =>
  standings.find((each) => each.standing === standing)?.count ?? Number.NaN;

describe('the class for its page', () => {
  it('counts everybody once, and each student stands where the counts say', async () => {
    const page = await pageFor('instructor');
    expect(page.students).toHaveLength(40);
    expect(page.standings.reduce((sum, { count }) => sum + count, 0)).toBe(page.students.length);
    for (const { standing, count } of page.standings)
      expect(
        page.students.filter((student) => student.standing === standing),
        standing,
      ).toHaveLength(count);
    for (const { standing, done, steps } of page.students) {
      expect(done === steps).toBe(standing === 'complete');
      expect(done === 0 && standing !== 'not started').toBe(false);
    }
  });

  it('has a class worth looking at: some of every kind, and two of one name', async () => {
    const page = await pageFor('instructor');
    for (const standing of ['complete', 'under way', 'stuck', 'not started'])
      expect(countOf(page, standing), standing).toBeGreaterThan(2);
    expect(page.students.filter(({ circling }) => circling).length).toBeGreaterThan(1);
    expect(page.choices.map(({ label }) => label)).toContainEqual(expect.stringMatching(/^Nudge all \d/));
    expect(page.students.filter(({ points }) => points === undefined)).toHaveLength(1);
    expect(page.students.filter(({ due }) => due !== undefined)).toHaveLength(1);
    expect(new Set(page.students.map(({ name }) => name)).size).toBe(page.students.length - 1);
    expect(new Set(page.students.map(({ look }) => look.line)).size).toBe(page.students.length);
  });

  it('draws and tables what the chat’s answers draw and table', async () => {
    const { panels } = await pageFor('instructor');
    const replies = await Promise.all(
      ['/class', '/class sure', '/class time', '/class finish'].map((line) =>
        sayAt(demo.address, 'instructor', line),
      ),
    );
    const tables = partsOf(replies.flat(), 'table');
    const charts = [...partsOf(replies.flat(), 'bars'), ...partsOf(replies.flat(), 'chart')];
    // The picture of who was right after a wrong prediction is a sentence in the chat.
    const shared = panels.filter(({ id }) => id !== 'after');
    expect(shared.map(({ table }) => table)).toEqual(tables);
    for (const { title, chart } of shared) {
      expect(charts.filter((each) => each.title === title && each.finding === chart?.finding)).toHaveLength(
        1,
      );
    }
    const after = panels.find(({ id }) => id === 'after');
    const [told] = partsOf(replies[0] ?? [], 'text').filter(({ text }) =>
      String(text).startsWith('Reflection right, after a wrong prediction'),
    );
    const shares = after?.table?.rows.map(([act, wrong]) => `${act} ${wrong}`).join(', ');
    expect(told?.text).toContain(shares);
  });

  it('names as stuck whom the chat names', async () => {
    const page = await pageFor('assistant');
    const parts = await sayAt(demo.address, 'assistant', '/class stuck');
    const [table] = partsOf(parts, 'table');
    const names = table?.rows.map(([name]) => (Array.isArray(name) ? name.join('') : name));
    const stuck = page.students.filter(({ standing }) => standing === 'stuck').map(({ name }) => name);
    expect(names?.toSorted()).toEqual(stuck.toSorted());
    expect(partsOf(parts, 'heading')[0]?.text).toBe(`Stuck: ${countOf(page, 'stuck')}`);
  });

  it('moves with what students do', async () => {
    const before = await pageFor('instructor');
    await sayAt(demo.address, 'student-1', '/lab quadratic');
    const after = await pageFor('instructor');
    expect(after.students).toHaveLength(before.students.length + 1);
    expect(after.students.find(({ name }) => name === 'Student 1')).toMatchObject({ done: 0 });
  });

  it('carries no answer of a single student: what each locked comes with their own page alone', async () => {
    for (const student of (await pageFor('instructor')).students)
      expect(JSON.stringify(student)).not.toMatch(/misconception|"right"|4×|memory grows/);
  });
});

describe('one student', () => {
  it('is looked at by the row’s button, as in the chat, and that is noted', async () => {
    const { students } = await pageFor('assistant');
    const stuck = students.find(({ standing }) => standing === 'stuck');
    if (!stuck) throw new Error('nobody is stuck');
    const looks = async () => (await demo.audits()).filter(({ act }) => act === 'looked at a student').length;
    const before = await looks();
    const parts = await pressAt(demo.address, 'assistant', stuck.look);
    expect(await looks()).toBe(before + 1);
    expect(partsOf(parts, 'heading')[0]?.text).toBe('One student: stuck');
    const [steps] = partsOf(parts, 'table');
    expect(steps?.rows).toHaveLength(stuck.steps);
    expect(steps?.rows.filter(([, when]) => when !== 'not done')).toHaveLength(stuck.done);
    // Looking at the class says nothing of anybody, and leaves no line about them.
    await pageFor('assistant');
    expect(await looks()).toBe(before + 1);
  });
});

describe('who may', () => {
  it.each(PERSONAS.map(({ id, role }) => [id, role] as const))('%s as %s', async (id, role) => {
    const found = await classFor(id);
    if (role === 'student') {
      expect(found).not.toHaveProperty('page');
      expect(JSON.stringify(found)).toContain('Only instructors and assistants see the class');
      expect(JSON.stringify(found)).not.toMatch(/demo-\d|misconception|Act I/);
      return;
    }
    if (!('page' in found)) throw new Error('staff were refused');
    const labels = found.page.choices.map(({ label }) => label);
    const isInstructor = role === 'instructor';
    expect(labels.includes('Reveal…')).toBe(isInstructor);
    expect(labels.some((label) => label.startsWith('Extend all'))).toBe(isInstructor);
    const stuck = choicesOf(await sayAt(demo.address, id, '/class stuck')).map(({ label }) => label);
    expect(labels.filter((label) => / all /.test(label))).toEqual(
      stuck.filter((label) => / all /.test(label)),
    );
    expect(labels.includes('Log')).toBe(isInstructor);
    expect(found.page.grades !== undefined).toBe(isInstructor);
  });

  it('is decided by the course when a button is pressed, whoever was shown it', async () => {
    const { choices, grades } = await pageFor('instructor');
    const forInstructors = [...choices.filter(({ label }) => /^Extend|^Reveal|^Log/.test(label)), grades];
    expect(forInstructors.length).toBeGreaterThan(3);
    for (const choice of forInstructors) {
      if (!choice) continue;
      for (const persona of ['student-2', 'assistant'] as const) {
        const parts = await pressAt(demo.address, persona, choice);
        expect(JSON.stringify(parts), `${persona}: ${choice.label}`).toContain('Only instructors');
      }
    }
  });

  it('nobody who is not a persona, and no page of another site', async () => {
    for (const persona of ['', 'demo-01', 'prof']) expect((await get({ persona })).status).toBe(400);
    expect(await statusAs(demo.address, '/api/class?persona=instructor', 'lab.example.org')).toBe(421);
  });
});

describe('what can’t be shown', () => {
  it.each([
    [{ assignment: 'nosuch' }, 'That homework was taken back'],
    [{ section: 'elsewhere' }, 'is no section of this homework'],
  ])('is said: %o', async (asked, words) => {
    const found = (await (await get({ persona: 'instructor', ...asked })).json()) as WireClass;
    expect(found).toHaveProperty('said');
    expect(JSON.stringify(found)).toContain(words);
  });

  it('a section that the homework was posted in is all of this class', async () => {
    const response = await get({ persona: 'instructor', section: 'class' });
    expect(await response.json()).toMatchObject({ page: { title: expect.any(String) } });
  });

  it('leaves a way on for whoever is refused', async () => {
    const found = await classFor('student-2');
    expect('said' in found && choicesOf(found.said).length).toBeGreaterThan(0);
  });
});

describe('a ledger that does not hold', () => {
  it('stands above everything else once it was met, until an instructor has decided', async () => {
    const { students, ledgers: none } = await pageFor('instructor');
    expect(none).toBeUndefined();
    const done = students.find(({ standing }) => standing === 'complete');
    if (!done) throw new Error('nobody is complete');
    const [user = ''] = /(?<=<@)[^>]+(?=>)/.exec(done.look.line) ?? [];
    const key = recordKey(FIRST_LAB, studentId({ platform: 'playground', workspace: 'local', user }));
    await demo.backend.hold('test', async (rows) => rows.set(key, `${await rows.get(key)}}`));
    const met = await pressAt(demo.address, 'assistant', done.look);
    expect(partsOf(met, 'callout')[0]?.title).toBe('Their ledger does not hold');

    const { ledgers } = await pageFor('instructor');
    expect(ledgers?.title).toBe('1 ledger does not hold');
    const [look] = ledgers?.choices ?? [];
    if (!look) throw new Error('no button');
    expect(look.label).toBe(done.name);
    const press = async (label: RegExp, on: readonly WirePart[]): Promise<readonly WirePart[]> => {
      const button = choicesOf(on).find((each) => label.test(each.label));
      if (!button) throw new Error(`no button ${label}`);
      return pressAt(demo.address, 'instructor', button);
    };
    const preview = await press(/^Keep the .*…$/, await pressAt(demo.address, 'instructor', look));
    expect(partsOf(await press(/^Keep the .*[^…]$/, preview), 'callout')[0]?.title).toBe(
      `${done.name} can go on`,
    );
    expect((await pageFor('instructor')).ledgers).toBeUndefined();
  });
});

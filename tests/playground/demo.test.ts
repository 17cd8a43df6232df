/** `npm run demo` as it is shipped: a class worth looking at, soon there, the page to look at it, and an export that fits it. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STUDENTS } from '../../adapters/playground/demo/people.ts';
import type {
  TurnAnswer,
  WireClass,
  WireClassPage,
  WireCourse,
  WireInbox,
  WirePart,
} from '../../adapters/playground/wire.ts';
import { build } from '../support/build.ts';
import { type Child, run } from '../support/child.ts';
import { choicesOf, pressAt, sayAt, turn } from './open-playground.ts';

let child: Child;
let address: string;
let told: string;
beforeAll(async () => {
  child = run(`${build('demo')}/demo.js`, [], { PORT: '0', QUICKCHART_URL: 'embedded', LOG_LEVEL: 'error' });
  told = await child.line((line) => line.includes('http://'));
  address = /http:\/\/[^/\s]+/.exec(told)?.[0] ?? '';
});
afterAll(async () => {
  child?.process.kill('SIGTERM');
  expect(await child?.ended).toBe(0);
  expect(child?.errors()).toBe('');
});

const get = async <T>(path: string): Promise<T> => (await (await fetch(address + path)).json()) as T;

async function page(): Promise<WireClassPage> {
  const found = await get<WireClass>('/api/class?persona=instructor');
  if (!('page' in found)) throw new Error(JSON.stringify(found));
  return found.page;
}

async function sample(): Promise<NonNullable<WireCourse['sample']>> {
  const course = await get<WireCourse>('/api/course');
  if (!course.sample) throw new Error('the demo has no export');
  return course.sample;
}

const fileIn = (parts: readonly WirePart[]) =>
  parts.find((part): part is WirePart & { kind: 'file' } => part.kind === 'file');

describe('the demo', () => {
  it('says where its page is, with the instructor looking at the class', () => {
    expect(told).toContain('/?as=instructor#class');
    expect(child.lines.join('\n')).toMatch(/made in \d+\.\d s, in memory/);
  });

  it('has everybody, each once, with a mix of where they stand', async () => {
    const { students, standings, words, choices } = await page();
    expect(students.map(({ name }) => name).toSorted()).toEqual(STUDENTS.map(({ name }) => name).toSorted());
    const counts = Object.fromEntries(standings.map(({ standing, count }) => [standing, count]));
    expect(counts).toEqual({
      complete: 17,
      'under way': 14,
      stuck: 5,
      'not started': 4,
      unfinished: 0,
    });
    expect(students.filter(({ circling }) => circling).length).toBeGreaterThan(0);
    expect(JSON.stringify(words)).toMatch(/48h: \d+ sent, 0 could not be written to, 0 unknown/);
    // Somebody can be written to now: what the reminders said is a day old.
    expect(choices.map(({ label }) => label).join()).toMatch(/Nudge all \d/);
  });

  it('has first locks on every belief, right ones too, and reflections after both', async () => {
    const { panels } = await page();
    const locks = panels.filter(({ id }) => id.startsWith('locks-'));
    expect(locks.length).toBeGreaterThan(1);
    for (const { title, chart } of locks) {
      if (chart?.kind !== 'bars') throw new Error(title);
      const counts = chart.categories.map(({ values }) => values[0] ?? 0);
      expect(Math.min(...counts), title).toBeGreaterThan(0);
      expect(chart.categories.filter(({ right }) => right)).toHaveLength(1);
    }
    expect(panels.find(({ id }) => id === 'after')?.chart?.finding).toMatch(/Act I \d+ of \d+ \(\d+%\)/);
    expect(panels.find(({ id }) => id === 'sure')?.chart?.finding).toMatch(/Of \d+ locks that were sure/);
  });

  it('was posted six days ago, and the post counts who is complete', async () => {
    const { messages } = await get<WireInbox>('/api/inbox');
    const [post] = messages.filter(({ persona }) => persona === undefined);
    expect(JSON.stringify(post?.parts)).toContain('17 of 40 complete');
    const days = (Date.now() - Date.parse(post?.at ?? '')) / 86_400_000;
    expect(days).toBeCloseTo(6, 1);
  });

  it('takes its own export in: whom it can’t tell apart or may not grade stays as it is', async () => {
    const { name, content } = await sample();
    const lines = content.trim().split('\n');
    const [, , ...rows] = lines;
    expect(rows).toHaveLength(STUDENTS.length);
    expect(rows.filter((row) => row.endsWith(',N/A'))).toHaveLength(1);
    const names = rows.map((row) => /^"([^"]*)"|^[^,]*/.exec(row)?.[0]);
    expect(new Set(names).size).toBe(names.length - 1);
    const response = await fetch(`${address}/api/turn-with-file`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...turn('instructor', '/grades canvas'),
        file: { name, base64: Buffer.from(content).toString('base64') },
      }),
    });
    const asked = (await response.json()) as TurnAnswer;
    const column = choicesOf(asked.parts).find(({ label }) => lines[0]?.includes(label));
    const parts = column ? await pressAt(address, 'instructor', column) : asked.parts;
    const file = fileIn(parts);
    expect(file?.mediaType).toBe('text/csv');
    expect(file?.name).toMatch(/canvas.*\.csv$/);
    const graded = file?.content.trim().split(/\r?\n/).slice(2) ?? [];
    expect(graded.length).toBeGreaterThan(5);
    // Done by those who can be told for sure, and nobody of the two with one name, unless by their login.
    for (const row of graded)
      expect(rows.some((each) => row.split(',')[2] === each.split(',')[2])).toBe(true);
    expect(graded.filter((row) => row.endsWith('N/A'))).toEqual([]);
    expect(JSON.stringify(parts)).toContain('left out');
  });

  it('lets a student of the page begin beside the forty', async () => {
    const { messages } = await get<WireInbox>('/api/inbox');
    const post = messages.find(({ persona }) => persona === undefined);
    const start = choicesOf(post?.parts ?? []).find(({ label }) => label === 'Start');
    if (!start) throw new Error('the post has no Start');
    await pressAt(address, 'student-1', start);
    expect(JSON.stringify(await sayAt(address, 'student-1', '/owed'))).toContain('8 steps');
    expect((await page()).students).toHaveLength(STUDENTS.length + 1);
  });
});

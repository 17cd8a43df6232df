/** Which students the class's page lists in which order, and where its lines stand: pure functions, by random classes and charts. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attentionOf,
  COLUMNS,
  filtersOf,
  filterWords,
  found,
  ordered,
} from '../../adapters/playground/page/class/filter.ts';
import { linesDrawing } from '../../adapters/playground/page/class/lines.ts';
import type { WireStudent } from '../../adapters/playground/wire.ts';
import type { LinesChart } from '../../src/charts/chart.ts';
import { STANDINGS } from '../../src/course/insight/standing.ts';

const look = { version: 2, label: 'Look', primary: false, line: '/class student', shown: '/class student' };

const when = fc
  .date({ min: new Date('2026-11-01'), max: new Date('2026-12-01'), noInvalidDate: true })
  .map((at) => at.toISOString());

const student: fc.Arbitrary<WireStudent> = fc
  .record(
    {
      name: fc.oneof(fc.constantFrom('Élodie', 'Zoë', '李思远', 'ada', 'Ada'), fc.string({ maxLength: 12 })),
      standing: fc.constantFrom(...STANDINGS),
      circling: fc.boolean(),
      done: fc.nat(8),
      minutes: fc.nat(200),
      runs: fc.nat(40),
      points: fc.integer({ min: 0, max: 800 }).map((each) => String(each / 100)),
      lastAt: when,
    },
    { requiredKeys: ['name', 'standing', 'circling', 'done', 'minutes', 'runs'] },
  )
  .map((each) => ({ ...each, steps: 8, look }));

const someone: WireStudent = {
  name: 'Ada',
  standing: 'under way',
  circling: false,
  done: 1,
  steps: 8,
  minutes: 3,
  runs: 1,
  points: '1',
  look,
};
const named = (name: string, rest: Partial<WireStudent> = {}): WireStudent => ({ ...someone, name, ...rest });
const namesOf = (students: readonly WireStudent[]): string[] => students.map(({ name }) => name);

describe('the list of everybody', () => {
  it('loses and doubles nobody, in the order of any column, down as up', () => {
    fc.assert(
      fc.property(fc.array(student), fc.constantFrom(...COLUMNS), fc.boolean(), (students, by, down) => {
        const listed = ordered(students, { by, down });
        expect(new Set(listed)).toEqual(new Set(students));
        expect(listed).toHaveLength(students.length);
      }),
    );
  });

  it('puts whoever has no value last, in either direction', () => {
    fc.assert(
      fc.property(
        fc.array(student),
        fc.constantFrom('lastAt', 'points'),
        fc.boolean(),
        (students, by, down) => {
          const has = ordered(students, { by, down }).map((each) => each[by] !== undefined);
          expect(has).toEqual(has.toSorted((a, b) => Number(b) - Number(a)));
        },
      ),
    );
  });

  it('reads points as numbers, and names by the alphabet', () => {
    const all = [
      named('zoe', { points: '10' }),
      named('Élodie', { points: '9' }),
      named('Ada', { points: '8.5' }),
    ];
    expect(namesOf(ordered(all, { by: 'points', down: true }))).toEqual(['zoe', 'Élodie', 'Ada']);
    expect(namesOf(ordered(all, { by: 'name', down: false }))).toEqual(['Ada', 'Élodie', 'zoe']);
  });

  it.each([
    ['elo', ['Élodie']],
    ['  ÉLO ', ['Élodie']],
    ['思', ['李思远']],
    ['', ['Élodie', '李思远', 'Ada (2)']],
    ['(', ['Ada (2)']],
  ])('finds by %j', (words, names) => {
    const all = ['Élodie', '李思远', 'Ada (2)'].map((name) => named(name));
    expect(namesOf(found(all, 'all', words))).toEqual(names);
  });

  it('offers no filter that nobody is in, and each shows those alone', () => {
    fc.assert(
      fc.property(fc.array(student), (students) => {
        const filters = filtersOf(students);
        expect(new Set(filters.map(filterWords)).size).toBe(filters.length);
        for (const filter of filters) expect(found(students, filter, '').length).toBeGreaterThan(0);
        const standings = filters.filter((each) => each !== 'all' && each !== 'circling');
        const counted = standings.reduce((sum, each) => sum + found(students, each, '').length, 0);
        expect(counted).toBe(students.length);
      }),
    );
  });
});

describe('who needs a look', () => {
  it('begins with who stopped longest ago, and with who ran the most', () => {
    const at = (day: string) => `2026-11-${day}T12:00:00.000Z`;
    const { stuck, circling, waiting } = attentionOf([
      named('late', { standing: 'stuck', lastAt: at('20') }),
      named('first', { standing: 'stuck', lastAt: at('18') }),
      named('few', { circling: true, runs: 15 }),
      named('many', { circling: true, runs: 30 }),
      named('new', { standing: 'not started' }),
      named('done', { standing: 'complete' }),
    ]);
    expect([stuck, circling, waiting].map(namesOf)).toEqual([['first', 'late'], ['many', 'few'], ['new']]);
  });
});

describe('the lines of a chart', () => {
  const chartOf = (points: readonly (readonly [number, number])[]): LinesChart => ({
    kind: 'lines',
    title: 'When they finished',
    finding: '',
    x: { label: 'hours', scale: 'linear' },
    y: { label: 'students', scale: 'linear', min: 0 },
    lines: [{ label: 'Complete', style: 'solid', colour: 'main', points }],
    markers: [],
  });
  const point = fc.tuple(fc.integer({ min: -2_000, max: 2_000 }), fc.nat(5_000));

  it('stay within their axes at any width, and their numbers stand where the lines are', () => {
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 240, max: 1_200 }),
        (points, width) => {
          const { area, x, y, lines, height } = linesDrawing(chartOf(points), width);
          for (const each of (lines[0] ?? '').split(' ')) {
            const [left = Number.NaN, top = Number.NaN] = each.split(',').map(Number);
            expect(left).toBeGreaterThanOrEqual(area.left);
            expect(left).toBeLessThanOrEqual(area.right);
            expect(top).toBeGreaterThanOrEqual(area.top);
            expect(top).toBeLessThanOrEqual(area.foot);
          }
          expect(area.foot).toBeLessThan(height);
          for (const ticks of [x, y]) {
            expect(ticks.length).toBeGreaterThan(0);
            expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
          }
          // Two numbers beside each other have room for five digits.
          const places = x.map(({ at }) => at);
          for (const [index, at] of places.slice(1).entries())
            expect(at - (places[index] ?? 0)).toBeGreaterThan(40);
        },
      ),
    );
  });

  it('has round numbers, with a true minus, at their places', () => {
    const { area, x, y } = linesDrawing(
      chartOf([
        [-100, 0],
        [0, 20],
      ]),
      448,
    );
    expect(x.map(({ text }) => text)).toEqual(['−100', '−80', '−60', '−40', '−20', '0']);
    expect(x.at(0)?.at).toBe(area.left);
    expect(x.at(-1)?.at).toBe(area.right);
    expect(y.map(({ text }) => text)).toEqual(['0', '10', '20']);
    expect(y.at(0)?.at).toBe(area.foot);
    expect(y.at(-1)?.at).toBe(area.top);
  });
});

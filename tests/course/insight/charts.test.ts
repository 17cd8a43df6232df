/** The class's charts: addresses that every platform takes, and findings whose numbers are those of the table beside them. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartUrl, LONGEST_URL } from '../../../src/charts/quickchart.ts';
import { locksChart, type Pictured, progressChart } from '../../../src/course/insight/charts.ts';
import { finishChart, sureChart, timeChart } from '../../../src/course/insight/more-charts.ts';
import type { ClassData } from '../../../src/course/members.ts';
import { PACKS } from '../../../src/labs/catalogue.ts';
import type { LabPack } from '../../../src/labs/lab.ts';
import { plain } from '../../../src/messages/rich-text.ts';
import { classOf, type Did, DUE, HOUR, memberOf, randomClass } from '../../support/class.ts';
import { COIN_TOSS } from '../../support/tiny-pack.ts';

const [WALL, TAIL] = PACKS as readonly [LabPack, LabPack];

const picturesOf = (data: ClassData): readonly Pictured[] =>
  [
    progressChart(data),
    ...data.pack.acts.map((act) => locksChart(data, act)),
    sureChart(data),
    timeChart(data),
    finishChart(data),
  ].flatMap((each) => each ?? []);

/** `1,234`, `4.5`, `12`; the numerals of acts are no numbers. */
const numbersOf = (text: string): readonly string[] => text.match(/\d[\d,]*(?:\.\d+)?/g) ?? [];

const tableWords = ({ table }: Pictured): string =>
  [table.columns, ...table.rows].map((row) => row.map((cell) => plain(cell)).join(' | ')).join('\n');

/** What a finding may say that is a bound of its own definition. */
const BOUNDS: Readonly<Record<string, readonly string[]>> = { 'When they finished': ['6'] };

/** With options as long as an option may sensibly be. */
const LONG: LabPack = {
  ...WALL,
  acts: [
    {
      ...WALL.acts[0],
      prediction: {
        kind: 'choice',
        id: 'act1_prediction',
        prompt: () => 'How?',
        options: [0, 1, 2, 3].map((at) => ({
          id: `option${at}`,
          text: 'as claimed',
          claim: `${at}: ${'each token is scored against each token, and so on '.repeat(3)}`.slice(0, 120),
          correct: at === 1,
          ...(at !== 1 && { misconception: `${'a belief of many words '.repeat(4)}${at}` }),
          feedback: () => 'So.',
        })) as never,
      },
    },
  ],
};

const lock = (name: string, option: string) =>
  memberOf(name, {
    startedAt: new Date(DUE.getTime() - 50 * HOUR),
    lastAt: new Date(DUE.getTime() - 40 * HOUR),
    minutes: 9,
    acts: [{ lock: option }, {}],
  });

const finished = (name: string, hoursBefore: number, minutes: number) => {
  const done = (first: string, second: string): Did => ({
    lock: first,
    sure: 3,
    runs: 2,
    reflect: second,
    decided: true,
  });
  return memberOf(name, {
    startedAt: new Date(DUE.getTime() - (hoursBefore + 3) * HOUR),
    lastAt: new Date(DUE.getTime() - hoursBefore * HOUR),
    minutes,
    acts: [done('linear', 'tiling'), done('wider', 'sequential')],
  });
};

describe('the charts of a class', () => {
  it('fit an address with four long options', () => {
    const data = classOf(
      LONG,
      Array.from({ length: 400 }, (_, at) => lock(`u${at}`, `option${at % 4}`)),
    );
    for (const { chart } of picturesOf(data))
      expect(chartUrl(chart).length, chart.title).toBeLessThan(LONGEST_URL);
    const { chart, table } = locksChart(data, LONG.acts[0]);
    expect(chart.finding).toMatch(
      /^100 of 400 \(25%\) say 1: each token .*, which is right; 100 \(25%\) say 0: /,
    );
    expect(table.rows).toHaveLength(4);
  });

  it('name the misconception, and mark the right answer', () => {
    const data = classOf(
      WALL,
      ['linear', 'linear', 'quadratic', 'same'].map((each, at) => lock(`u${at}`, each)),
    );
    const { chart, table } = locksChart(data, WALL.acts[0]);
    expect(chart.finding).toBe(
      '1 of 4 (25%) says 4×, which is right; 2 (50%) say 2×: memory grows like a list.',
    );
    expect(chart).toMatchObject({
      categories: [
        { label: '2×: memory grows like a list', values: [2], note: '2 (50%)' },
        { label: '4×', values: [1], right: true },
        { values: [0] },
        { values: [1] },
      ],
    });
    expect(table.rows[0]).toEqual(['2×', '2 of 4', '50%', 'memory grows like a list']);
  });

  it('say where the most were lost', () => {
    const members = [
      finished('Ada', 40, 20),
      ...[1, 2, 3].map((at) => lock(`u${at}`, 'linear')),
      memberOf('Jon', undefined),
    ];
    expect(progressChart(classOf(WALL, members)).chart.finding).toBe(
      '4 of 5 have locked Act I, 1 is complete; the largest gap is between locking Act I and running Act I (3).',
    );
  });

  it('say how long it took and when it was done', () => {
    const members = [
      finished('Ada', 40, 20),
      finished('Ben', 9, 34),
      finished('Cyd', 5, 95),
      finished('Dot', -2, 30),
    ];
    const data = classOf(WALL, members);
    expect(timeChart(data)?.chart).toMatchObject({
      finding: 'Half took 28 to 49 minutes, the median is 32; 1 of 4 took over 90.',
      mark: { at: 2.7, label: 'Median 32 min' },
    });
    expect(finishChart(data)?.chart.finding).toBe(
      'Half of those complete finished in the last 7 h before the deadline or after it; 1 of 4 in the last 6 h before it, 1 of 4 after it.',
    );
    expect(sureChart(data).chart.finding).toBe('Of 8 locks that were sure, 4 were wrong.');
  });

  it('count the deadline itself as in time, and ninety minutes as no more than ninety', () => {
    const data = classOf(WALL, [finished('Ada', 0, 90), finished('Ben', 6, 90.5)]);
    expect(finishChart(data)?.table.rows).toEqual([
      ['Over 48 h before', '0 of 2'],
      ['24 to 48 h before', '0 of 2'],
      ['6 to 24 h before', '0 of 2'],
      ['In the last 6 h', '2 of 2'],
      ['After the deadline', '0 of 2'],
      ['Half of them', 'in the last 3 h before the deadline'],
    ]);
    expect(timeChart(data)?.table.rows.slice(8)).toEqual([
      ['80–90', '1'],
      ['90+', '1'],
      ['Median', '90 min'],
      ['Middle half', '90 to 90 min'],
      ['Over 90', '1 of 2'],
    ]);
  });

  it('tell no share of fewer than five', () => {
    const { chart, table } = sureChart(classOf(WALL, [finished('Ada', 40, 20), finished('Ben', 9, 34)]));
    expect(chart.finding).toBe('Too few locks were sure to tell (4).');
    expect(table.rows).toContainEqual(['Sure', '4', 'too few', 'too few']);
  });

  it('say of nobody that it is nobody', () => {
    const data = classOf(WALL, []);
    const findings = picturesOf(data).map(({ chart }) => chart.finding);
    expect(findings).toEqual([
      'Nobody of 0 has locked a prediction yet.',
      'Nobody has locked Act I yet.',
      'Nobody has locked Act II yet.',
      'Too few locks were sure to tell (0).',
    ]);
  });
});

describe('the charts of any class', () => {
  it('print no number that the table beside them does not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(WALL, TAIL, COIN_TOSS),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (pack, size, seed) => {
          for (const pictured of picturesOf(randomClass(pack, size, { seed }))) {
            const { finding, title } = pictured.chart;
            const known = new Set([...numbersOf(tableWords(pictured)), ...(BOUNDS[title] ?? [])]);
            for (const each of numbersOf(finding))
              expect(known, `${finding}\n${tableWords(pictured)}`).toContain(each);
            expect(chartUrl(pictured.chart).length).toBeLessThan(LONGEST_URL);
          }
        },
      ),
    );
  });

  it('have bars that add up to those who are counted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 1_000_000 }), (size, seed) => {
        const data = randomClass(TAIL, size, { seed });
        const summed = (pictured: Pictured | undefined): number =>
          pictured?.chart.kind === 'bars'
            ? pictured.chart.categories.reduce((sum, { values: [value = 0] }) => sum + value, 0)
            : 0;
        data.pack.acts.forEach((act, index) => {
          const locked = data.members.filter(({ summary }) => summary?.acts[index]?.lock);
          expect(summed(locksChart(data, act))).toBe(locked.length);
        });
        const complete = data.members.filter(({ summary }) => summary?.acts.at(-1)?.decide);
        expect(summed(timeChart(data))).toBe(complete.length);
        const finish = finishChart(data)?.chart;
        const last = finish?.kind === 'lines' ? finish.lines[0]?.points.at(-1)?.[1] : 0;
        expect(last).toBe(complete.length);
      }),
    );
  });
});

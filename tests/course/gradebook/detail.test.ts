/** The detail file is inert in a spreadsheet, and gradebook files never change a cell to be so (G5); decisions as JSON lines. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeDetail } from '../../../src/course/gradebook/detail.ts';
import type { GradeRow } from '../../../src/course/gradebook/grade-row.ts';
import { writeJsonLines } from '../../../src/course/gradebook/jsonl.ts';
import { readStrictly, textsOf } from '../../support/rfc4180.ts';
import { grade, nothingDone } from './class.ts';

/** What starts a formula somewhere: ASVS 1.2.10’s signs, and the full-width ones that Excel takes for them. */
const SIGNS = ['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠'];
const BLANKS = ['', ' ', '  ', '\n', '\u00A0', '\u3000', '\u200B', '\uFEFF'];

const PELL: GradeRow = grade('pell', {
  name: 'Pell Estrin',
  section: 'CS249-01',
  points: 450,
  why: '4 on time + 1 late at 50 % = 4.5 of 6',
  steps: [
    { name: 'Act I lock', at: '2026-11-26T22:14:00-05:00', state: 'on time' },
    { name: 'Act I run', state: 'missing' },
  ],
  locks: [
    { question: 'Act I', option: 'linear', misconception: 'memory grows like a list', sure: 3, right: false },
  ],
  minutes: 34,
});

const read = (text: string) => textsOf(readStrictly(text.replace(/^\uFEFF/, '')));

/** The row of a student as an object by column title. */
function byTitle(text: string, index = 0): Readonly<Record<string, string | undefined>> {
  const [header = [], ...rows] = read(text);
  return Object.fromEntries(header.map((title, column) => [title, rows[index]?.[column]]));
}

describe('the detail file', () => {
  it('has a row for each student, to the byte', () => {
    const identifiers = new Map([['pell', { canvasId: '91238', sisId: '00012349' }]]);
    expect(writeDetail([PELL, nothingDone('mira', { name: 'Mira Aldersey' })], identifiers)).toBe(
      [
        '\uFEFFStudent,Canvas id,SIS id,Section,Points,Of,Excused,Started,Complete,Final,Extension open,Why,Act I lock,Act I lock: in time,Act I run,Act I run: in time,Act I: option,Act I: misconception,Act I: right,Act I: sure,Runs,Minutes,Receipt',
        'Pell Estrin,91238,00012349,CS249-01,4.5,6,no,yes,yes,yes,no,4 on time + 1 late at 50 % = 4.5 of 6,2026-11-26T22:14:00-05:00,on time,,missing,linear,memory grows like a list,no,sure,2,34,3f2a91c0d4e58b67',
        'Mira Aldersey,,,,0,6,no,no,no,yes,no,0 of 6,,,,,,,,,0,,3f2a91c0d4e58b67',
        '',
      ].join('\n'),
    );
  });

  it('writes a pseudonym in place of the name, and no identifier beside it', () => {
    const text = writeDetail(
      [{ ...PELL, pseudonym: 'Heron 4821' }],
      new Map([['pell', { email: 'p@example.edu' }]]),
    );
    expect(byTitle(text).Student).toBe('Heron 4821');
    expect(text).not.toMatch(/Estrin|example\.edu|E-mail/);
  });

  it('gives no points to who is excused', () => {
    expect(byTitle(writeDetail([{ ...PELL, excused: true }]))).toMatchObject({ Points: '', Excused: 'yes' });
  });

  const starts = SIGNS.flatMap((sign) => BLANKS.map((blank) => blank + sign));

  it.each(starts)('puts an apostrophe before text that starts with %j', (start) => {
    const text = `${start}1+1`;
    const row = {
      ...PELL,
      name: text,
      section: text,
      why: text,
      receipt: text,
      steps: [{ name: text, at: text, state: 'late' as const }],
      locks: [{ question: text, option: text, misconception: text }],
    };
    const cells = read(
      writeDetail([row], new Map([['pell', { sisId: text, login: text, email: text, idNumber: text }]])),
    );
    const found = cells.flat().filter((cell) => cell.includes(text));
    expect(found.length).toBeGreaterThan(12);
    for (const cell of found) expect(cell.startsWith("'")).toBe(true);
    expect(byTitle(writeDetail([{ ...PELL, pseudonym: text }])).Student).toBe(`'${text}`);
  });

  it('holds whatever it is given: every cell comes back, inert, in rows of equal width', () => {
    const text = fc.string({
      unit: fc.constantFrom('=', '-', '@', ' ', '"', ',', '\n', '\r', '\t', 'a', '李', '\u202E'),
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.array(fc.record({ name: text, why: text, section: text }), { maxLength: 5 }), (said) => {
        const rows = read(writeDetail(said.map((each, n) => grade(`s${n}`, each))));
        expect(new Set(rows.map((row) => row.length)).size).toBe(1);
        expect(rows.length - 1).toBe(said.length);
        said.forEach(({ name, why, section }, n) => {
          const cells = rows[n + 1] ?? [];
          for (const wanted of [name, why, section])
            expect(cells.some((cell) => cell === wanted || cell === `'${wanted}`)).toBe(true);
          for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/);
        });
      }),
      { numRuns: 1000, seed: 5 },
    );
  });
});

describe('decisions as JSON lines', () => {
  const at = { home: 'https://labs.example.edu/course/', lab: 'quadratic-wall' };

  it('are statements of who, what, when and how, one a line', () => {
    const text = writeJsonLines(
      [
        {
          pseudonym: 'Heron 4821',
          decisions: [
            { kind: 'locked', at: '2026-11-26T21:00:00.000Z', question: 'act1', option: 'linear' },
            { kind: 'completed', at: '2026-11-26T22:14:00.000Z' },
          ],
        },
        {
          pseudonym: 'Otter\n"7"',
          decisions: [{ kind: 'confidence', at: '2026-11-27T08:00:00.000Z', sure: 3 }],
        },
      ],
      at,
    );
    expect(text.endsWith('\n')).toBe(true);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      actor: { objectType: 'Agent', account: { homePage: at.home, name: 'Heron 4821' } },
      verb: { id: 'https://labs.example.edu/course/decisions/locked', display: { en: 'locked' } },
      object: { objectType: 'Activity', id: 'https://labs.example.edu/course/labs/quadratic-wall' },
      result: {
        extensions: { 'https://labs.example.edu/course/details': { question: 'act1', option: 'linear' } },
      },
      timestamp: '2026-11-26T21:00:00.000Z',
    });
    expect(lines.map((line) => JSON.parse(line).actor.account.name)).toEqual([
      'Heron 4821',
      'Heron 4821',
      'Otter\n"7"',
    ]);
  });

  it('of nobody are an empty file', () => {
    expect(writeJsonLines([], at)).toBe('');
  });
});

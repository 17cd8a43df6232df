/** What a column may be called, and which one a file can fill (G6). */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnChoices, readGradebook } from '../../../src/course/gradebook/read-gradebook.ts';
import { titleProblem } from '../../../src/course/gradebook/title.ts';
import { writeCanvas } from '../../../src/course/gradebook/write-canvas.ts';
import { writeMoodle } from '../../../src/course/gradebook/write-moodle.ts';
import { matchPeople } from '../../../src/course/match.ts';
import { UserError } from '../../../src/messages/user-error.ts';
import { canvas, grade, moodle, person } from './class.ts';
import { importIntoCanvas } from './importers/canvas.ts';

const roster = canvas('canvas-no-sis.csv');
const MIRA = { row: '91234', student: 'mira' };
const match = matchPeople(roster.students, [person('mira')], [MIRA]);

describe('a title', () => {
  it.each([
    [
      'Final Score check-in',
      'Canvas drops columns whose title has “Final Score” in it, without a word. Small letters are kept: “final score check-in”.',
    ],
    ['My Override Status', '“My override status”'],
    ['Lab 06 (2)', 'Write it without brackets: “Lab 06, 2”.'],
    ['Lab 06(2)', '“Lab 06, 2”'],
    ['Section', 'what Canvas calls a column of its own'],
    ['1,000', 'for a number'],
    ['=1+1', 'is a formula to a spreadsheet'],
    ['Lab\n06', 'one line'],
    [' ', 'needs a title'],
    ['x'.repeat(256), 'has 256 signs'],
  ])('%j is refused, and what would do is said', (title, sentence) => {
    expect(titleProblem(title)).toContain(sentence);
    expect(() => writeCanvas(roster, { title, points: 600 }, match, [])).toThrow(UserError);
  });

  it.each([
    'Lab 06: The Quadratic Wall',
    'The final score',
    'Lab (part 2)',
    'Homework (2) and (3b)',
    '2026 lab',
    '李明 lab',
  ])('“%s” is taken', (title) => {
    expect(titleProblem(title)).toBeUndefined();
  });

  it('that is taken becomes exactly one new assignment in Canvas, with its points and every grade', () => {
    const words = fc.constantFrom(
      'Final',
      'Current',
      'Score',
      'Points',
      'Grade',
      ' ',
      '(',
      ')',
      '2',
      'Lab',
      ',',
      ';',
      '"',
      '-',
      '=',
      'ID',
      'Section',
      '%',
      '.',
    );
    const course = {
      students: [{ id: 91_234, name: 'Aldersey, Mira' }],
      assignments: [],
      customColumns: [],
      scores: new Map(),
      notAssigned: new Set<string>(),
    };
    let taken = 0;
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 6 }), (parts) => {
        const title = parts.join('').trim();
        if (titleProblem(title) !== undefined) return;
        taken += 1;
        const { text } = writeCanvas(roster, { title, points: 600 }, match, [grade('mira')]);
        const made = importIntoCanvas(text, course);
        expect(made.made).toEqual([title]);
        expect([...made.points]).toEqual([[title, '6']]);
        expect(made.changes).toEqual([{ student: 91_234, title, grade: '6' }]);
      }),
      { numRuns: 3000, seed: 11 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  it('that Canvas already has is refused, also as a custom column’s', () => {
    expect(() => writeCanvas(roster, { title: 'Essay', points: 600 }, match, [])).toThrow(
      'Canvas has “Essay” already',
    );
    expect(() =>
      writeCanvas(canvas('canvas-split-names.csv'), { title: 'Notes', points: 600 }, match, []),
    ).toThrow('Canvas has “Notes” already');
  });

  it('of an existing column that Canvas would drop is not offered, and refused', () => {
    const dropped = readGradebook(
      'Student,ID,Section,Final Score check-in (7),Lab (8)\n    Points Possible,,,6,6\nA,91234,x,,\n',
    );
    if (dropped.source !== 'canvas') throw new Error('read as another gradebook');
    expect(columnChoices(dropped).map(({ title }) => title)).toEqual(['Lab']);
    expect(() => writeCanvas(dropped, { assignment: '7' }, match, [])).toThrow(
      'Rename the assignment in Canvas',
    );
  });

  it('of a column that is gone is answered with those that are there', () => {
    expect(() => writeCanvas(roster, { assignment: '1' }, match, [])).toThrow(
      'It has “Essay”, “Lab 06: The Quadratic Wall”',
    );
    expect(() =>
      writeMoodle(
        moodle('moodle-de.csv'),
        { column: 'Test', maximum: 600 },
        match,
        [],
        new Date(1_795_700_000_000),
      ),
    ).toThrow('It has “Test: Lab 06 (Punkte)”');
  });
});

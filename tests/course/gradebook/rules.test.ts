/** What goes into a gradebook file, and what is left out and why (G7). */

import { describe, expect, it } from 'vitest';
import { WHY_LEFT_OUT, type WriteOptions } from '../../../src/course/gradebook/decide.ts';
import type { GradeRow } from '../../../src/course/gradebook/grade-row.ts';
import { readGradebook } from '../../../src/course/gradebook/read-gradebook.ts';
import { writeCanvas } from '../../../src/course/gradebook/write-canvas.ts';
import { writeMoodle } from '../../../src/course/gradebook/write-moodle.ts';
import { matchPeople } from '../../../src/course/match.ts';
import { UserError } from '../../../src/messages/user-error.ts';
import { canvas, grade, moodle, nothingDone, person } from './class.ts';

const LAB = { assignment: '88123' };
const roster = canvas('canvas-no-sis.csv');
const MIRA = { row: '91234', student: 'mira' };
const TAMSIN = { row: '91235', student: 'tamsin' };
const both = matchPeople(roster.students, [person('mira'), person('tamsin')], [MIRA, TAMSIN]);

/** Mira’s cell, or why she is left out. */
function forMira(said: Partial<GradeRow>, options: WriteOptions = {}): string | undefined {
  const { report } = writeCanvas(roster, LAB, both, [grade('mira', said)], options);
  return report.written[0]?.cell ?? report.leftOut.find(({ row }) => row === MIRA.row)?.reason;
}

const OPEN = { final: false, complete: false };

describe('a grade', () => {
  it.each<[string, Partial<GradeRow>, WriteOptions, string]>([
    ['finished', {}, {}, '6'],
    ['late at half', { points: 450 }, {}, '4.5'],
    ['zero, final', { points: 0, complete: false }, {}, '0'],
    ['unfinished, deadline past', { points: 300, complete: false }, {}, '3'],
    ['finished before the deadline', { final: false }, {}, '6'],
    ['finished in an open extension', { final: false, openExtension: true }, {}, '6'],
    ['unfinished before the deadline', { ...OPEN, points: 300 }, {}, 'not final'],
    ['unfinished before the deadline, all asked for', { ...OPEN, points: 300 }, { all: true }, '3'],
    ['nothing before the deadline', { ...OPEN, points: 0 }, {}, 'not final'],
    ['nothing before the deadline, all asked for', { ...OPEN, points: 0 }, { all: true }, 'not final'],
    ['nothing with an open extension', { ...OPEN, points: 0, openExtension: true }, {}, 'extension open'],
    [
      'nothing with an open extension, all',
      { ...OPEN, points: 0, openExtension: true },
      { all: true },
      'extension open',
    ],
    ['some with an open extension', { ...OPEN, points: 100, openExtension: true }, {}, 'extension open'],
    [
      'zero in an open extension, all done',
      { points: 0, final: false, openExtension: true },
      {},
      'extension open',
    ],
    ['excused', { excused: true, points: 0 }, {}, 'EX'],
    ['excused before the deadline', { ...OPEN, excused: true, points: 0 }, {}, 'EX'],
  ])('%s', (_, said, options, cell) => {
    expect(forMira(said, options)).toBe(cell);
  });

  it('is scaled to Canvas’ points, and the report says from what', () => {
    const half = canvas('canvas-semicolons.csv');
    const match = matchPeople(half.students, [], [MIRA]);
    expect(match.matched).toEqual([]);
    const sure = matchPeople(half.students, [person('mira')], [MIRA]);
    const { report } = writeCanvas(half, LAB, sure, [grade('mira', { points: 150 })]);
    expect(report.written.map(({ cell }) => cell)).toEqual(['0.63']);
    expect(report.scaled).toEqual({ of: 600, to: 250 });
    expect(writeCanvas(roster, LAB, both, [grade('mira')]).report.scaled).toBeUndefined();
  });

  it.each(['', '0', '0.00'])(
    'is not scaled where Canvas has “%s” points, which is extra credit',
    (points) => {
      const extra = readGradebook(
        `Student,ID,Section,Lab (1)\n    Points Possible,,,${points}\nA,91234,x,\n`,
      );
      if (extra.source !== 'canvas') throw new Error('read as another gradebook');
      const match = matchPeople(extra.students, [person('mira')], [MIRA]);
      const { text, report } = writeCanvas(extra, { assignment: '1' }, match, [
        grade('mira', { points: 450 }),
      ]);
      expect(report.written[0]?.cell).toBe('4.5');
      expect(text).toContain(`Possible,,,${points}\n`);
    },
  );

  it('that Canvas already has otherwise is told, and left out where asked', () => {
    const full = canvas('canvas.csv');
    const match = matchPeople(full.students, [person('tamsin', { email: 'tamsin.brook@example.edu' })], []);
    const grades = [grade('tamsin')];
    const differs = [{ row: '91235', name: 'Brook, Tamsin', before: '1.50', after: '6' }];
    expect(writeCanvas(full, LAB, match, grades).report).toMatchObject({ differs, written: [{ cell: '6' }] });
    const kept = writeCanvas(full, LAB, match, grades, { keepOtherGrades: true });
    expect(kept.report).toMatchObject({ differs, written: [] });
    expect(kept.report.leftOut).toContainEqual({ ...TAMSIN, name: 'Brook, Tamsin', reason: 'other grade' });
    expect(writeCanvas(full, LAB, match, [grade('tamsin', { points: 150 })]).report.differs).toEqual([]);
  });

  it('of each row and person is in the file or listed with a reason that has words', () => {
    const full = canvas('canvas.csv');
    const people = [
      person('odile', { email: 'odile.dunmore@example.edu' }),
      person('juno', { name: 'Juno Farrow' }),
      person('ming', { name: '李明' }),
      person('nadir', { name: 'Nadir Quill' }),
      person('iven', { email: 'iven.corran@example.edu' }),
    ];
    const grades = people
      .filter(({ student }) => student !== 'iven')
      .map(({ student, name }) => grade(student, name === undefined ? {} : { name }));
    const { report } = writeCanvas(full, LAB, matchPeople(full.students, people, []), grades);
    expect(report.written).toEqual([]);
    expect(report.leftOut.map(({ name, reason }) => [name, reason])).toEqual([
      ['Dunmore, Odile "Odi"', 'not assigned'],
      ['Aldersey, Mira', 'not linked'],
      ['Brook, Tamsin', 'not linked'],
      ['Corran, Iven', 'not in this homework'],
      ['=Estrin, Pell', 'not linked'],
      ['Farrow, Juno', 'not sure'],
      ['Farrow, Juno', 'not sure'],
      ['李明', 'not sure'],
      ['Nadir Quill', 'not on the roster'],
    ]);
    for (const { reason } of report.leftOut) expect(WHY_LEFT_OUT[reason]).toBeTruthy();
  });

  it('of somebody who claims a taken row is listed too', () => {
    const full = canvas('canvas.csv');
    const people = [person('a'), person('b', { email: 'mira.aldersey@example.edu' })];
    const match = matchPeople(full.students, people, [{ row: '91234', student: 'a' }]);
    const { report } = writeCanvas(full, LAB, match, [grade('a'), grade('b')]);
    expect(report.written.map(({ student }) => student)).toEqual(['a']);
    expect(report.leftOut).toContainEqual({ student: 'b', name: 'b', reason: 'not sure' });
  });
});

describe('Moodle', () => {
  const course = moodle('moodle-en.csv');
  const at = (days: number): Date => new Date((1_795_689_600 + days * 86_400) * 1000);
  const people = ['mira.aldersey', 'tamsin.brook', 'iven.corran'].map((login) =>
    person(login, { email: `${login}@example.edu` }),
  );
  const match = matchPeople(course.students, people, []);
  const grades = [
    grade('mira.aldersey'),
    grade('tamsin.brook', { excused: true }),
    nothingDone('iven.corran'),
  ];

  it('gets a percentage for a new item, and nothing for who is excused', () => {
    const { report } = writeMoodle(course, { title: 'Lab 06' }, match, grades, at(1));
    expect(report.written.map(({ cell, kind }) => [cell, kind])).toEqual([
      ['100', 'grade'],
      ['0', 'zero'],
    ]);
    expect(report.leftOut).toEqual([
      {
        row: 'email:tamsin.brook@example.edu',
        student: 'tamsin.brook',
        name: 'Tamsin Brook',
        reason: 'excused',
      },
    ]);
    expect(report.scaled).toEqual({ of: 600, to: 10_000 });
    expect(report.mapping).toEqual({
      identifier: 'Email address',
      kind: 'email',
      column: 'Lab 06',
      newItem: true,
    });
  });

  it('gets points for an item of the export, and the report tells what differs', () => {
    const target = { column: 'Quiz: Lab 06 (Real)', maximum: 600 };
    const done = grades.map((each) => ({ ...each, excused: false }));
    const { report } = writeMoodle(course, target, match, done, at(1));
    expect(report.written.map(({ cell }) => cell)).toEqual(['6', '6', '0']);
    expect(report.differs).toEqual([
      { row: 'email:tamsin.brook@example.edu', name: 'Tamsin Brook', before: '4.50', after: '6' },
    ]);
    expect(report.scaled).toBeUndefined();
    const kept = writeMoodle(course, target, match, done, at(1), { keepOtherGrades: true }).report;
    expect(kept.written).toHaveLength(2);
  });

  it.each([
    [-1, 'which is still to come'],
    [366, 'more than a year ago'],
  ])('would refuse a file %i days after the export, so we do', (days, sentence) => {
    expect(() => writeMoodle(course, { title: 'Lab 06' }, match, grades, at(days))).toThrow(sentence);
  });

  it.each(['Email address', '=1+1', ' ', 'a\nb'])('has no new item called %j', (title) => {
    expect(() => writeMoodle(course, { title }, match, grades, at(1))).toThrow(UserError);
  });

  it('is asked for another export where two columns hold addresses, or none tells people apart', () => {
    const header = 'First name,Last name,Institution,Mail,Other mail,Last downloaded from this course';
    expect(() => readGradebook(`${header}\nA,B,,a@example.edu,b@example.edu,1795689600\n`)).toThrow(
      '“Mail”, “Other mail” all hold e-mail addresses',
    );
    const shared = 'First name,Last name,Institution,Email address\n';
    expect(() => readGradebook(`${shared}A,B,,a@example.edu\nC,D,,A@example.edu\n`)).toThrow(
      'No column of this export tells all students apart',
    );
  });
});

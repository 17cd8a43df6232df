/** Random classes, rosters and columns: what Canvas’ importer would make of our file is what was meant, and nothing else (G2). */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCanvas } from '../../../src/course/gradebook/write-canvas.ts';
import { matchPeople } from '../../../src/course/match.ts';
import { readStrictly, textsOf } from '../../support/rfc4180.ts';
import { attach } from './class.ts';
import { importIntoCanvas } from './importers/canvas.ts';
import {
  type Enrolled,
  type ExportStyle,
  file,
  gradesOf,
  idInChat,
  isDue,
  number,
  peopleOf,
  shareOf,
  someClass,
  someStyle,
} from './random-class.ts';

const LAB = { id: 88_123, title: 'Lab 06; a "wall", in parts' };
const ESSAY = { id: 88_100, title: 'Essay' };

interface Layout {
  readonly split: boolean;
  readonly ids: 'none' | 'login' | 'all' | 'all and more';
  readonly customColumn: boolean;
  readonly manualPosting: boolean;
  readonly totals: boolean;
  readonly testStudent: boolean;
  /** Of the lab’s column, in hundredths; Canvas can have none. */
  readonly points: number | undefined;
}

const someLayout: fc.Arbitrary<Layout> = fc.record({
  split: fc.boolean(),
  ids: fc.constantFrom('none', 'login', 'all', 'all and more'),
  customColumn: fc.boolean(),
  manualPosting: fc.boolean(),
  totals: fc.boolean(),
  testStudent: fc.boolean(),
  points: fc.oneof(fc.constantFrom(undefined, 600, 200), fc.integer({ min: 1, max: 20_000 })),
});

/** Canvas’ exporter (gradebook_exporter.rb at 0140a2ef). */
function exported(enrolled: readonly Enrolled[], layout: Layout, style: ExportStyle): Uint8Array {
  const { split, ids, customColumn, manualPosting, totals, testStudent, points } = layout;
  const some = <T>(is: boolean, ...values: readonly T[]): readonly T[] => (is ? values : []);
  const all = ids.startsWith('all');
  const header = [
    ...(split ? ['LastName', 'FirstName'] : ['Student']),
    'ID',
    ...some(all, 'SIS User ID'),
    ...some(ids !== 'none', 'SIS Login ID'),
    ...some(ids === 'all and more', 'Integration ID', 'Root Account'),
    'Section',
  ];
  const width = header.length;
  const blank = (count: number): readonly string[] => Array.from({ length: count }, () => '');
  const safe = (name: string): string => (/^\s*=/.test(name) ? `="${name}"` : name);
  const nameCells = (name: string): readonly string[] => {
    const comma = name.indexOf(', ');
    if (!split) return [safe(name)];
    return comma === -1 ? [safe(name), ''] : [safe(name.slice(0, comma)), safe(name.slice(comma + 2))];
  };
  const row = ({
    id,
    name,
    sisId,
    email,
    section,
    held,
  }: Omit<Enrolled, 'known' | 'grade'>): readonly string[] => [
    ...nameCells(name),
    String(id),
    ...some(all, sisId),
    ...some(ids !== 'none', email),
    ...some(ids === 'all and more', `i-${id}`, 'canvas.example.edu'),
    section,
    ...some(customColumn, 'sits in front'),
    '7.50',
    typeof held === 'number' ? number(held, style) : held,
    ...some(totals, '75.00', '75.00'),
  ];
  return file(
    [
      [
        ...header,
        ...some(customColumn, 'Notes'),
        `${ESSAY.title} (${ESSAY.id})`,
        `${LAB.title} (${LAB.id})`,
        ...some(totals, 'Current Score', 'Final Score'),
      ],
      ...some(manualPosting, [
        ...blank(width),
        ...some(customColumn, ''),
        '',
        'Manual Posting',
        ...some(totals, '', ''),
      ]),
      [
        '    Points Possible',
        ...blank(width - 1),
        ...some(customColumn, ''),
        number(1000, style),
        points === undefined ? '' : number(points, style),
        ...some(totals, '(read only)', '(read only)'),
      ],
      ...enrolled.map(row),
      ...some(
        testStudent,
        row({
          id: 91_999,
          name: 'Student, Test',
          sisId: '',
          email: '0c1f5b6e9a',
          section: 'CS249-01',
          held: '',
        }),
      ),
    ],
    style,
  );
}

/** The course as Canvas holds it, whatever the export shows. */
const courseOf = (enrolled: readonly Enrolled[], { points, customColumn }: Layout) => ({
  students: enrolled.map(({ id, name }) => ({ id, name })),
  assignments: [
    { ...ESSAY, points: 10 },
    { ...LAB, points: points === undefined ? undefined : points / 100 },
  ],
  customColumns: customColumn ? ['Notes'] : [],
  scores: new Map(
    enrolled.flatMap(({ id, held }) =>
      held === '' || held === 'N/A'
        ? []
        : [[`${id}/${LAB.id}`, held === 'EX' ? held : String(held / 100)] as const],
    ),
  ),
  notAssigned: new Set(enrolled.filter(({ held }) => held === 'N/A').map(({ id }) => `${id}/${LAB.id}`)),
});

/** What a grade is to become in Canvas. */
const meant = ({ grade: { points, excused } }: Enrolled, to: number | undefined): string =>
  excused ? 'EX' : ((to === undefined ? points : shareOf(points, to)) / 100).toFixed(2);

/** Students of whom the product can be sure: linked, or with an address that the export shows and nobody shares. */
const isSure = (each: Enrolled, enrolled: readonly Enrolled[], { ids }: Layout): boolean =>
  each.known === 'by link' ||
  (each.known === 'by e-mail' &&
    ids !== 'none' &&
    enrolled.filter(({ email }) => email.toLowerCase() === each.email.toLowerCase()).length === 1);

describe('Canvas’ importer', () => {
  it.each(['an existing column', 'a new column'])(
    'takes every file for %s, and changes only what was meant',
    (which) => {
      const seen = { grades: 0, excused: 0, zeros: 0, leftOut: new Set<string>() };
      fc.assert(
        fc.property(someClass, someLayout, someStyle, (enrolled, layout, style) => {
          const fresh = which === 'a new column';
          const bytes = exported(enrolled, layout, style);
          const roster = attach(bytes);
          if (roster.source !== 'canvas') throw new Error('read as another gradebook');
          const links = enrolled
            .filter(({ known }) => known === 'by link')
            .map((each) => ({ row: String(each.id), student: idInChat(each) }));
          const match = matchPeople(roster.students, peopleOf(enrolled), links);
          const target = fresh ? { title: 'Lab 07: The Tail', points: 600 } : { assignment: String(LAB.id) };
          const { text, report } = writeCanvas(roster, target, match, gradesOf(enrolled));

          const rows = readStrictly(text);
          expect(text.startsWith(layout.split ? 'LastName,FirstName,ID' : 'Student,ID')).toBe(true);
          expect(new Set(rows.map((row) => row.length)).size).toBe(1);
          const given = new Map(
            roster.students.map(({ id, cells }) => [id, cells.slice(0, roster.studentColumns)]),
          );
          const idColumn = roster.header.indexOf('ID');
          for (const row of textsOf(rows).slice(2)) {
            expect(row.slice(0, -1)).toEqual(given.get(row[idColumn] ?? ''));
            expect(row.at(-1)).toMatch(/^(?:\d+(?:\.\d{1,2})?|EX)$/);
          }
          expect(rows.length - 2).toBe(report.written.length);

          const made = importIntoCanvas(text, courseOf(enrolled, layout));
          expect(made.missingStudents).toEqual([]);
          expect(made.made).toEqual(fresh ? ['Lab 07: The Tail'] : []);
          expect([...made.points]).toEqual(fresh ? [['Lab 07: The Tail', '6']] : []);
          const to = fresh ? 600 : layout.points;
          const accepted = made.changes.map(({ student, title, grade }) => {
            expect(title).toBe(fresh ? 'Lab 07: The Tail' : LAB.title);
            return [student, grade === 'EX' ? grade : Number(grade).toFixed(2)];
          });
          const breaksLines = ({ name }: Enrolled): boolean => /[\r\n]/.test(name);
          const wanted = enrolled
            .filter((each) => isSure(each, enrolled, layout) && isDue(each) && !breaksLines(each))
            .filter(({ held }) => fresh || held !== 'N/A');
          const changing = wanted.filter((each) => {
            if (fresh || each.held === '') return true;
            return meant(each, to) !== (each.held === 'EX' ? 'EX' : (Number(each.held) / 100).toFixed(2));
          });
          expect(accepted).toEqual(changing.map((each) => [each.id, meant(each, to)]));
          expect(report.written.map(({ row }) => row)).toEqual(wanted.map(({ id }) => String(id)));
          expect(report.differs.length).toBe(fresh ? 0 : changing.filter(({ held }) => held !== '').length);
          expect(report.written.length + report.leftOut.filter(({ row }) => row).length).toBe(
            enrolled.length,
          );

          seen.grades += report.written.filter(({ kind }) => kind === 'grade').length;
          seen.excused += report.written.filter(({ kind }) => kind === 'excused').length;
          seen.zeros += report.written.filter(({ kind }) => kind === 'zero').length;
          for (const { reason } of report.leftOut) seen.leftOut.add(reason);
        }),
        { numRuns: 600, seed: 20_261_128 },
      );
      // The property says nothing where nothing is written.

      expect(Math.min(seen.grades, seen.excused, seen.zeros)).toBeGreaterThan(100);
      expect(seen.leftOut).toContain('not sure');
      expect(seen.leftOut).toContain('extension open');
      expect(seen.leftOut).toContain('unsafe cell');
    },
  );

  it('would have refused or misread what the rules forbid', () => {
    const course = courseOf([], { points: 600, customColumn: false } as Layout);
    const header = 'Student,ID,Section,Lab 06 (88123)\n';
    const students = [{ id: 91_234, name: 'Aldersey, Mira' }];
    const grades = (text: string) => importIntoCanvas(text, { ...course, students }).changes;
    expect(grades(`${header}    Points Possible,,,6\n"Aldersey, Mira",91234,A,6\n`)).toHaveLength(1);
    expect(() => grades(`\uFEFF"Student",ID,Section,Lab 06 (88123)\n`)).toThrow('Illegal quoting');
    expect(() => grades('Student,ID,Login,Lab 06 (88123)\n')).toThrow('no section');
    expect(() => grades(`${header}\r\n`)).toThrow('carriage return');
    expect(importIntoCanvas(`${header}    Points Possible,,,""\n`, course).points.get(LAB.title)).toBe('');
    expect(importIntoCanvas('Student,ID,Section,Final Score check-in\n', course).made).toEqual([]);
    expect(importIntoCanvas('Student,ID,Section,Part (2)\n', course).made).toEqual(['Part']);
    const held = { ...course, students, scores: new Map([[`91234/${LAB.id}`, '5']]) };
    expect(importIntoCanvas(`${header}"Aldersey, Mira",91234x,A,\n`, held).changes).toEqual([
      { student: 91_234, title: LAB.title, grade: '' },
    ]);
  });
});

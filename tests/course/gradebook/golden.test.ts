/** Exports of every style, read; and the files that go back, to the byte (G1, G3). */

import { describe, expect, it } from 'vitest';
import { columnChoices } from '../../../src/course/gradebook/read-gradebook.ts';
import { writeCanvas } from '../../../src/course/gradebook/write-canvas.ts';
import { writeMoodle } from '../../../src/course/gradebook/write-moodle.ts';
import { matchPeople } from '../../../src/course/match.ts';
import { attach, canvas, fixtureText, grade, moodle, nothingDone, person } from './class.ts';

/** Two days after the exports’ time. */
const NOW = new Date((1_795_689_600 + 2 * 86_400) * 1000);

const LAB = { assignment: '88123' };
const NEW = { title: 'Lab 07: The Tail', points: 600 };

const PEOPLE = [
  person('mira', { email: 'MIRA.aldersey@example.edu' }),
  person('tamsin', { email: 'tamsin.brook@example.edu' }),
  person('iven', { email: 'iven.corran@example.edu' }),
  person('odile', { email: 'odile.dunmore@example.edu' }),
  person('pell', { email: 'pell.estrin@example.edu' }),
  person('juno', { name: 'Juno Farrow' }),
  person('ming', { email: 'ming.li@example.edu' }),
  person('zoe', { email: 'zoe.gruenewald@example.edu' }),
  person('stranger', { name: 'Nadir Quill' }),
];

const GRADES = [
  grade('mira', { points: 450 }),
  grade('tamsin'),
  grade('iven', { excused: true, points: 0 }),
  grade('odile'),
  nothingDone('pell'),
  grade('juno'),
  nothingDone('ming', { final: false, openExtension: true }),
  grade('zoe', { points: 325 }),
  grade('stranger'),
];

describe('Canvas exports', () => {
  it('are read with names, identifiers, sections and assignments', () => {
    const roster = canvas('canvas.csv');
    expect(roster.separator).toBe(',');
    expect(roster.studentColumns).toBe(5);
    expect(roster.students.map(({ id, name }) => [id, name])).toEqual([
      ['91234', 'Aldersey, Mira'],
      ['91235', 'Brook, Tamsin'],
      ['91236', 'Corran, Iven'],
      ['91237', 'Dunmore, Odile "Odi"'],
      ['91238', '=Estrin, Pell'],
      ['91239', 'Farrow, Juno'],
      ['91240', 'Farrow, Juno'],
      ['91241', '李明'],
    ]);
    expect(roster.students[0]?.identifiers).toEqual({
      canvasId: '91234',
      sisId: '00012345',
      login: 'mira.aldersey@example.edu',
    });
    expect(roster.students[1]?.section).toBe('CS249-01 and CS249-02');
    expect(roster.assignments).toEqual([
      { title: 'Essay', id: '88100', column: 5, points: 1000, pointsCell: '10.00' },
      { title: 'Lab 06: The Quadratic Wall', id: '88123', column: 6, points: 600, pointsCell: '6.00' },
    ]);
    expect(columnChoices(roster)).toEqual(roster.assignments);
  });

  it('are read with semicolons, a byte order mark, a decimal comma and CR LF', () => {
    const roster = canvas('canvas-semicolons.csv');
    expect(roster.separator).toBe(';');
    expect(roster.header[0]).toBe('Student');
    expect(roster.students.map(({ section }) => section)).toEqual([
      'CS249-01',
      'CS249-01',
      'CS249-01; Abend',
    ]);
    expect(roster.assignments.map(({ points }) => points)).toEqual([250]);
  });

  it('are read without SIS columns', () => {
    const roster = canvas('canvas-no-sis.csv');
    expect(roster.studentColumns).toBe(3);
    expect(roster.students.map(({ identifiers }) => identifiers)).toEqual([
      { canvasId: '91234' },
      { canvasId: '91235' },
    ]);
  });

  it('are read with split names, all identifiers, custom columns and hidden scores', () => {
    const roster = canvas('canvas-split-names.csv');
    expect(roster.studentColumns).toBe(8);
    expect(roster.students.map(({ name }) => name)).toEqual(['Aldersey, Mira', 'Brook, Tamsin']);
    expect(columnChoices(roster).map(({ title }) => title)).toEqual(['Essay', 'Lab 06: The Quadratic Wall']);
  });
});

describe('Moodle exports', () => {
  it.each([
    ['moodle-en.csv', 'Email address', 'email', ['Assignment: Essay (Real)', 'Quiz: Lab 06 (Real)']],
    ['moodle-de.csv', 'E-Mail-Adresse', 'email', ['Test: Lab 06 (Punkte)']],
    ['moodle-fr.csv', 'Adresse de courriel', 'email', ['Test : Lab 06 (Brut)']],
    ['moodle-es.csv', 'Número de ID', 'idnumber', ['Cuestionario: Lab 06 (Real)']],
    ['moodle-it.csv', 'Indirizzo email', 'email', ['Quiz: Lab 06 (Reale)']],
  ])('%s is read by what is in it', (name, title, kind, columns) => {
    const roster = moodle(name);
    expect(roster.identifier).toMatchObject({ title, kind });
    expect(roster.downloaded?.epochSeconds).toBe(name === 'moodle-es.csv' ? undefined : 1_795_689_600);
    expect(roster.students[0]?.name).toBe('Mira Aldersey');
    expect(columnChoices(roster).map((column) => column.title)).toEqual(columns);
  });

  it('keeps ID numbers as text, and knows a row by each of its identifiers', () => {
    expect(moodle('moodle-en.csv').students.map(({ id, alsoKnownAs }) => [id, ...alsoKnownAs])).toEqual([
      ['email:mira.aldersey@example.edu', 'idnumber:00012345'],
      ['email:tamsin.brook@example.edu', 'idnumber:12345'],
      ['email:iven.corran@example.edu'],
    ]);
  });
});

describe('an ID number that two people have', () => {
  it('is no name of either row', () => {
    const header = 'First name,Last name,ID number,Institution,Department,Email address';
    const text = `${header}\nMira,Aldersey,7,,,mira@example.edu\nTamsin,Brook,7,,,tamsin@example.edu\n`;
    const roster = attach(new TextEncoder().encode(text));
    expect(roster.students.flatMap(({ id, alsoKnownAs }) => [id, ...alsoKnownAs])).toEqual([
      'email:mira@example.edu',
      'email:tamsin@example.edu',
    ]);
    expect(matchPeople(roster.students, PEOPLE, [{ row: 'idnumber:7', student: 'mira' }]).matched).toEqual(
      [],
    );
  });
});

describe('files that go back', () => {
  it.each([
    ['canvas.csv', LAB, 'canvas.expected.csv'],
    ['canvas.csv', NEW, 'canvas-new.expected.csv'],
    ['canvas-semicolons.csv', LAB, 'canvas-semicolons.expected.csv'],
    ['canvas-split-names.csv', LAB, 'canvas-split-names.expected.csv'],
  ])('%s, %o', (name, target, expected) => {
    const roster = canvas(name);
    const { text } = writeCanvas(roster, target, matchPeople(roster.students, PEOPLE, []), GRADES);
    expect(text).toBe(fixtureText(expected));
  });

  it('canvas-no-sis.csv, where only links say who is who', () => {
    const roster = canvas('canvas-no-sis.csv');
    const match = matchPeople(roster.students, PEOPLE, [{ row: '91235', student: 'tamsin' }]);
    expect(writeCanvas(roster, LAB, match, GRADES).text).toBe(fixtureText('canvas-no-sis.expected.csv'));
  });

  it.each([
    ['moodle-en.csv', { title: 'Lab 06: The Quadratic Wall' }, 'moodle-en.expected.csv'],
    ['moodle-en.csv', { column: 'Quiz: Lab 06 (Real)', maximum: 1000 }, 'moodle-en-points.expected.csv'],
    ['moodle-de.csv', { title: 'Lab 06' }, 'moodle-de.expected.csv'],
  ])('%s, %o', (name, target, expected) => {
    const roster = moodle(name);
    const { text } = writeMoodle(roster, target, matchPeople(roster.students, PEOPLE, []), GRADES, NOW);
    expect(text).toBe(fixtureText(expected));
  });

  it('moodle-es.csv, by ID number', () => {
    const roster = moodle('moodle-es.csv');
    const match = matchPeople(roster.students, PEOPLE, [{ row: 'idnumber:00012345', student: 'mira' }]);
    expect(writeMoodle(roster, { title: 'Lab 06' }, match, GRADES, NOW).text).toBe(
      fixtureText('moodle-es.expected.csv'),
    );
  });
});

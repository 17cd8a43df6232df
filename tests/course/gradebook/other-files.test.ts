/** Files that are no gradebook of this course: each gets its sentence. */

import { describe, expect, it } from 'vitest';
import { readGradebook, refuseOtherCourse } from '../../../src/course/gradebook/read-gradebook.ts';
import { matchPeople } from '../../../src/course/match.ts';
import { UserError } from '../../../src/messages/user-error.ts';
import { attach, canvas, fixtureText, person } from './class.ts';

const roster = canvas('canvas-no-sis.csv');
const MIRA = { row: '91234', student: 'mira' };

describe('a file of another kind', () => {
  it.each([
    ['name,score\na,1\n', 'its columns start with “name”, “score”'],
    ['Timestamp,Email address,First name\n1,a@example.edu,A\n', 'no gradebook that I know'],
    ['Student,ID,Section\n', 'has no students'],
    ['Student,ID,SIS User ID,Section,Lab (1)\nA,1,2,x,\n', 'no gradebook that I know'],
    ['Student,ID,Section,Lab (1)\nA,1.0987E+17,x,\n', '“1.0987E+17” where Canvas’ own id stands'],
    ['Student,ID,Section,Lab (1)\nA,,x,\n', 'no Canvas id'],
    ['Student,ID,Section,Lab (1)\nA,5,x,\nB,5,y,\n', 'id 5 stands in two rows'],
    ['', 'its columns start with nothing'],
  ])('%j gets its sentence', (text, sentence) => {
    expect(() => readGradebook(text)).toThrow(sentence);
    expect(() => readGradebook(text)).toThrow(UserError);
  });

  it('is named where the other system’s was asked for', () => {
    expect(() => readGradebook(fixtureText('moodle-en.csv'), 'canvas')).toThrow(
      'an export of Moodle, and you asked for Canvas',
    );
    expect(() => readGradebook(fixtureText('canvas.csv'), 'moodle')).toThrow(
      'an export of Canvas, and you asked for Moodle',
    );
    expect(readGradebook(fixtureText('canvas.csv'), 'canvas').source).toBe('canvas');
  });

  it('repeats only a little of what it holds', () => {
    const long = `${'x'.repeat(9000)},${'y'.repeat(9000)}\n1,2\n`;
    expect(() => readGradebook(long)).toThrow(/^.{1,600}$/);
  });

  it('or of another course is told by its links', () => {
    const links = [
      { row: '1', student: 'a' },
      { row: '2', student: 'b' },
    ];
    const people = [person('a'), person('b')];
    expect(() => refuseOtherCourse(matchPeople(roster.students, people, links))).toThrow(
      'None of the 2 students who are linked in this course is in the file',
    );
    expect(() => refuseOtherCourse(matchPeople(roster.students, people, [...links, MIRA]))).toThrow(
      UserError,
    );
    expect(() =>
      refuseOtherCourse(matchPeople(roster.students, [...people, person('mira')], [...links, MIRA])),
    ).not.toThrow();
    expect(() => refuseOtherCourse(matchPeople(roster.students, people, []))).not.toThrow();
  });

  it('with a name that is a formula is read as it is', () => {
    expect(
      attach(new TextEncoder().encode('Student,ID,Section,Lab (1)\n"=""=1+1""",5,x,\n')).students[0],
    ).toMatchObject({
      name: '=1+1',
      cells: ['="=1+1"', '5', 'x', ''],
    });
  });
});

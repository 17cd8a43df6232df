/** Grades and people for tests of grade files; names are invented. */

import { readFileSync } from 'node:fs';
import { readUpload } from '../../../src/course/files.ts';
import type { GradeRow } from '../../../src/course/gradebook/grade-row.ts';
import { readGradebook } from '../../../src/course/gradebook/read-gradebook.ts';
import type { CanvasRoster, MoodleRoster } from '../../../src/course/gradebook/roster.ts';
import type { Person } from '../../../src/course/match.ts';

const FOLDER = new URL('../../fixtures/gradebook/', import.meta.url);

export const fixture = (name: string): Uint8Array => readFileSync(new URL(name, FOLDER));

export const fixtureText = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

/** An export as a person attaches it: through the upload’s bounds, then read. */
export const attach = (bytes: Uint8Array, name = 'export.csv') => readGradebook(readUpload(name, bytes));

export function canvas(name: string): CanvasRoster {
  const roster = attach(fixture(name));
  if (roster.source !== 'canvas') throw new Error(`${name} was read as ${roster.source}`);
  return roster;
}

export function moodle(name: string): MoodleRoster {
  const roster = attach(fixture(name));
  if (roster.source !== 'moodle') throw new Error(`${name} was read as ${roster.source}`);
  return roster;
}

/** A finished student with all six points, but for what is said. */
export const grade = (student: string, said: Partial<GradeRow> = {}): GradeRow => ({
  student,
  name: student,
  points: 600,
  of: 600,
  excused: false,
  final: true,
  complete: true,
  started: true,
  openExtension: false,
  why: '6 on time = 6 of 6',
  steps: [],
  locks: [],
  runs: 2,
  receipt: '3f2a91c0d4e58b67',
  ...said,
});

/** A student who has not begun; the deadline has passed unless said otherwise. */
export const nothingDone = (student: string, said: Partial<GradeRow> = {}): GradeRow =>
  grade(student, { points: 0, complete: false, started: false, runs: 0, why: '0 of 6', ...said });

export const person = (student: string, said: Partial<Person> = {}): Person => ({ student, ...said });

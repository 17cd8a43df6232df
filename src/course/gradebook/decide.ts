/** Which rows a gradebook file gets, and why each other one is left out. The same for every gradebook. */

import type { MatchReport } from '../match.ts';
import { type GradeRow, labelOf } from './grade-row.ts';
import type { RosterRow } from './roster.ts';

/** Why a row of the roster, or a person, is not in the file. */
export const WHY_LEFT_OUT = {
  'not sure': 'not sure who in the chat this is',
  'not linked': 'nobody in the chat is linked to this row',
  'not on the roster': 'in the chat, but on no row of the export',
  'not in this homework': 'has not been given this homework',
  'not assigned': 'not assigned in Canvas (N/A), which would drop the grade without a word',
  'extension open': 'an extension is still open',
  'not final': 'not done yet, and the deadline has not passed',
  'does not hold': 'its ledger does not hold: decide first',
  'newer version': 'its ledger was written by a newer version of this program',
  excused: 'excused, which this gradebook has no mark for',
  'other grade': 'already has another grade there',
  'no identifier': 'the export has nothing by which the row would be found again',
  'unsafe cell': 'the row has a sign that the importer can’t read back',
} as const;

export type LeftOutReason = keyof typeof WHY_LEFT_OUT;

export interface LeftOut {
  /** Absent for a person who has no row. */
  readonly row?: string;
  readonly student?: string;
  readonly name: string;
  readonly reason: LeftOutReason;
}

export interface Written {
  readonly row: string;
  readonly student: string;
  readonly name: string;
  readonly kind: 'grade' | 'zero' | 'excused';
  /** As it stands in the file. */
  readonly cell: string;
}

/** A grade that the gradebook already holds and that the file would change. */
export interface Difference {
  readonly row: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface GradebookReport {
  readonly written: readonly Written[];
  readonly leftOut: readonly LeftOut[];
  /** Also where these are left out. */
  readonly differs: readonly Difference[];
  /** Where the gradebook’s points are not the homework’s, in hundredths. */
  readonly scaled?: { readonly of: number; readonly to: number };
}

export interface WriteOptions {
  /** What students who are not done have by now is written too; zeros are final or not at all. */
  readonly all?: boolean;
  /** Rows whose grade in the gradebook is another one are left out. */
  readonly keepOtherGrades?: boolean;
}

/** A grade that may be written, beside the row that it goes into. */
export interface Candidate {
  readonly row: RosterRow;
  readonly grade: GradeRow;
}

/** The reason why a grade can’t be written by now; undefined where it can. Who is excused is so whatever their ledger says. */
function notYet(
  { final, complete, openExtension, points, excused, doubt }: GradeRow,
  all: boolean,
): LeftOutReason | undefined {
  if (doubt && !excused) return doubt;
  if (excused || final || (complete && points > 0) || (all && points > 0)) return undefined;
  return openExtension ? 'extension open' : 'not final';
}

/** Rows that the match is sure of and whose grade may be written, in the roster’s order, and all others with their reason. */
export function candidates(
  rows: readonly RosterRow[],
  match: MatchReport,
  grades: readonly GradeRow[],
  { all = false }: WriteOptions,
): { readonly candidates: readonly Candidate[]; readonly leftOut: readonly LeftOut[] } {
  const gradeOf = new Map(grades.map((grade) => [grade.student, grade]));
  const studentOf = new Map(match.matched.map(({ row, student }) => [row, student]));
  const unsure = new Set([
    ...match.suggested.map(({ row }) => row),
    ...match.ambiguous.flatMap((group) => group.rows),
  ]);
  const found: Candidate[] = [];
  const leftOut: LeftOut[] = [];
  for (const row of rows) {
    const student = studentOf.get(row.id);
    const grade = student === undefined ? undefined : gradeOf.get(student);
    const without = { row: row.id, name: row.name };
    if (student === undefined)
      leftOut.push({ ...without, reason: unsure.has(row.id) ? 'not sure' : 'not linked' });
    else if (grade === undefined) leftOut.push({ ...without, student, reason: 'not in this homework' });
    else {
      const reason = notYet(grade, all);
      if (reason === undefined) found.push({ row, grade });
      else leftOut.push({ ...without, student, reason });
    }
  }
  const elsewhere = new Set(match.peopleWithoutRow);
  // Who claims a row that is somebody else’s by a link has no row of their own to be listed under.
  const claimants = new Set(
    match.ambiguous
      .filter((group) => group.rows.every((row) => studentOf.has(row)))
      .flatMap(({ students }) => students),
  );
  const people = grades.flatMap((grade): readonly LeftOut[] => {
    const person = { student: grade.student, name: labelOf(grade) };
    if (elsewhere.has(grade.student)) return [{ ...person, reason: 'not on the roster' }];
    return claimants.has(grade.student) ? [{ ...person, reason: 'not sure' }] : [];
  });
  return { candidates: found, leftOut: [...leftOut, ...people] };
}

/** The part of the class whose points the gradebook counts otherwise, as a report says it. */
export const scaledFrom = (
  written: readonly Candidate[],
  to: number | undefined,
): { readonly scaled?: { readonly of: number; readonly to: number } } => {
  const other = to === undefined ? undefined : written.find(({ grade }) => grade.of !== to);
  return other === undefined || to === undefined ? {} : { scaled: { of: other.grade.of, to } };
};

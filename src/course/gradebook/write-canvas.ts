/** The file that Canvas’ importer takes: the export’s own rows, one column, and only what is sure. */

import { UserError } from '../../messages/user-error.ts';
import type { MatchReport } from '../match.ts';
import {
  type Candidate,
  candidates,
  type Difference,
  type GradebookReport,
  type LeftOut,
  scaledFrom,
  type WriteOptions,
  type Written,
} from './decide.ts';
import type { GradeRow } from './grade-row.ts';
import { readPoints, scaledPoints, writePoints } from './points.ts';
import { quoted, quotedList } from './quoted.ts';
import { canvasColumns } from './read-canvas.ts';
import type { CanvasRoster } from './roster.ts';
import { writeTable } from './table.ts';
import { droppedFor, titleProblem } from './title.ts';

/** An assignment by Canvas’ id, or a new one with its points in hundredths. */
export type CanvasTarget =
  | { readonly assignment: string }
  | { readonly title: string; readonly points: number };

interface Column {
  readonly header: string;
  readonly pointsCell: string;
  /** Hundredths; absent where Canvas counts none, as for extra credit: grades are then written as they are. */
  readonly points?: number;
  /** Where the export has it. */
  readonly column?: number;
}

const POINTS_POSSIBLE = '    Points Possible';
const EXCUSED = 'EX';
const NOT_ASSIGNED = /^\s*N\/A\s*$/i;

/** The importer guesses the separator from physical lines, and reads `\r` as the end of one. */
const BREAKS_LINES = /[\r\n]/;

/** As given where Canvas would read that number back; a decimal comma becomes a point. Empty leaves Canvas’ points alone. */
function pointsCellOf(cell: string): string {
  const points = readPoints(cell);
  if (points === undefined) return '';
  return /^\d+(?:\.\d+)?$/.test(cell) ? cell : writePoints(points);
}

function existing(roster: CanvasRoster, id: string): Column {
  const found = roster.assignments.find((each) => each.id === id);
  if (!found) {
    const titles = canvasColumns(roster).map(({ title }) => title);
    throw new UserError(
      `The column with Canvas’ number ${id} is not in this export. ${titles.length === 0 ? 'It has no assignment: choose a new one.' : `It has ${quotedList(titles)}: choose one of them, or a new one.`}`,
    );
  }
  const dropped = droppedFor(found.title);
  if (dropped !== undefined)
    throw new UserError(
      `Canvas drops ${quoted(found.title)} on import, since its title has “${dropped}” in it. Rename the assignment in Canvas, export again, and attach that file.`,
    );
  const points = found.points === undefined || found.points <= 0 ? {} : { points: found.points };
  return {
    header: roster.header[found.column] ?? '',
    pointsCell: pointsCellOf(found.pointsCell),
    column: found.column,
    ...points,
  };
}

function made(roster: CanvasRoster, title: string, points: number): Column {
  const problem = titleProblem(title);
  if (problem !== undefined) throw new UserError(problem);
  const header = title.trim();
  const same = roster.assignments.find((each) => each.title === header);
  if (same || roster.header.includes(header))
    throw new UserError(
      `Canvas has “${header}” already, and would take a new column of that title for it. ${same ? 'Choose that column, or give' : 'Give'} the new one another title: “${header}, check-in”.`,
    );
  return { header, pointsCell: writePoints(points), points };
}

const sameGrade = (before: string, after: string): boolean =>
  before.trim().toUpperCase() === after || (readPoints(before) ?? Number.NaN) === readPoints(after);

function writtenOf({ row, grade }: Candidate, points: number | undefined): Written {
  const base = { row: row.id, student: grade.student, name: row.name };
  if (grade.excused) return { ...base, kind: 'excused', cell: EXCUSED };
  const earned = points === undefined ? grade.points : scaledPoints(grade.points, grade.of, points);
  return { ...base, kind: earned === 0 ? 'zero' : 'grade', cell: writePoints(earned) };
}

/**
 * The file and what is in it. Rows without a sure grade are not in it at all, since a blank cell would clear one.
 * @throws UserError where the column can’t be filled, or may not be called so
 */
export function writeCanvas(
  roster: CanvasRoster,
  target: CanvasTarget,
  match: MatchReport,
  grades: readonly GradeRow[],
  options: WriteOptions = {},
): { readonly text: string; readonly report: GradebookReport } {
  const column =
    'assignment' in target ? existing(roster, target.assignment) : made(roster, target.title, target.points);
  const sure = candidates(roster.students, match, grades, options);
  const identity = (cells: readonly string[]): readonly string[] => cells.slice(0, roster.studentColumns);

  const written: Written[] = [];
  const leftOut: LeftOut[] = [];
  const differs: Difference[] = [];
  const counted: Candidate[] = [];
  const rows: (readonly string[])[] = [];
  for (const candidate of sure.candidates) {
    const entry = writtenOf(candidate, column.points);
    const { row, student, name, cell } = entry;
    const before = column.column === undefined ? '' : (candidate.row.cells[column.column] ?? '');
    const leave = (reason: LeftOut['reason']): void => {
      leftOut.push({ row, student, name, reason });
    };
    if (NOT_ASSIGNED.test(before)) leave('not assigned');
    else if (identity(candidate.row.cells).some((each) => BREAKS_LINES.test(each))) leave('unsafe cell');
    else {
      const differing = !/^\s*-?\s*$/.test(before) && !sameGrade(before, cell);
      if (differing) differs.push({ row, name, before, after: cell });
      if (differing && options.keepOtherGrades) leave('other grade');
      else {
        written.push(entry);
        if (entry.kind !== 'excused') counted.push(candidate);
        rows.push([...identity(candidate.row.cells), cell]);
      }
    }
  }
  const blank = Array.from({ length: roster.studentColumns - 1 }, () => '');
  const text = writeTable([
    [...identity(roster.header), column.header],
    [POINTS_POSSIBLE, ...blank, column.pointsCell],
    ...rows,
  ]);
  return {
    text,
    report: {
      written,
      leftOut: [...leftOut, ...sure.leftOut],
      differs,
      ...scaledFrom(counted, column.points),
    },
  };
}

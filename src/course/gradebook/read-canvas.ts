/** Canvas’ gradebook export, in all the styles that an account’s and a person’s settings give it. */

import { UserError } from '../../messages/user-error.ts';
import { readPoints } from './points.ts';
import { quoted } from './quoted.ts';
import type { CanvasAssignment, CanvasRoster, RosterRow } from './roster.ts';
import type { Table } from './table.ts';
import { droppedFor } from './title.ts';

/**
 * The columns that say who a row is, as the exporter writes them and no other way: the importer counts them off. Who may not
 * see SIS data gets fewer, and accounts can split the name.
 */
const STUDENT_COLUMNS =
  /^(?:Student|LastName,FirstName),ID(?:,SIS Login ID|,SIS User ID,SIS Login ID(?:,Integration ID)?(?:,Root Account)?)?,Section$/;

/** The exporter’s own name for the preview that instructors have of their course. */
const TEST_STUDENT = 'Student, Test';

const HIDDEN = /^\s*(?:Muted|Manual Posting.*)?\s*$/i;

/** The exporter writes a name that starts with `=` as `="…"`, so that spreadsheets leave it alone. */
const unwrapped = (name: string): string => /^="(.*)"$/s.exec(name)?.[1] ?? name;

/** How many columns say who a row is; undefined where the header is not Canvas’. */
function studentColumnsOf(header: readonly string[]): number | undefined {
  const count = header.indexOf('Section') + 1;
  return STUDENT_COLUMNS.test(header.slice(0, count).join(',')) ? count : undefined;
}

export const isCanvas = ({ header }: Table): boolean => studentColumnsOf(header) !== undefined;

const isPoints = (row: readonly string[]): boolean => (row[0] ?? '').includes('Points Possible');

function assignmentsOf(
  header: readonly string[],
  from: number,
  points: readonly string[],
): CanvasAssignment[] {
  return header.flatMap((cell, column) => {
    const titled = /^(.*)\s\((\d+)\)$/.exec(cell.trim());
    const [title, id] = [titled?.[1], titled?.[2]];
    const pointsCell = points[column] ?? '';
    // A custom column may end in a number too; where the instructor can’t write it, the points row says so.
    if (column < from || title === undefined || id === undefined || /read\s+only/i.test(pointsCell))
      return [];
    const read = readPoints(pointsCell);
    return [{ title, id, column, pointsCell, ...(read === undefined ? {} : { points: read }) }];
  });
}

function studentOf(header: readonly string[], cells: readonly string[]): RosterRow {
  const at = (title: string): string | undefined => {
    const cell = cells[header.indexOf(title)];
    return cell === undefined || cell.trim() === '' ? undefined : cell;
  };
  const name =
    header[0] === 'Student'
      ? unwrapped(cells[0] ?? '')
      : [unwrapped(at('LastName') ?? ''), unwrapped(at('FirstName') ?? '')].join(', ');
  const id = at('ID') ?? '';
  // Canvas reads as many digits as there are, so `0091x` would be student 91.
  if (!/^[1-9]\d*$/.test(id))
    throw new UserError(
      `The row of ${name === '' ? 'a student without a name' : quoted(name)} has ${id === '' ? 'no Canvas id' : `${quoted(id)} where Canvas’ own id stands`}, which is a whole number. A spreadsheet may have changed it: export the gradebook again and attach it unopened.`,
    );
  const [sisId, login, section] = [at('SIS User ID'), at('SIS Login ID'), at('Section')];
  return {
    id,
    alsoKnownAs: [],
    name,
    identifiers: {
      canvasId: id,
      ...(sisId === undefined ? {} : { sisId }),
      ...(login === undefined ? {} : { login }),
    },
    ...(section === undefined ? {} : { section }),
    cells,
  };
}

/**
 * @param table one for which `isCanvas` is true
 * @throws UserError where a row has no id of Canvas’, or two rows have the same
 */
export function readCanvas({ separator, header, rows }: Table): CanvasRoster {
  const studentColumns = studentColumnsOf(header) ?? 0;
  const students = rows
    .filter((row) => !isPoints(row) && !row.every((cell) => HIDDEN.test(cell)))
    .map((row) => studentOf(header, row))
    .filter(({ name }) => name !== TEST_STUDENT);
  const ids = new Set<string>();
  for (const { id, name } of students) {
    if (ids.has(id))
      throw new UserError(
        `Canvas’ id ${id} stands in two rows, the second time for ${quoted(name)}. Canvas writes each student once: export the gradebook again and attach it as it comes.`,
      );
    ids.add(id);
  }
  return {
    source: 'canvas',
    separator,
    header,
    studentColumns,
    students,
    assignments: assignmentsOf(header, studentColumns, rows.find(isPoints) ?? []),
  };
}

/** The assignments that a file can fill: all but those whose title makes Canvas drop them. */
export const canvasColumns = ({ assignments }: CanvasRoster): readonly CanvasAssignment[] =>
  assignments.filter(({ title }) => droppedFor(title) === undefined);

/** The file that Moodle’s importer takes: who it is by, one grade, and when the export was made. */

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
import type { MoodleIdentifier, MoodleRoster } from './roster.ts';
import { writeTable } from './table.ts';

/** A new grade item, or a column of the export with the most points that its item gives, in hundredths. */
export type MoodleTarget = { readonly title: string } | { readonly column: string; readonly maximum: number };

/** What to choose on Moodle’s mapping page. */
export interface MoodleMapping {
  readonly identifier: string;
  readonly kind: MoodleIdentifier;
  readonly column: string;
  /** The item is made by the import; otherwise it is the one that the export’s column came from. */
  readonly newItem: boolean;
}

export interface MoodleReport extends GradebookReport {
  readonly mapping: MoodleMapping;
}

/** Moodle makes new grade items out of 100, so they get a percentage. */
const NEW_ITEM = 100_00;

/** Moodle’s importer refuses the whole file where the export is older. */
const OLDEST_SECONDS = 365 * 24 * 60 * 60;

/** Inside quotation marks the importer reads `\` before `"` as part of the text. */
const isUnsafe = (cell: string): boolean => /[\r\n]/.test(cell) || (cell.includes('\\') && /[",]/.test(cell));

const mendedTitle = (title: string): string => title.trim().replaceAll('\\', '/');

function newTitle(roster: MoodleRoster, title: string): string {
  const text = mendedTitle(title);
  if (text === '' || /\p{Cc}|[\u2028\u2029]/u.test(text))
    throw new UserError('A grade item’s title is one line, such as “Lab 06”.');
  if (/^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u.test(text))
    throw new UserError(
      `A title that starts with “${text.slice(0, 1)}” is a formula to a spreadsheet. Start with a letter: “Homework ${text.slice(1).trim()}”.`,
    );
  if (roster.header.includes(text))
    throw new UserError(
      `The export has a column “${text}” already. Choose that one, or give the new item another title: “${text}, check-in”.`,
    );
  return text;
}

interface Column {
  readonly header: string;
  readonly maximum: number;
  readonly column?: number;
}

function columnOf(roster: MoodleRoster, target: MoodleTarget): Column {
  if ('title' in target) return { header: newTitle(roster, target.title), maximum: NEW_ITEM };
  const found = roster.assignments.find(({ title }) => title === target.column);
  if (!found) {
    const titles = roster.assignments.map(({ title }) => title);
    throw new UserError(
      `The column ${quoted(target.column)} is not in this export, or holds no points. ${titles.length === 0 ? 'It has no such column: choose a new one.' : `It has ${quotedList(titles)}: choose one of them, or a new one.`}`,
    );
  }
  return { header: mendedTitle(found.title), maximum: target.maximum, column: found.column };
}

function refuseStale({ downloaded }: MoodleRoster, now: Date): void {
  if (downloaded === undefined) return;
  const age = now.getTime() / 1000 - downloaded.epochSeconds;
  if (age >= 0 && age < OLDEST_SECONDS) return;
  const at = new Date(downloaded.epochSeconds * 1000).toISOString().slice(0, 10);
  throw new UserError(
    `The export says that it was made on ${at}, ${age < 0 ? 'which is still to come' : 'more than a year ago'}; Moodle would refuse the whole file. Export the gradebook again and attach the new file.`,
  );
}

/**
 * The file, what is in it, and what to choose on Moodle’s page. One row that Moodle doesn’t know would stop the whole import,
 * so only rows of the export are written.
 * @throws UserError where the column is not there, may not be called so, or the export is too old
 */
export function writeMoodle(
  roster: MoodleRoster,
  target: MoodleTarget,
  match: MatchReport,
  grades: readonly GradeRow[],
  now: Date,
  options: WriteOptions = {},
): { readonly text: string; readonly report: MoodleReport } {
  refuseStale(roster, now);
  const { header, maximum, column } = columnOf(roster, target);
  const { identifier, downloaded } = roster;
  const sure = candidates(roster.students, match, grades, options);
  const time = downloaded === undefined ? [] : [String(downloaded.epochSeconds)];

  const written: Written[] = [];
  const leftOut: LeftOut[] = [];
  const differs: Difference[] = [];
  const counted: Candidate[] = [];
  const rows: (readonly string[])[] = [];
  for (const candidate of sure.candidates) {
    const { row, grade } = candidate;
    const person = { row: row.id, student: grade.student, name: row.name };
    const leave = (reason: LeftOut['reason']): void => {
      leftOut.push({ ...person, reason });
    };
    const who = row.cells[identifier.column] ?? '';
    if (grade.excused) leave('excused');
    else if (who.trim() === '') leave('no identifier');
    else if (isUnsafe(who)) leave('unsafe cell');
    else {
      const points = scaledPoints(grade.points, grade.of, maximum);
      const cell = writePoints(points);
      const before = column === undefined ? '' : (row.cells[column] ?? '');
      const held = readPoints(before);
      const differing = held !== undefined && held !== points;
      if (differing) differs.push({ row: row.id, name: row.name, before, after: cell });
      if (differing && options.keepOtherGrades) leave('other grade');
      else {
        written.push({ ...person, kind: points === 0 ? 'zero' : 'grade', cell });
        counted.push(candidate);
        rows.push([who, cell, ...time]);
      }
    }
  }
  const titles = [identifier.title, header, ...(downloaded === undefined ? [] : [downloaded.title])];
  return {
    text: writeTable([titles, ...rows]),
    report: {
      written,
      leftOut: [...leftOut, ...sure.leftOut],
      differs,
      ...scaledFrom(counted, maximum),
      mapping: {
        identifier: identifier.title,
        kind: identifier.kind,
        column: header,
        newItem: column === undefined,
      },
    },
  };
}

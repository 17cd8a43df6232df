/** An uploaded gradebook of whichever system it is from, or the sentence that says what it is not. */

import { UserError } from '../../messages/user-error.ts';
import type { MatchReport } from '../match.ts';
import { quotedList } from './quoted.ts';
import { canvasColumns, isCanvas, readCanvas } from './read-canvas.ts';
import { isMoodle, readMoodle } from './read-moodle.ts';
import type { Roster, RosterColumn } from './roster.ts';
import { readTable } from './table.ts';

const NAMES = { canvas: 'Canvas', moodle: 'Moodle' } as const;

const HOW_TO_EXPORT = {
  canvas: 'In Canvas: Grades → Export → Export entire gradebook.',
  moodle: 'In Moodle: Grades → Export → Plain text file.',
} as const;

/** Of a header that nobody knows, this many titles are repeated. */
const TITLES_SHOWN = 4;

/**
 * @param text what `readUpload` gave
 * @param wanted the system whose file was asked for
 * @throws UserError where the text is no gradebook, one of the other system, or one without students
 */
export function readGradebook(text: string, wanted?: Roster['source']): Roster {
  const table = readTable(text);
  const source = isCanvas(table) ? 'canvas' : isMoodle(table) ? 'moodle' : undefined;
  if (source === undefined) {
    const titles = table.header.slice(0, TITLES_SHOWN);
    throw new UserError(
      `This is no gradebook that I know: its columns start with ${titles.length === 0 ? 'nothing' : quotedList(titles)}. I read the exports of Canvas, which start with “Student”, “ID”, and of Moodle, which have names and e-mail addresses. ${wanted === undefined ? `${HOW_TO_EXPORT.canvas} ${HOW_TO_EXPORT.moodle}` : HOW_TO_EXPORT[wanted]}`,
    );
  }
  if (wanted !== undefined && source !== wanted)
    throw new UserError(
      `This is an export of ${NAMES[source]}, and you asked for ${NAMES[wanted]}. Ask for ${NAMES[source]}, or attach the other file. ${HOW_TO_EXPORT[wanted]}`,
    );
  const roster = source === 'canvas' ? readCanvas(table) : readMoodle(table);
  if (roster.students.length === 0)
    throw new UserError(
      `The export of ${NAMES[source]} has no students. Export the course that they are enrolled in. ${HOW_TO_EXPORT[source]}`,
    );
  return roster;
}

/** The columns that a file can fill, in the export’s order. */
export const columnChoices = (roster: Roster): readonly RosterColumn[] =>
  roster.source === 'canvas' ? canvasColumns(roster) : roster.assignments;

/**
 * An export of another course would take the place of this one’s. It is told by the links: some were made, and none of them,
 * and no address either, is in the file.
 * @throws UserError
 */
export function refuseOtherCourse({ matched, vanishedLinks }: MatchReport): void {
  if (vanishedLinks.length === 0 || matched.length > 0) return;
  throw new UserError(
    `None of the ${vanishedLinks.length} ${vanishedLinks.length === 1 ? 'student who is' : 'students who are'} linked in this course is in the file, so it seems to be another course’s. Nothing was kept. Export this course’s gradebook and attach that.`,
  );
}

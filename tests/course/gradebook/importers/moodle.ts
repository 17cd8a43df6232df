/** A model of Moodle’s grade importer, by the rules of its source (load_data.php at 0289d8c7 and the newer bbd4e96a). */

import type { MoodleIdentifier } from '../../../../src/course/gradebook/roster.ts';

export interface MoodleUser {
  readonly id: number;
  readonly email: string;
  readonly idnumber: string;
  readonly username: string;
}

export interface MoodleChoices {
  readonly users: readonly MoodleUser[];
  readonly mapTo: MoodleIdentifier;
  /** The title of the column that becomes a new item, or goes into one of this maximum. */
  readonly column: string;
  readonly maximum: number | 'new item';
  /** The title of the time column in the site’s language. */
  readonly timeTitle: string;
  readonly now: Date;
  readonly edition: 'old' | 'new';
}

/** PHP’s fgetcsv with `"` and the escape sign `\`, which keeps a quotation mark from closing. */
export function readAsPhp(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let at = 0;
  const endCell = (): void => {
    row.push(cell);
    cell = '';
  };
  while (at < text.length) {
    if (text[at] === '"' && cell === '') {
      at += 1;
      while (at < text.length) {
        if (text[at] === '\\' && at + 1 < text.length) {
          cell += text.slice(at, at + 2);
          at += 2;
        } else if (text[at] === '"' && text[at + 1] === '"') {
          cell += '"';
          at += 2;
        } else if (text[at] === '"') break;
        else {
          cell += text[at];
          at += 1;
        }
      }
      at += 1;
    }
    while (at < text.length && text[at] !== ',' && text[at] !== '\n') {
      cell += text[at];
      at += 1;
    }
    endCell();
    if (at >= text.length || text[at] === '\n') {
      rows.push(row);
      row = [];
    } else if (at + 1 === text.length) {
      endCell();
      rows.push(row);
    }
    at += 1;
  }
  return rows.filter((each) => each.length > 1 || each[0] !== '');
}

const CASELESS: readonly MoodleIdentifier[] = ['email', 'username'];

/**
 * Grades by user id.
 * @throws Error with the importer’s string where it would abort: nothing at all is then imported
 */
export function importIntoMoodle(
  text: string,
  choices: MoodleChoices,
): ReadonlyMap<number, number | undefined> {
  const { users, mapTo, column, maximum, timeTitle, now, edition } = choices;
  const content = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trim();
  const [header = [], ...rows] = readAsPhp(content);
  if (rows.some((row) => row.length !== header.length)) throw new Error('csvweirdcolumns');
  const titles = header.map((title) => title.trim());
  const identifier = 0;
  const graded = titles.indexOf(column);
  if (graded < 1) throw new Error('no such column to map');
  const time = titles.indexOf(timeTitle);

  const grades = new Map<number, number | undefined>();
  let student: number | undefined;
  for (const row of rows) {
    const who = (row[identifier] ?? '').trim();
    if (who !== '' || edition === 'new') {
      const caseless = edition === 'new' && CASELESS.includes(mapTo);
      const fold = (value: string): string => (caseless ? value.toLowerCase() : value);
      const found = users.filter((user) => fold(user[mapTo]) === fold(who));
      if (found.length === 0) throw new Error('usermappingerror');
      if (found.length > 1) throw new Error('usermappingerrormultipleusersfound');
      student = found[0]?.id;
    }
    if (student === undefined) throw new Error('usermappingerrorusernotfound');
    const value = (row[graded] ?? '').trim();
    let grade: number | undefined;
    if (value === '' || value === '-')
      grade = value === '' && edition === 'old' && maximum === 'new item' ? 0 : undefined;
    else {
      grade = Number(value);
      if (!Number.isFinite(grade)) throw new Error('badgrade');
    }
    if (
      grade !== undefined &&
      (grade > (edition === 'old' || maximum === 'new item' ? 100 : maximum) || grade < 0)
    )
      throw new Error('gradevaluetoobig');
    if (maximum !== 'new item' && time > 0) {
      const seconds = Number(row[time]);
      const age = now.getTime() / 1000 - seconds;
      if (!Number.isInteger(seconds) || age < 0 || age > 365 * 24 * 60 * 60)
        throw new Error('invalidgradeexporteddate');
    }
    grades.set(student, grade);
  }
  return grades;
}

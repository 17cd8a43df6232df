/** A model of Canvas’ gradebook importer, by the rules of its source (gradebook_importer.rb at 00b222d7), in its order. */

import { type Cell, readStrictly } from '../../../support/rfc4180.ts';

export interface CanvasStudent {
  readonly id: number;
  readonly name: string;
  readonly sisId?: string;
  readonly login?: string;
}

export interface CanvasAssignment {
  readonly id: number;
  readonly title: string;
  readonly points: number | undefined;
}

export interface CanvasCourse {
  readonly students: readonly CanvasStudent[];
  readonly assignments: readonly CanvasAssignment[];
  readonly customColumns: readonly string[];
  /** By `student/assignment`: a number as text, `EX`, or nothing. */
  readonly scores: ReadonlyMap<string, string>;
  /** By `student/assignment`: a grade would be dropped without a word. */
  readonly notAssigned: ReadonlySet<string>;
}

export interface CanvasImport {
  /** Titles of assignments that would be made. */
  readonly made: readonly string[];
  readonly missingStudents: readonly string[];
  /** Points that would change, by title. */
  readonly points: ReadonlyMap<string, string>;
  /** Grades that would change: the student’s id, the assignment’s title, and the new grade; blank takes one away. */
  readonly changes: readonly { readonly student: number; readonly title: string; readonly grade: string }[];
}

const NON_ASSIGNMENT =
  /Current Score|Current Points|Current Grade|Final Score|Final Points|Final Grade|Override Score|Override Grade|Override Status/;

type Value = string | undefined;

/** Every cell is converted, the header’s too. */
function converted({ text, quoted }: Cell): Value {
  if (text === '' && !quoted) return undefined;
  if (!/^-?[0-9.,]+%?$/.test(text)) return text;
  const parts = text.split(/[,.]/);
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join('')}.${last}`;
}

function fieldCount(line: string, separator: string): number {
  return readStrictly(line, separator)[0]?.length ?? 0;
}

function separatorOf(text: string): string {
  const lines = text
    .split('\n')
    .slice(0, 3)
    .filter((line, index) => line !== '' || index === 0);
  const count = (separator: string): number => {
    try {
      const counts = new Set(lines.map((line) => fieldCount(line, separator)));
      return counts.size === 1 ? ([...counts][0] ?? 0) : 0;
    } catch {
      return 0;
    }
  };
  return count(';') > count(',') ? ';' : ',';
}

const rubyInteger = (text: string): number => Number.parseInt(/^\s*-?\d+/.exec(text)?.[0] ?? '0', 10);

const isNoScore = (value: Value): boolean => value === undefined || value.trim() === '' || value === '-';

function isUnchanged(now: Value, before: Value): boolean {
  if (now === before || (isNoScore(now) && isNoScore(before))) return true;
  if (isNoScore(now) || isNoScore(before) || now === undefined || before === undefined) return false;
  if (now.toUpperCase() === 'EX' || before.toUpperCase() === 'EX') return false;
  return Number(now).toFixed(2) === Number(before).toFixed(2);
}

function studentColumnsOf(header: readonly Value[], customColumns: readonly string[]): number {
  const split = header[0] === 'LastName' && header[1] === 'FirstName';
  const named =
    (header.length > 3 && header[0]?.includes('Student') && header[1]?.includes('ID')) ||
    (header.length > 4 &&
      header[0]?.includes('LastName') &&
      header[1]?.includes('FirstName') &&
      header[2]?.includes('ID'));
  if (!named) throw new Error('Invalid header row: no student columns');
  const names = split ? 4 : 3;
  let count = names;
  if (/SIS\s+Login\s+ID/.test(header[names - 1] ?? '')) count += 1;
  else if (/SIS\s+User\s+ID/.test(header[names - 1] ?? '') && /SIS\s+Login\s+ID/.test(header[names] ?? '')) {
    const integration = /Integration\s+ID/.test(header[names + 1] ?? '') ? 1 : 0;
    count += 2 + integration + (/Root\s+Account/.test(header[names + 1 + integration] ?? '') ? 1 : 0);
  }
  // The importer counts custom columns in and then off again, wherever in the header they stand.
  const custom = header.filter((title) => title !== undefined && customColumns.includes(title)).length;
  if (!(header[count - 1] ?? '').includes('Section')) throw new Error('Invalid header row: no section');
  return count + custom;
}

/** @throws Error where Canvas would refuse the file, or stop reading it */
export function importIntoCanvas(text: string, course: CanvasCourse): CanvasImport {
  if (text.startsWith('\uFEFF"')) throw new Error('Illegal quoting');
  const separator = separatorOf(text);
  const [header = [], ...rows] = readStrictly(text, separator).map((row) => row.map(converted));
  const from = studentColumnsOf(header, course.customColumns);
  const split = header[0] === 'LastName';

  const made: string[] = [];
  const columns = header
    .slice(from)
    .filter((title) => !NON_ASSIGNMENT.test(title ?? '') && !course.customColumns.includes(title ?? ''))
    .map((title = '') => {
      const titled = /^(.*)\s\((\d+)\)$/.exec(title);
      const known =
        course.assignments.find(({ id }) => id === Number(titled?.[2])) ??
        course.assignments.find((each) => each.title === title);
      if (!known) made.push(titled?.[1] ?? title);
      return { known, title: known?.title ?? titled?.[1] ?? title, index: header.indexOf(title) };
    });

  const points = new Map<string, string>();
  const missingStudents: string[] = [];
  const grades = new Map<number, Map<string, { grade: Value; key: string; known: boolean }>>();
  for (const row of rows) {
    if (row[0]?.includes('Points Possible')) {
      for (const { known, title, index } of columns) {
        const cell = row[index];
        if (cell !== undefined && (known === undefined || Number(cell) !== known.points || cell === ''))
          points.set(title, cell);
      }
      continue;
    }
    if (row.every((cell) => cell === undefined || /^\s*(Muted|Manual Posting.*)?\s*$/i.test(cell))) continue;
    const name = split ? `${row[1] ?? ''} ${row[0] ?? ''}`.trim() : row[0];
    const student =
      course.students.find(({ id }) => id === rubyInteger(row[split ? 2 : 1] ?? '')) ??
      course.students.find((each) => each.name === name);
    if (!student) {
      missingStudents.push(name ?? '');
      continue;
    }
    // A student who stands twice: the last row wins.
    const mine = new Map<string, { grade: Value; key: string; known: boolean }>();
    grades.set(student.id, mine);
    for (const { known, title, index } of columns) {
      const key = `${student.id}/${known?.id ?? 'new'}`;
      mine.set(title, {
        grade: course.notAssigned.has(key) ? '' : row[index]?.trim(),
        key,
        known: known !== undefined,
      });
    }
  }
  const changes = [...grades].flatMap(([student, mine]) =>
    [...mine].flatMap(([title, { grade, key }]) =>
      isUnchanged(grade, course.scores.get(key)) ? [] : [{ student, title, grade: grade ?? '' }],
    ),
  );
  return { made, missingStudents, points, changes };
}

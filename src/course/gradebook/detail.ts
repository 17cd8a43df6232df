/** Everything about a homework as one CSV, a student a row, for people and their spreadsheets; no gradebook reads it. */

import { type Doubt, type GradeRow, labelOf } from './grade-row.ts';
import type { Identifiers } from './roster.ts';
import { writeTable } from './table.ts';

type Cell = string | number;

/** What a spreadsheet takes for a formula (ASVS 1.2.10), after blanks and signs without width. */
const FORMULA = /^[\s\p{Z}\p{C}]*[=+\-@\t\r\0\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** The cell as a spreadsheet may open it: text that it would run gets an apostrophe in front. */
export const inert = (cell: Cell): Cell =>
  typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;

const yes = (value: boolean): string => (value ? 'yes' : 'no');

const RIGHT = new Map<boolean | undefined, string>([
  [true, yes(true)],
  [false, yes(false)],
]);

const SURE = new Map<number | undefined, string>([
  [1, 'a guess'],
  [2, 'fairly'],
  [3, 'sure'],
]);

const IDENTIFIERS: readonly (readonly [title: string, key: keyof Identifiers])[] = [
  ['Canvas id', 'canvasId'],
  ['SIS id', 'sisId'],
  ['Login', 'login'],
  ['E-mail', 'email'],
  ['ID number', 'idNumber'],
];

const LEDGER: Readonly<Record<Doubt, string>> = {
  'does not hold': 'does not hold: no grade until an instructor decides',
  'newer version': 'written by a newer version: no grade yet',
};

/** The first of each, in the order of the rows. */
const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];

type Column = readonly [title: string, cell: (row: GradeRow) => Cell | undefined];

/** Where any does not hold. */
const LEDGER_COLUMN: Column = ['Ledger', ({ doubt }) => (doubt ? LEDGER[doubt] : 'holds')];

const stepColumns = (rows: readonly GradeRow[]): readonly Column[] =>
  distinct(rows.flatMap(({ steps }) => steps.map(({ name }) => name))).flatMap((name): readonly Column[] => {
    const step = ({ steps }: GradeRow) => steps.find((each) => each.name === name);
    return [
      [name, (row) => step(row)?.at],
      [`${name}: in time`, (row) => step(row)?.state],
    ];
  });

const lockColumns = (rows: readonly GradeRow[]): readonly Column[] =>
  distinct(rows.flatMap(({ locks }) => locks.map(({ question }) => question))).flatMap(
    (question): readonly Column[] => {
      const lock = ({ locks }: GradeRow) => locks.find((each) => each.question === question);
      return [
        [`${question}: option`, (row) => lock(row)?.option],
        [`${question}: misconception`, (row) => lock(row)?.misconception],
        [`${question}: right`, (row) => RIGHT.get(lock(row)?.right)],
        [`${question}: sure`, (row) => SURE.get(lock(row)?.sure)],
      ];
    },
  );

/**
 * CSV with a byte order mark, which Excel needs; text that a spreadsheet would run gets `'` in front, and numbers are bare.
 * @param identifiers of the roster row that each student is matched to; not written beside a pseudonym
 */
export function writeDetail(
  rows: readonly GradeRow[],
  identifiers: ReadonlyMap<string, Identifiers> = new Map(),
): string {
  const of = ({ student, pseudonym }: GradeRow): Identifiers =>
    (pseudonym === undefined ? identifiers.get(student) : undefined) ?? {};
  const columns: readonly Column[] = [
    ['Student', labelOf],
    ...IDENTIFIERS.filter(([, key]) => rows.some((row) => of(row)[key] !== undefined)).map(
      ([title, key]): Column => [title, (row) => of(row)[key]],
    ),
    ['Section', ({ section }) => section],
    ['Points', ({ points, excused }) => (excused ? undefined : points / 100)],
    ['Of', (row) => row.of / 100],
    ['Excused', ({ excused }) => yes(excused)],
    ['Started', ({ started }) => yes(started)],
    ['Complete', ({ complete }) => yes(complete)],
    ['Final', ({ final }) => yes(final)],
    ['Extension open', ({ openExtension }) => yes(openExtension)],
    ['Why', ({ why }) => why],
    ...stepColumns(rows),
    ...lockColumns(rows),
    ['Runs', ({ runs }) => runs],
    ['Minutes', ({ minutes }) => minutes],
    ['Receipt', ({ receipt }) => receipt],
    ...(rows.some(({ doubt }) => doubt) ? [LEDGER_COLUMN] : []),
  ];
  const table: readonly (readonly Cell[])[] = [
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, cell]) => cell(row) ?? '')),
  ];
  return writeTable(
    table.map((cells) => cells.map(inert)),
    { bom: true },
  );
}

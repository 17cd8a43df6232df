/** Moodle’s gradebook export as CSV, in any language: columns are found by what is in them, with their names as a hint. */

import { UserError } from '../../messages/user-error.ts';
import { folded } from '../match.ts';
import { type PersonColumn, personColumnOf } from './moodle-words.ts';
import { readPoints } from './points.ts';
import { quotedList } from './quoted.ts';
import type { Identifiers, MoodleIdentifier, MoodleRoster, RosterColumn, RosterRow } from './roster.ts';
import type { Table } from './table.ts';

const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** From 2001 to 2286 a time in whole seconds has ten digits. */
const EPOCH_SECONDS = /^[1-9]\d{9}$/;

interface Column extends RosterColumn {
  readonly means: PersonColumn | undefined;
  readonly cells: readonly string[];
  readonly filled: readonly string[];
}

const columnsOf = ({ header, rows }: Table): readonly Column[] =>
  header.map((title, column) => {
    const cells = rows.map((row) => row[column] ?? '');
    const filled = cells.filter((cell) => cell.trim() !== '');
    return { title, column, means: personColumnOf(title), cells, filled };
  });

const isAddresses = ({ filled }: Column): boolean =>
  filled.length > 0 && filled.every((cell) => ADDRESS.test(cell.trim()));

/** Newer importers don’t tell letters’ case apart, older ones refuse what two accounts have. */
const isDistinct = ({ filled }: Column): boolean => new Set(filled.map(folded)).size === filled.length;

const isComplete = ({ cells, filled }: Column): boolean => filled.length === cells.length;

/** The same moment in every row, in the last column. */
function downloadedIn(columns: readonly Column[]): MoodleRoster['downloaded'] {
  const last = columns.at(-1);
  const first = last?.cells[0]?.trim();
  if (last === undefined || first === undefined || !EPOCH_SECONDS.test(first)) return undefined;
  if (!last.cells.every((cell) => cell.trim() === first)) return undefined;
  return { title: last.title, column: last.column, epochSeconds: Number(first) };
}

const byMeaning = (columns: readonly Column[], means: PersonColumn): Column | undefined =>
  columns.find((column) => column.means === means);

function emailIn(columns: readonly Column[]): Column | undefined {
  const found = columns.filter(isAddresses);
  return found.length === 1 ? found[0] : byMeaning(found, 'email');
}

/** @throws UserError where nothing says by which column Moodle would find a person */
function identifierIn(columns: readonly Column[]): Column & { readonly kind: MoodleIdentifier } {
  const kinds: readonly (readonly [MoodleIdentifier, Column | undefined])[] = [
    ['email', emailIn(columns)],
    ['idnumber', byMeaning(columns, 'idnumber')],
    ['username', byMeaning(columns, 'username')],
  ];
  const usable = kinds.flatMap(([kind, column]) =>
    column && column.filled.length > 0 && isDistinct(column) ? [{ kind, ...column }] : [],
  );
  const best = usable.find(isComplete) ?? usable[0];
  if (best) return best;
  const addresses = columns.filter(isAddresses).map(({ title }) => title);
  throw new UserError(
    addresses.length > 1
      ? `${quotedList(addresses)} all hold e-mail addresses, and I can’t tell which of them Moodle knows people by. Export again with one of them.`
      : 'No column of this export tells all students apart: I look for an e-mail address, an ID number or a username that nobody shares. In Moodle, Grades → Export → Plain text file has them.',
  );
}

/** True for an export of Moodle’s: people’s e-mail addresses or numbers, beside names or the time of the export. */
export function isMoodle(table: Table): boolean {
  const columns = columnsOf(table);
  const known = columns.filter(({ means }) => means !== undefined && means !== 'total').length;
  return (columns.some(isAddresses) && (known >= 3 || downloadedIn(columns) !== undefined)) || known >= 4;
}

/** A grade item in points: numbers and dashes, at least one, and no share, letter or time. */
const isPoints = ({ means, filled }: Column): boolean =>
  means === undefined &&
  filled.length > 0 &&
  filled.every((cell) => cell.trim() === '-' || (readPoints(cell) !== undefined && !cell.includes('%')));

/**
 * @param table one for which `isMoodle` is true
 * @throws UserError where no column tells all students apart
 */
export function readMoodle(table: Table): MoodleRoster {
  const columns = columnsOf(table);
  const identifier = identifierIn(columns);
  const downloaded = downloadedIn(columns);
  const email = emailIn(columns);
  const idNumber = byMeaning(columns, 'idnumber');
  const login = byMeaning(columns, 'username');
  // In a language that is not among the hints, names come first all the same.
  const names = [
    byMeaning(columns, 'first name') ?? columns[0],
    byMeaning(columns, 'last name') ?? columns[1],
  ];

  // Grade items come after everything about the person.
  const lastPersonColumn = Math.max(
    ...columns
      .filter((column) => isAddresses(column) || ![undefined, 'total'].includes(column.means))
      .map(({ column }) => column),
  );
  const kinds = (
    [
      ['email', email],
      ['idnumber', idNumber],
      ['username', login],
    ] as const
  ).flatMap(([kind, column]) => (column && isDistinct(column) ? [{ kind, column }] : []));
  const idsFirst = [...kinds].sort(
    (a, b) => Number(b.kind === identifier.kind) - Number(a.kind === identifier.kind),
  );

  /** Nothing where no identifier says who it is: neither Moodle nor a link would find the row again. */
  const studentOf = (cells: readonly string[]): readonly RosterRow[] => {
    const at = (column: Column | undefined): string | undefined => {
      const cell = column === undefined ? undefined : cells[column.column];
      return cell === undefined || cell.trim() === '' ? undefined : cell;
    };
    const rowIds = idsFirst.flatMap(({ kind, column }) => {
      const cell = at(column);
      return cell === undefined ? [] : [`${kind}:${folded(cell)}`];
    });
    const [id, ...alsoKnownAs] = rowIds;
    if (id === undefined) return [];
    const [address, number, username] = [at(email), at(idNumber), at(login)];
    const identifiers: Identifiers = {
      ...(address === undefined ? {} : { email: address }),
      ...(number === undefined ? {} : { idNumber: number }),
      ...(username === undefined ? {} : { login: username }),
    };
    const name = names.map((column) => at(column) ?? '').join(' ');
    return [{ id, alsoKnownAs, name: name.trim(), identifiers, cells }];
  };

  return {
    source: 'moodle',
    separator: table.separator,
    header: table.header,
    identifier: { title: identifier.title, column: identifier.column, kind: identifier.kind },
    ...(downloaded === undefined ? {} : { downloaded }),
    students: table.rows.flatMap(studentOf),
    assignments: columns
      .filter((column) => column.column > lastPersonColumn && column.column !== downloaded?.column)
      .filter(isPoints)
      .map(({ title, column }) => ({ title, column })),
  };
}

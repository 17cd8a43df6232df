/** Who on a roster is who in the chat. Exact or not at all: a likeness is only ever suggested. */

import type { RosterRow } from './gradebook/roster.ts';

export interface Person {
  /** Opaque. */
  readonly student: string;
  readonly name?: string;
  /** As the platform vouches for it. */
  readonly email?: string;
  /** As the institution gave it, vouched for by the platform; never a handle that a person chose. */
  readonly login?: string;
  /** The roster row that the person’s own row names. */
  readonly link?: string;
}

/** Made by an instructor, or by the student who typed an exact identifier. */
export interface Link {
  readonly row: string;
  readonly student: string;
}

export interface Pair extends Link {
  readonly by: 'link' | 'email' | 'login' | 'name';
}

export interface MatchReport {
  readonly matched: readonly (Pair & { readonly by: 'link' | 'email' | 'login' })[];
  /** The same full name, once on either side. Written only after somebody has said that it is the same person. */
  readonly suggested: readonly Link[];
  /** Groups within which it can’t be told who is who. A row that is taken stands beside the person who claims it too. */
  readonly ambiguous: readonly {
    readonly by: Pair['by'];
    readonly rows: readonly string[];
    readonly students: readonly string[];
  }[];
  readonly rowsWithoutPerson: readonly string[];
  readonly peopleWithoutRow: readonly string[];
  /** Links whose row is not in this export any more. */
  readonly vanishedLinks: readonly Link[];
}

/** How identifiers are compared. Leading zeros count, and so does every accent. */
export const folded = (text: string): string => text.trim().normalize('NFC').toLowerCase();

/** Accents of Latin, Greek and Cyrillic; marks of other scripts are letters and stay. */
const ACCENTS = /[\u0300-\u036f]/gu;

/** `Lovelace, Ada` and `Ada Lovelace` alike: `ada lovelace`. Empty where there is no letter. */
export function canonicalName(name: string): string {
  const [last = '', first] = name.split(/,(.*)/su, 2);
  const words = first === undefined ? last : `${first} ${last}`;
  return words
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .toUpperCase()
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ');
}

function groupedBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}

interface Group {
  readonly by: Pair['by'];
  readonly rows: readonly string[];
  readonly students: readonly string[];
}

/** Pairs that hang together by a shared row or person, each group in the order in which it came. */
function groupsOf(pairs: readonly Pair[]): readonly Group[] {
  const byRow = groupedBy(pairs, ({ row }) => row);
  const byStudent = groupedBy(pairs, ({ student }) => student);
  const seen = new Set<Pair>();
  return pairs.flatMap((start) => {
    if (seen.has(start)) return [];
    const group: Pair[] = [];
    const open = [start];
    for (let pair = open.pop(); pair; pair = open.pop()) {
      if (seen.has(pair)) continue;
      seen.add(pair);
      group.push(pair);
      open.push(...(byRow.get(pair.row) ?? []), ...(byStudent.get(pair.student) ?? []));
    }
    return [
      {
        by: start.by,
        rows: [...new Set(group.map(({ row }) => row))],
        students: [...new Set(group.map(({ student }) => student))],
      },
    ];
  });
}

/** Every row and person that share a key. */
function pairsBy(
  by: Pair['by'],
  rows: readonly (readonly [key: string, row: string])[],
  people: readonly (readonly [key: string, student: string])[],
): readonly Pair[] {
  const rowsOf = groupedBy(rows, ([key]) => key);
  return people.flatMap(([key, student]) =>
    key === '' ? [] : (rowsOf.get(key) ?? []).map(([, row]) => ({ row, student, by })),
  );
}

const keys = (id: string, values: readonly (string | undefined)[]): (readonly [string, string])[] =>
  [...new Set(values.map((value) => folded(value ?? '')))].map((key) => [key, id] as const);

/**
 * Matches by link, then by e-mail address or login; suggests by name. A key that occurs twice on either side is ambiguous
 * for all who hold it, whether or not some of them are linked already.
 */
export function matchPeople(
  rows: readonly RosterRow[],
  people: readonly Person[],
  links: readonly Link[],
): MatchReport {
  const idOf = new Map(rows.flatMap(({ id, alsoKnownAs }) => alsoKnownAs.map((each) => [each, id] as const)));
  for (const { id } of rows) idOf.set(id, id);
  const stored = [
    ...links,
    ...people.flatMap(({ student, link }) => (link === undefined ? [] : [{ row: link, student }])),
  ];
  const known = [...new Map(stored.map((link) => [JSON.stringify([link.row, link.student]), link])).values()];

  const freeRows = new Set(rows.map(({ id }) => id));
  const freePeople = new Set(people.map(({ student }) => student));
  const matched: MatchReport['matched'][number][] = [];
  const suggested: Link[] = [];
  const ambiguous: Group[] = [];

  /** Settles each group of pairs, and takes whom it settles out of what is free. */
  const settle = (pairs: readonly Pair[], pairUp: (pair: Pair) => void): void => {
    for (const { by, rows: inRows, students } of groupsOf(pairs)) {
      const [row, student] = [inRows[0], students[0]];
      const rowsLeft = inRows.filter((each) => freeRows.has(each));
      const peopleLeft = students.filter((each) => freePeople.has(each));
      if (row === undefined || student === undefined || peopleLeft.length === 0) continue;
      const one = inRows.length === 1 && students.length === 1 && rowsLeft.length === 1;
      if (one) pairUp({ row, student, by });
      // Where every row is taken, the taken ones are what somebody has to look at.
      else ambiguous.push({ by, rows: rowsLeft.length > 0 ? rowsLeft : inRows, students: peopleLeft });
      for (const each of rowsLeft) freeRows.delete(each);
      for (const each of peopleLeft) freePeople.delete(each);
    }
  };

  const live = known.flatMap(({ row, student }) => {
    const id = idOf.get(row);
    return id === undefined ? [] : [{ row: id, student, by: 'link' as const }];
  });
  settle(
    [...new Map(live.map((pair) => [JSON.stringify([pair.row, pair.student]), pair])).values()],
    (pair) => matched.push({ ...pair, by: 'link' }),
  );
  // A row that is linked to somebody who is not among these people is theirs all the same.
  for (const { row } of live) freeRows.delete(row);

  const rowKeys = rows.flatMap(({ id, identifiers: { email, login } }) => keys(id, [email, login]));
  const exact = [
    ...pairsBy(
      'email',
      rowKeys,
      people.flatMap(({ student, email }) => keys(student, [email])),
    ),
    ...pairsBy(
      'login',
      rowKeys,
      people.flatMap(({ student, login }) => keys(student, [login])),
    ),
  ];
  settle(exact, ({ row, student, by }) =>
    matched.push({ row, student, by: by === 'email' ? 'email' : 'login' }),
  );

  settle(
    pairsBy(
      'name',
      rows.map(({ id, name }) => [canonicalName(name), id] as const),
      people.map(({ student, name }) => [canonicalName(name ?? ''), student] as const),
    ),
    ({ row, student }) => suggested.push({ row, student }),
  );

  const settled = new Set(
    [...matched, ...suggested].map(({ row }) => row).concat(ambiguous.flatMap((group) => group.rows)),
  );
  return {
    matched,
    suggested,
    ambiguous,
    rowsWithoutPerson: rows.map(({ id }) => id).filter((id) => !settled.has(id)),
    peopleWithoutRow: people.map(({ student }) => student).filter((student) => freePeople.has(student)),
    vanishedLinks: known.filter(({ row }) => !idOf.has(row)),
  };
}

/**
 * The one row that a student means by an e-mail address, login, SIS id or ID number of their own. A name, or a part of an
 * identifier, finds nothing, and neither does what two rows hold.
 */
export function findOwnRow(rows: readonly RosterRow[], text: string): RosterRow | undefined {
  const wanted = folded(text);
  if (wanted === '') return undefined;
  const found = rows.filter(({ identifiers: { email, login, sisId, idNumber } }) =>
    [email, login, sisId, idNumber].some((each) => each !== undefined && folded(each) === wanted),
  );
  return found.length === 1 ? found[0] : undefined;
}

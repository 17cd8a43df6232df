/** Who is who: exact or not at all (G4). */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identifiers, RosterRow } from '../../src/course/gradebook/roster.ts';
import { canonicalName, findOwnRow, type MatchReport, matchPeople } from '../../src/course/match.ts';

const row = (
  id: string,
  name: string,
  identifiers: Identifiers = {},
  alsoKnownAs: readonly string[] = [],
): RosterRow => ({ id, alsoKnownAs, name, identifiers, cells: [] });

const nothing: MatchReport = {
  matched: [],
  suggested: [],
  ambiguous: [],
  rowsWithoutPerson: [],
  peopleWithoutRow: [],
  vanishedLinks: [],
};

describe('matching', () => {
  it('goes by link, then e-mail, then login; names are only suggested', () => {
    const rows = [
      row('1', 'Aldersey, Mira', { email: 'mira@example.edu' }),
      row('2', 'Brook, Tamsin', { login: 'tamsin@example.edu' }),
      row('3', 'Corran, Iven', { login: 'iven' }),
      row('4', 'Dunmore, Odile'),
      row('5', 'Estrin, Pell'),
    ];
    const people = [
      { student: 'a', name: 'Somebody Else', link: '1' },
      { student: 'b', email: ' Tamsin@Example.edu ' },
      { student: 'c', login: 'IVEN' },
      { student: 'd', name: 'odile dunmore' },
      { student: 'e', name: 'Pell' },
    ];
    expect(matchPeople(rows, people, [])).toEqual({
      ...nothing,
      matched: [
        { row: '1', student: 'a', by: 'link' },
        { row: '2', student: 'b', by: 'email' },
        { row: '3', student: 'c', by: 'login' },
      ],
      suggested: [{ row: '4', student: 'd' }],
      rowsWithoutPerson: ['5'],
      peopleWithoutRow: ['e'],
    });
  });

  it('holds a name that stands twice for ambiguous, on whichever side', () => {
    const two = [row('1', 'Farrow, Juno'), row('2', 'Juno Farrow')];
    expect(matchPeople(two, [{ student: 'a', name: 'Juno Farrow' }], [])).toEqual({
      ...nothing,
      ambiguous: [{ by: 'name', rows: ['1', '2'], students: ['a'] }],
    });
    const twins = [
      { student: 'a', name: 'Juno Farrow' },
      { student: 'b', name: 'Farrow, Juno' },
    ];
    expect(matchPeople([row('1', 'Farrow, Juno')], twins, [])).toEqual({
      ...nothing,
      ambiguous: [{ by: 'name', rows: ['1'], students: ['a', 'b'] }],
    });
  });

  it('holds the rest of two equal names for ambiguous even where one of them is linked', () => {
    const rows = [row('1', 'Farrow, Juno'), row('2', 'Farrow, Juno')];
    const people = [
      { student: 'a', name: 'Juno Farrow' },
      { student: 'b', name: 'Juno Farrow' },
    ];
    expect(matchPeople(rows, people, [{ row: '1', student: 'a' }])).toEqual({
      ...nothing,
      matched: [{ row: '1', student: 'a', by: 'link' }],
      ambiguous: [{ by: 'name', rows: ['2'], students: ['b'] }],
    });
  });

  it('holds an address that stands twice for ambiguous, and does not fall back on the name', () => {
    const rows = [
      row('1', 'Brook, Tamsin', { email: 'b@example.edu' }),
      row('2', 'Hale, D', { login: 'b@example.edu' }),
    ];
    expect(matchPeople(rows, [{ student: 'a', name: 'Tamsin Brook', email: 'b@example.edu' }], [])).toEqual({
      ...nothing,
      ambiguous: [{ by: 'email', rows: ['1', '2'], students: ['a'] }],
    });
  });

  it('holds a person whose address and login lead to different rows for ambiguous', () => {
    const rows = [row('1', 'A', { email: 'a@example.edu' }), row('2', 'B', { login: 'b' })];
    expect(matchPeople(rows, [{ student: 'a', email: 'a@example.edu', login: 'b' }], []).ambiguous).toEqual([
      { by: 'email', rows: ['1', '2'], students: ['a'] },
    ]);
  });

  it('gives a taken row to nobody else', () => {
    const rows = [row('1', 'Brook, Tamsin', { email: 'b@example.edu' })];
    const people = [{ student: 'a' }, { student: 'b', email: 'b@example.edu' }];
    expect(matchPeople(rows, people, [{ row: '1', student: 'a' }])).toEqual({
      ...nothing,
      matched: [{ row: '1', student: 'a', by: 'link' }],
      ambiguous: [{ by: 'email', rows: ['1'], students: ['b'] }],
    });
    // Also where its owner has left the class.
    expect(matchPeople(rows, people.slice(1), [{ row: '1', student: 'gone' }]).matched).toEqual([]);
  });

  it('holds links that contradict each other for ambiguous', () => {
    const rows = [row('1', 'A'), row('2', 'B')];
    const people = [{ student: 'a', link: '2' }, { student: 'b' }];
    expect(matchPeople(rows, people, [{ row: '1', student: 'a' }])).toMatchObject({
      matched: [],
      ambiguous: [{ by: 'link', rows: ['1', '2'], students: ['a'] }],
      peopleWithoutRow: ['b'],
    });
  });

  it('lists links whose row is gone, and keeps those whose row is still there', () => {
    const links = [
      { row: '1', student: 'a' },
      { row: '9', student: 'b' },
    ];
    const people = [
      { student: 'a', link: '1' },
      { student: 'b', link: '9', email: 'b@example.edu' },
    ];
    expect(matchPeople([row('1', 'A'), row('2', 'B')], people, links)).toEqual({
      ...nothing,
      matched: [{ row: '1', student: 'a', by: 'link' }],
      rowsWithoutPerson: ['2'],
      peopleWithoutRow: ['b'],
      vanishedLinks: [{ row: '9', student: 'b' }],
    });
  });

  it('finds a link again by another identifier of the same row', () => {
    const rows = [row('email:a@example.edu', 'A', {}, ['idnumber:00012345'])];
    const links = [{ row: 'idnumber:00012345', student: 'a' }];
    expect(matchPeople(rows, [{ student: 'a' }], links).matched).toEqual([
      { row: 'email:a@example.edu', student: 'a', by: 'link' },
    ]);
    expect(matchPeople(rows, [{ student: 'a' }], [{ row: 'idnumber:12345', student: 'a' }]).matched).toEqual(
      [],
    );
  });

  it('takes a link for the Canvas id alone, and never for another’s SIS id', () => {
    const rows = [row('91234', 'A', { sisId: '91235' }), row('91235', 'B', { sisId: '91236' })];
    expect(matchPeople(rows, [{ student: 'b' }], [{ row: '91235', student: 'b' }]).matched).toEqual([
      { row: '91235', student: 'b', by: 'link' },
    ]);
  });

  it('puts every row and person in one place, matches one to one, and never by likeness', () => {
    const texts = fc.constantFrom('', 'a@example.edu', 'b@example.edu', 'A@example.edu', 'c');
    const names = fc.constantFrom('', 'Farrow, Juno', 'Juno Farrow', '李明', 'Hale');
    const input = fc.record({
      rows: fc.array(fc.record({ name: names, email: texts, login: texts }), { maxLength: 6 }),
      people: fc.array(fc.record({ name: names, email: texts, login: texts, link: fc.nat(8) }), {
        maxLength: 6,
      }),
      links: fc.array(fc.record({ row: fc.nat(8), student: fc.nat(8) }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(input, ({ rows, people, links }) => {
        const roster = rows.map(({ name, email, login }, n) => row(`r${n}`, name, { email, login }));
        const persons = people.map(({ link, ...said }, n) => ({
          ...said,
          student: `s${n}`,
          ...(link < 2 ? { link: `r${link}` } : {}),
        }));
        const stored = links.map((link) => ({ row: `r${link.row}`, student: `s${link.student}` }));
        const report = matchPeople(roster, persons, stored);
        const pairs = [...report.matched, ...report.suggested];
        const allRows = [...pairs.map((pair) => pair.row), ...report.rowsWithoutPerson];
        const allPeople = [...pairs.map((pair) => pair.student), ...report.peopleWithoutRow];
        const unsure = report.ambiguous.flatMap(({ students }) => students);
        expect(new Set(allRows).size).toBe(allRows.length);
        expect([...allPeople, ...unsure].sort()).toEqual(persons.map(({ student }) => student).sort());
        const rowsSeen = new Set([...allRows, ...report.ambiguous.flatMap((group) => group.rows)]);
        expect([...rowsSeen].sort()).toEqual(roster.map(({ id }) => id).sort());
        for (const pair of report.matched) {
          const found = roster.find(({ id }) => id === pair.row);
          const who = persons.find(({ student }) => student === pair.student);
          const theirs = [found?.identifiers.email, found?.identifiers.login].map((each) =>
            each?.toLowerCase(),
          );
          const said = pair.by === 'email' ? who?.email : who?.login;
          const linked =
            who?.link === pair.row ||
            stored.some((link) => link.row === pair.row && link.student === pair.student);
          expect(pair.by === 'link' ? linked : theirs.includes(said?.toLowerCase())).toBe(true);
        }
      }),
      { numRuns: 3000, seed: 7 },
    );
  });
});

describe('canonical names', () => {
  it.each([
    ['Lovell, Ada', 'Ada Lovell'],
    ['Gru\u0308newald, Zoe\u0308', 'Zoë Grünewald'],
    ['GRÜNEWALD, ZOË', 'zoe grunewald'],
    ['Strauß, Ida', 'Ida STRAUSS'],
    ['O’Hale, D’Arcy', "D'Arcy O'Hale"],
    ['Vane-Wick, Anne Marie', 'Anne-Marie Vane Wick'],
    ['ﬁeld, Ｔａｍ', 'Tam Field'],
    ['한빛', '한빛'.normalize('NFD')],
  ])('%s is %s', (one, other) => {
    expect(canonicalName(one)).toBe(canonicalName(other));
  });

  it.each([
    ['李明', '李朋'],
    ['राम', 'रम'],
    ['Farrow, Juno', 'Juno Farrows'],
    ['Иванна', 'Иван'],
  ])('%s is not %s', (one, other) => {
    expect(canonicalName(one)).not.toBe(canonicalName(other));
  });

  it('of no letters match nobody', () => {
    expect(canonicalName(' , ')).toBe('');
    expect(matchPeople([row('1', '…')], [{ student: 'a', name: '!!' }], []).suggested).toEqual([]);
  });

  it('keep letters of every script', () => {
    for (const name of ['李明', 'أمينة', 'Ελένη', 'Нина', 'சுதா', '한빛'])
      expect(canonicalName(name)).not.toBe('');
  });
});

describe('a student’s own row', () => {
  const rows = [
    row('91234', 'Aldersey, Mira', { sisId: '00012345', login: 'mira', email: 'mira@example.edu' }),
    row('91235', 'Brook, Tamsin', { sisId: '12345', login: 'tamsin' }),
    row('91236', 'Corran, Iven', { sisId: '91235', idNumber: 'twice' }),
    row('91237', 'Dunmore, Odile', { login: 'twice' }),
  ];

  it.each([
    [' Mira@Example.edu ', '91234'],
    ['MIRA', '91234'],
    ['00012345', '91234'],
    ['12345', '91235'],
    // A SIS id that is another student’s Canvas id.
    ['91235', '91236'],
  ])('is found by %s', (typed, id) => {
    expect(findOwnRow(rows, typed)?.id).toBe(id);
  });

  it.each(['', '  ', '012345', 'mira@example', 'Aldersey, Mira', '91234', '91237', 'twice', '*', 'mir'])(
    'is not found by “%s”',
    (typed) => {
      expect(findOwnRow(rows, typed)).toBeUndefined();
    },
  );
});

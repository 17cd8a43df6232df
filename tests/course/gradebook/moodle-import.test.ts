/** Random classes, exports and items: Moodle’s importer, old and new, takes our file whole, with every grade as meant (G2). */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeMoodle } from '../../../src/course/gradebook/write-moodle.ts';
import { matchPeople } from '../../../src/course/match.ts';
import { readStrictly, textsOf } from '../../support/rfc4180.ts';
import { attach } from './class.ts';
import { importIntoMoodle, type MoodleChoices } from './importers/moodle.ts';
import {
  type Enrolled,
  type ExportStyle,
  file,
  gradesOf,
  idInChat,
  isDue,
  number,
  peopleOf,
  shareOf,
  someClass,
  someStyle,
} from './random-class.ts';

const TITLES = [
  [
    'First name',
    'Last name',
    'ID number',
    'Institution',
    'Email address',
    'Last downloaded from this course',
  ],
  ['Vorname', 'Nachname', 'ID-Nummer', 'Institution', 'E-Mail-Adresse', 'Zuletzt aus diesem Kurs geladen'],
  [
    'Prénom',
    'Nom',
    "Numéro d'identification",
    'Institution',
    'Adresse de courriel',
    'Dernier téléchargement depuis ce cours',
  ],
  [
    'Nombre',
    'Apellido(s)',
    'Número de ID',
    'Institución',
    'Dirección de correo',
    'Última descarga de este curso',
  ],
] as const;

const ITEM = 'Quiz: Lab 06, "the wall" (Real)';
const EXPORTED_AT = 1_795_689_600;

interface Layout {
  readonly titles: (typeof TITLES)[number];
  readonly time: boolean;
  readonly address: boolean;
  readonly maximum: number;
  readonly daysLater: number;
}

const someLayout: fc.Arbitrary<Layout> = fc.record({
  titles: fc.constantFrom(...TITLES),
  time: fc.boolean(),
  address: fc.boolean(),
  // Old importers refuse more than 100 whatever the item gives.
  maximum: fc.integer({ min: 1, max: 10_000 }),
  daysLater: fc.integer({ min: 0, max: 364 }),
});

/** Without a shared or missing identifier where no address tells people apart: such a course has no file (tested apart). */
const withIdentifiers = (enrolled: readonly Enrolled[]): readonly Enrolled[] =>
  enrolled.map((each) => ({ ...each, sisId: `000${each.id}` }));

function exported(enrolled: readonly Enrolled[], layout: Layout, style: ExportStyle): Uint8Array {
  const { titles, time, address } = layout;
  const [first, last, idNumber, institution, email, downloaded] = titles;
  const some = (is: boolean, ...values: readonly string[]): readonly string[] => (is ? values : []);
  const held = (value: Enrolled['held']): string => (typeof value === 'number' ? number(value, style) : '-');
  return file(
    [
      [
        first,
        last,
        idNumber,
        institution,
        ...some(address, email),
        ITEM,
        'Course total (Real)',
        ...some(time, downloaded),
      ],
      ...enrolled.map((each) => {
        const [surname = '', given = ''] = each.name.split(/, (.*)/s);
        return [
          given,
          surname,
          each.sisId,
          'Example University',
          ...some(address, each.email),
          held(each.held),
          '-',
          ...some(time, String(EXPORTED_AT)),
        ];
      }),
    ],
    style,
  );
}

describe('Moodle’s importer', () => {
  it.each([
    ['a new item', 'old'],
    ['a new item', 'new'],
    ['an item of the export', 'old'],
    ['an item of the export', 'new'],
  ] as const)('takes every file for %s (%s), with every grade as meant', (which, edition) => {
    const seen = { written: 0, zeros: 0, leftOut: new Set<string>() };
    fc.assert(
      fc.property(someClass.map(withIdentifiers), someLayout, someStyle, (enrolled, layout, style) => {
        const fresh = which === 'a new item';
        const roster = attach(exported(enrolled, layout, style));
        if (roster.source !== 'moodle') throw new Error('read as another gradebook');
        const links = enrolled
          .filter(({ known }) => known === 'by link')
          .map((each) => ({ row: `idnumber:${each.sisId}`, student: idInChat(each) }));
        const match = matchPeople(roster.students, peopleOf(enrolled), links);
        expect(match.vanishedLinks).toEqual([]);
        const now = new Date((EXPORTED_AT + layout.daysLater * 86_400) * 1000);
        const column = roster.assignments[0]?.title;
        // Where nobody has a grade, or all have words, the export shows no points to write into.
        fc.pre(fresh || column === ITEM);
        const target = fresh
          ? { title: 'Lab 06: \\the "wall\\"' }
          : { column: ITEM, maximum: layout.maximum };
        const { text, report } = writeMoodle(roster, target, match, gradesOf(enrolled), now);

        const [header = [], ...rows] = textsOf(readStrictly(text));
        for (const row of rows) {
          expect(row.length).toBe(header.length);
          expect(row[1]).toMatch(/^\d+(?:\.\d{1,2})?$/);
        }
        const given = new Map(roster.students.map(({ id, cells }) => [id, cells[roster.identifier.column]]));
        expect(rows.map(([who]) => who)).toEqual(report.written.map(({ row }) => given.get(row)));
        expect(header[2]).toBe(layout.time ? layout.titles[5] : undefined);
        expect(new Set(rows.map((row) => row[2]))).toEqual(
          new Set(rows.length === 0 ? [] : [layout.time ? String(EXPORTED_AT) : undefined]),
        );

        const { mapping } = report;
        const choices: MoodleChoices = {
          users: enrolled.map(({ id, email, sisId }) => ({
            id,
            email,
            idnumber: sisId,
            username: `user${id}`,
          })),
          mapTo: mapping.kind,
          column: mapping.column,
          maximum: mapping.newItem ? 'new item' : layout.maximum / 100,
          timeTitle: layout.titles[5],
          now,
          edition,
        };
        const accepted = importIntoMoodle(text, choices);

        const holders = (email: string): number =>
          enrolled.filter((each) => each.email.toLowerCase() === email.toLowerCase()).length;
        const byAddress = layout.address && enrolled.every(({ email }) => holders(email) === 1);
        expect(mapping.kind).toBe(byAddress ? 'email' : 'idnumber');
        const wanted = enrolled.filter(
          (each) =>
            (each.known === 'by link' ||
              (each.known === 'by e-mail' && layout.address && holders(each.email) === 1)) &&
            isDue(each) &&
            !each.grade.excused &&
            // Moodle would read the quotation mark behind the `\` as part of the address.
            !(byAddress && each.email.includes('\\')),
        );
        const maximum = fresh ? 10_000 : layout.maximum;
        expect([...accepted]).toEqual(
          wanted.map(({ id, grade }) => [id, shareOf(grade.points, maximum) / 100]),
        );

        seen.written += report.written.length;
        seen.zeros += report.written.filter(({ kind }) => kind === 'zero').length;
        for (const { reason } of report.leftOut) seen.leftOut.add(reason);
      }),
      { numRuns: 600, seed: 20_261_128 },
    );
    expect(seen.written).toBeGreaterThan(500);

    expect(seen.zeros).toBeGreaterThan(50);
    expect(seen.leftOut).toContain('excused');
    expect(seen.leftOut).toContain('unsafe cell');
  });

  it('would have refused or misread what the rules forbid', () => {
    const choices: MoodleChoices = {
      users: [
        { id: 1, email: 'mira.aldersey@example.edu', idnumber: '1', username: 'mira' },
        { id: 2, email: 'tamsin.brook@example.edu', idnumber: '2', username: 'tamsin' },
      ],
      mapTo: 'email',
      column: 'Lab',
      maximum: 'new item',
      timeTitle: 'Time',
      now: new Date(EXPORTED_AT * 1000),
      edition: 'old',
    };
    const read = (text: string, said: Partial<MoodleChoices> = {}) =>
      importIntoMoodle(text, { ...choices, ...said });
    expect(() => read('E,Lab\nmira.aldersey@example.edu,75,\n')).toThrow('csvweirdcolumns');
    expect(() => read('E,Lab\nnobody@example.edu,75\n')).toThrow('usermappingerror');
    expect(() => read('E,Lab\nmira.aldersey@example.edu,100.01\n')).toThrow('gradevaluetoobig');
    expect(() => read('E,Lab\n"mira\\",75\n')).toThrow('csvweirdcolumns');
    expect(() => read('E,Lab,Time\nmira.aldersey@example.edu,1,1\n', { maximum: 6 })).toThrow(
      'invalidgradeexporteddate',
    );
    expect(() => read('E,Lab\nMira.Aldersey@example.edu,75\n')).toThrow('usermappingerror');
    expect(read('E,Lab\nMira.Aldersey@example.edu,75\n', { edition: 'new' }).get(1)).toBe(75);
    // A blank identifier inherits the row before, and a blank grade becomes 0.
    expect(read('E,Lab\nmira.aldersey@example.edu,75\n,20\n').get(1)).toBe(20);
    expect(read('E,Lab\nmira.aldersey@example.edu,\n').get(1)).toBe(0);
  });
});

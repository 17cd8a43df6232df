/** Random classes, and the exports that Canvas and Moodle would make of them. */

import fc from 'fast-check';
import type { GradeRow } from '../../../src/course/gradebook/grade-row.ts';
import type { Person } from '../../../src/course/match.ts';
import { grade } from './class.ts';

/** Names with all that hurts a CSV: separators, quotation marks, formulas, blanks, other scripts, and each other’s. */
const NAMES = [
  'Aldersey, Mira',
  'Brook, Tamsin',
  'Farrow, Juno',
  '李明',
  'Grünewald, Zoë',
  'Gru\u0308newald, Zoe\u0308',
  '=HYPERLINK("https://example.edu","x"), Pell',
  '=1+1, Pell',
  '+Estrin, Pell',
  '-Estrin, Pell',
  '@Estrin, Pell',
  '＝Estrin, Pell',
  '\tEstrin, Pell',
  'Dunmore; Hale; Ost; Rook; Vane; Wick, Odile',
  'Dunmore, Odile "Odi"',
  'Quill, Nadir \\',
  ' Quill , Nadir',
  '1.234,5',
  'EX',
  'Muted',
  'Quill,\nNadir',
  "O’Hale, D'Arcy",
  '@everyone <!channel> `x`',
  '\u202EQuill, Nadir',
  'x'.repeat(200),
] as const;

export interface Enrolled {
  /** Canvas’ id and Moodle’s. */
  readonly id: number;
  readonly name: string;
  readonly sisId: string;
  readonly email: string;
  readonly section: string;
  /** What the gradebook holds already: a number in hundredths, or a word. */
  readonly held: number | '' | 'EX' | 'N/A';
  /** How the student is known in the chat. */
  readonly known: 'by e-mail' | 'by link' | 'by name' | 'as a stranger' | 'not at all';
  readonly grade: Pick<GradeRow, 'points' | 'excused' | 'final' | 'complete' | 'openExtension'>;
}

const OF = 600;

/** Consistent with how a grade comes about: what is final has no open extension. */
const someGrade: fc.Arbitrary<Enrolled['grade']> = fc
  .record({
    points: fc.oneof(fc.constant(0), fc.constantFrom(0, OF), fc.integer({ min: 0, max: OF })),
    excused: fc.nat(5).map((n) => n === 0),
    past: fc.boolean(),
    complete: fc.boolean(),
    openExtension: fc.nat(3).map((n) => n === 0),
  })
  .map(({ points, excused, past, complete, openExtension }) => ({
    points: complete && points === 0 ? OF : points,
    excused,
    complete,
    openExtension,
    final: (past || complete) && !openExtension,
  }));

const someStudent = (index: number): fc.Arbitrary<Enrolled> =>
  fc.record({
    id: fc.constant(91_200 + index),
    name: fc.constantFrom(...NAMES),
    // A SIS id may well be another student’s Canvas id, or differ from another by zeros in front.
    sisId: fc.constantFrom('', `${91_200 + index + 1}`, `000${91_200 + index}`, `s.1.${index}`),
    email: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(`student${index}@example.edu`, `Student${index}@Example.edu`) },
      { weight: 1, arbitrary: fc.constant(`stu"dent\\${index}@example.edu`) },
      // Twice in the class: nobody can tell whose it is.
      { weight: 1, arbitrary: fc.constant('shared@example.edu') },
    ),
    section: fc.constantFrom('CS249-01', 'CS249-01 and CS249-02', 'CS249-02, evening', 'CS249; "A"'),
    held: fc.oneof(
      fc.constant('' as const),
      fc.constantFrom('EX' as const, 'N/A' as const),
      fc.integer({ min: 0, max: 1000 }),
    ),
    known: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('by e-mail' as const, 'by link' as const) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('by name' as const, 'as a stranger' as const, 'not at all' as const),
      },
    ),
    grade: someGrade,
  });

export const someClass: fc.Arbitrary<readonly Enrolled[]> = fc
  .integer({ min: 1, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => someStudent(index))));

/** The student’s opaque id in the chat. Tests know by it who is meant; the product can’t. */
export const idInChat = ({ id }: Enrolled): string => `chat-${id}`;

const nameInChat = (name: string): string => {
  const [last = '', first] = name.split(', ');
  return first === undefined ? last : `${first} ${last}`;
};

export const peopleOf = (enrolled: readonly Enrolled[]): readonly Person[] =>
  enrolled
    .filter(({ known }) => known !== 'not at all')
    .map((each) => ({
      student: idInChat(each),
      ...(each.known === 'as a stranger' ? {} : { name: nameInChat(each.name) }),
      ...(each.known === 'by e-mail' ? { email: each.email.toUpperCase() } : {}),
    }));

export const gradesOf = (enrolled: readonly Enrolled[]): readonly GradeRow[] =>
  enrolled.map((each) => grade(idInChat(each), { ...each.grade, of: OF, name: nameInChat(each.name) }));

/** A share of points, half up, by another way than the product’s. */
export const shareOf = (points: number, to: number): number =>
  Number(((BigInt(points) * BigInt(to) * 2n) / BigInt(OF) + 1n) / 2n);

/** Whether the student’s grade may be written by default. */
export const isDue = ({ grade: { points, excused, final, complete } }: Enrolled): boolean =>
  excused || final || (complete && points > 0);

/** As Ruby and PHP write a cell. */
export const cell = (text: string, separator: string): string =>
  /["\r\n]/.test(text) || text.includes(separator) || /^\s|\s$/.test(text)
    ? `"${text.replaceAll('"', '""')}"`
    : text;

export interface ExportStyle {
  readonly separator: ',' | ';';
  readonly bom: boolean;
  readonly crlf: boolean;
  readonly decimalComma: boolean;
}

export const someStyle: fc.Arbitrary<ExportStyle> = fc.record({
  separator: fc.constantFrom(',', ';'),
  bom: fc.boolean(),
  crlf: fc.boolean(),
  decimalComma: fc.boolean(),
});

export const number = (hundredths: number, { decimalComma }: ExportStyle): string =>
  (hundredths / 100).toFixed(2).replace('.', decimalComma ? ',' : '.');

export const file = (
  rows: readonly (readonly string[])[],
  { separator, bom, crlf }: ExportStyle,
): Uint8Array => {
  const text = rows.map((row) => `${row.map((each) => cell(each, separator)).join(separator)}\n`).join('');
  return new TextEncoder().encode(`${bom ? '\uFEFF' : ''}${crlf ? text.replaceAll('\n', '\r\n') : text}`);
};

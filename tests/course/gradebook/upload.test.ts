/** What is refused before anything is parsed: other kinds of file, other encodings, and files made to hurt (F1). */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUpload, separatorOf, UPLOAD_LIMITS } from '../../../src/course/files.ts';
import { readTable } from '../../../src/course/gradebook/table.ts';
import { UserError } from '../../../src/messages/user-error.ts';
import { attach } from './class.ts';
import { cell } from './random-class.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const HEADER = 'Student,ID,Section,Lab 06 (88123)\n';
const ROW = '"Aldersey, Mira",91234,A,6\n';

/** The sentence with which it is refused. */
function refusal(name: string, bytes: Uint8Array): string {
  try {
    readUpload(name, bytes);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('was not refused');
}

const utf16 = (text: string, bom: boolean): Uint8Array =>
  Uint8Array.from(Buffer.from(`${bom ? '\uFEFF' : ''}${text}`, 'utf16le'));

describe('an upload', () => {
  it('is given as text, with or without a byte order mark', () => {
    expect(readUpload('Grades.CSV', utf8(`\uFEFF${HEADER}${ROW}`))).toBe(HEADER + ROW);
    expect(readUpload('grades.csv', utf8(HEADER + ROW))).toBe(HEADER + ROW);
  });

  it.each([
    ['grades.tsv', 'is a .tsv file. I read .csv files only'],
    ['grades.txt', 'It is then called grades.csv.'],
    ['grades.xlsx', 'is a .xlsx file'],
    ['grades', 'is a file without an ending'],
    ['grades.csv.exe', 'is a .exe file'],
  ])('called %s is refused by its name', (name, sentence) => {
    expect(refusal(name, utf8(HEADER))).toContain(sentence);
  });

  it.each([
    [
      '3 MB',
      utf8(HEADER + ROW.repeat(3_000_000 / ROW.length)),
      'The file has 3,000,031 bytes. I read up to 2,000,000',
    ],
    ['one cell of 5 MB', utf8(`${HEADER}${'x'.repeat(5_000_000)}\n`), '5,000,035 bytes'],
    ['50,000 rows', utf8(HEADER + 'a,1,A,6\n'.repeat(50_000)), 'more than 20,000 rows'],
    ['201 columns', utf8(`${HEADER}${','.repeat(200)}\n`), 'Row 2 has more than 200 columns'],
    [
      'a cell of 10,001 signs',
      utf8(`${HEADER}${'x'.repeat(10_001)},1,A,6\n`),
      'Row 2 has a cell of more than 10,000 signs',
    ],
    [
      'a quoted cell of 10,001 signs',
      utf8(`${HEADER}"${'\n'.repeat(10_001)}",1,A,6\n`),
      'may have no partner',
    ],
    ['an unclosed quotation mark', utf8(`${HEADER}"Aldersey,1,A,6\n`), 'opens in row 2 is never closed'],
    ['nothing', utf8(''), 'The file is empty'],
    ['a NUL', utf8(`${HEADER}Al\0dersey,1,A,6\n`), 'Byte 37 of the file is zero'],
    ['UTF-16', utf16(HEADER, true), 'UTF-16'],
    ['UTF-16 without a mark', utf16(HEADER, false), 'UTF-16'],
    [
      'a zip or xlsx',
      Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 6, 0),
      'Excel workbook (.xlsx), whatever its name says',
    ],
    ['an xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'an old Excel workbook'],
    ['Windows-1252', latin1(`${HEADER}"Grünewald, Zoë",1,A,6\n`), 'not in UTF-8'],
  ])('of %s is refused with a sentence', (_, bytes, sentence) => {
    expect(refusal('grades.csv', bytes)).toContain(sentence);
  });

  it('may be as large as every bound allows', () => {
    const { rows, columns, cell: signs } = UPLOAD_LIMITS;
    const long = utf8(HEADER + 'a,1,A,6\n'.repeat(rows - 1));
    expect(readTable(readUpload('a.csv', long)).rows).toHaveLength(rows - 1);
    expect(readTable(readUpload('a.csv', utf8(`a${','.repeat(columns - 1)}\n`))).header).toHaveLength(
      columns,
    );
    expect(readUpload('a.csv', utf8(`a,b\n${'é'.repeat(signs)},"${'x""'.repeat(signs / 2)}"`))).toContain(
      'é',
    );
    expect(readTable(readUpload('a.csv', utf8('a,b\r\n'.repeat(rows)))).rows).toHaveLength(rows - 1);
  });

  it('costs no more memory than a few times its size, whatever is in it', () => {
    const bombs = [
      utf8(','.repeat(1_999_999)),
      utf8('"'.repeat(1_999_999)),
      utf8('\n'.repeat(1_999_999)),
      utf8('a\n'.repeat(999_999)),
      new Uint8Array(50_000_000),
    ];
    const before = process.memoryUsage().heapUsed;
    for (const bomb of bombs) expect(() => attach(bomb)).toThrow(UserError);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  });

  it('refuses what it names in words of its own: the file’s name is shortened', () => {
    expect(refusal(`${'x'.repeat(5000)}.xlsx`, utf8('')).length).toBeLessThan(400);
  });
});

describe('a table', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'ü', '"', ',', ';', '\t', '\n', ' ', '=', '李'),
    maxLength: 6,
  });

  it('is read cell by cell as it was written, within the bounds or not at all', () => {
    const table = fc.integer({ min: 2, max: 5 }).chain((width) =>
      fc.record({
        separator: fc.constantFrom(',', ';', '\t'),
        rows: fc.array(fc.array(text, { minLength: width, maxLength: width }), {
          minLength: 1,
          maxLength: 5,
        }),
        header: fc.constant(Array.from({ length: width }, (_, n) => `c${n}`)),
      }),
    );
    fc.assert(
      fc.property(table, ({ separator, header, rows }) => {
        const all = [header, ...rows];
        const csv = all
          .map((row) => `${row.map((each) => cell(each, separator)).join(separator)}\n`)
          .join('');
        fc.pre(separatorOf(csv) === separator);
        const read = readTable(readUpload('a.csv', utf8(csv)));
        expect(read.header).toEqual(header);
        expect(read.rows).toEqual(rows.filter((row) => row.some((each) => each.trim() !== '')));
      }),
      { numRuns: 2000, seed: 3 },
    );
  });

  it.each([
    ['Student,ID,Section,"Lab; a; b; c; d; e (1)"\n    Points Possible,,,6\n"A, B",1,x,2\n', ','],
    ['Student;ID;Section;Lab (1)\n    Points Possible;;;2,50\nA, B;1;x, y;2,25\n', ';'],
    ['Student\tID\tSection\tLab, one, two (1)\n', '\t'],
    ['Student,ID,Section,Lab (1)', ','],
    ['x', ','],
  ])('%j is separated by %j', (csv, separator) => {
    expect(separatorOf(csv)).toBe(separator);
  });

  it.each([
    ['a,b\n1,2,3\n', 'Row 2 has 3 cells, but the first row names 2 columns'],
    ['a,b\nx"y,2\n', 'Line 2 of the file can’t be read as CSV'],
    ['a,b\n"x"y,2\n', 'Line 2 of the file can’t be read as CSV'],
  ])('%j is refused', (csv, sentence) => {
    expect(() => readTable(csv)).toThrow(sentence);
    expect(() => readTable(csv)).toThrow(UserError);
  });

  it('fills short rows, and drops blank ones and blank cells behind the header', () => {
    expect(readTable('a,b\n\n , \n1\n2,3,,\n').rows).toEqual([
      ['1', ''],
      ['2', '3'],
    ]);
  });
});

/** CSV text to rows and back. What comes in has passed the bounds of an upload. */

import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { UserError } from '../../messages/user-error.ts';
import { type Separator, separatorOf } from '../files.ts';

export interface Table {
  readonly separator: Separator;
  readonly header: readonly string[];
  /** Below the header, each as wide as it. Rows without any text are left out. */
  readonly rows: readonly (readonly string[])[];
}

function parsed(text: string, separator: Separator): string[][] {
  try {
    return parse(text, {
      delimiter: separator,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      bom: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UserError(
      `Line ${error.lines} of the file can’t be read as CSV: a quotation mark stands where none may. Export the gradebook again and attach it as it comes, without opening it in between.`,
    );
  }
}

const isBlank = (cell: string): boolean => cell.trim() === '';

/** @throws UserError where the text is no CSV, or a row has more cells than the header */
export function readTable(text: string): Table {
  const separator = separatorOf(text);
  const [header = [], ...rows] = parsed(text, separator).filter((row) => !row.every(isBlank));
  return {
    separator,
    header,
    rows: rows.map((row, index) => {
      if (row.slice(header.length).every(isBlank)) return header.map((_, column) => row[column] ?? '');
      throw new UserError(
        `Row ${index + 2} has ${row.length} cells, but the first row names ${header.length} columns. Export the gradebook again and attach it as it comes.`,
      );
    }),
  };
}

/**
 * RFC 4180 but for `\n`, which every importer takes. Quoted only where needed; numbers are written bare. The line end is the
 * library’s own: only where it is not named are cells quoted that hold another one.
 */
export const writeTable = (
  rows: readonly (readonly (string | number)[])[],
  { bom = false }: { readonly bom?: boolean } = {},
): string => stringify([...rows], { bom });

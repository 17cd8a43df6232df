/** A file that somebody uploaded, from its bytes to text that is safe to parse: what it may be, and how large. */

import { code, type RichText, say } from '../messages/rich-text.ts';
import { shortened } from '../messages/shortened.ts';
import { UserError } from '../messages/user-error.ts';

/** What a gradebook of a very large course needs, several times over; a parser's memory follows from it. */
export const UPLOAD_LIMITS = {
  bytes: 2_000_000,
  rows: 20_000,
  columns: 200,
  /** UTF-16 units in one cell. */
  cell: 10_000,
} as const;

export type Separator = ',' | ';' | '\t';

const SEPARATORS: readonly Separator[] = [',', ';', '\t'];

/** Canvas guesses from three lines too. */
const LINES_TO_GUESS_FROM = 3;

const SAVE_AS: RichText = 'In a spreadsheet, “Save as” or “Download” and choose “CSV UTF-8”.';

const grouped = new Intl.NumberFormat('en-GB');

/** Signatures of files that are no text, whatever they are called. */
const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive or an Excel workbook (.xlsx)'],
  [[0x50, 0x4b, 0x05, 0x06], 'an empty zip archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel workbook (.xls)'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
];

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

function refuseName(name: string): void {
  if (/\.csv$/i.test(name)) return;
  const ending = /\.[^.\s/\\]{1,12}$/.exec(name)?.[0];
  const stem = shortened(name.slice(0, name.length - (ending?.length ?? 0)));
  throw new UserError(
    say`${code(shortened(name))} is ${ending === undefined ? 'a file without an ending' : say`a ${code(ending.toLowerCase())} file`}. I read .csv files only, as Canvas and Moodle export them. ${SAVE_AS} It is then called ${code(`${stem}.csv`)}.`,
  );
}

function refuseBytes(bytes: Uint8Array): void {
  if (bytes.length > UPLOAD_LIMITS.bytes)
    throw new UserError(
      `The file has ${grouped.format(bytes.length)} bytes. I read up to ${grouped.format(UPLOAD_LIMITS.bytes)}, which is a course of many thousands. Export one course, or one section, at a time.`,
    );
  if (bytes.length === 0)
    throw new UserError('The file is empty. Export the gradebook again and attach it as it comes.');
  const binary = SIGNATURES.find(([signature]) => startsWith(bytes, signature));
  if (binary)
    throw new UserError(say`The file is ${binary[1]}, whatever its name says. I read CSV. ${SAVE_AS}`);
  const marked = startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]);
  // In UTF-16 every second byte of Latin text is zero.
  if (marked || (bytes.length > 3 && bytes.subarray(0, 4).filter((byte) => byte === 0).length === 2))
    throw new UserError(say`The file is text in UTF-16 (“Unicode text”). I read UTF-8. ${SAVE_AS}`);
  const nul = bytes.indexOf(0);
  if (nul !== -1)
    throw new UserError(
      say`Byte ${grouped.format(nul + 1)} of the file is zero, so it is not text. I read CSV in UTF-8. ${SAVE_AS}`,
    );
}

function decoded(bytes: Uint8Array): string {
  try {
    // A byte order mark is taken off.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(
      say`The file’s letters are not in UTF-8, but in an older encoding such as Windows-1252, in which names with accents can’t be told apart from others. ${SAVE_AS}`,
    );
  }
}

/** How often each separator stands in each of the first lines, outside quotation marks. */
function separatorsInFirstLines(text: string): readonly ReadonlyMap<string, number>[] {
  const lines: Map<string, number>[] = [new Map()];
  let quoted = false;
  let blank = true;
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    if (sign === '\n' && !quoted) {
      if (blank) continue;
      if (lines.length === LINES_TO_GUESS_FROM) break;
      lines.push(new Map());
      blank = true;
      continue;
    }
    if (sign !== '\r') blank = false;
    const line = lines.at(-1);
    if (!quoted) line?.set(sign, (line.get(sign) ?? 0) + 1);
  }
  return blank && lines.length > 1 ? lines.slice(0, -1) : lines;
}

/** The separator of which the first lines have equally many; otherwise the one of which the first line has most. */
export function separatorOf(text: string): Separator {
  const lines = separatorsInFirstLines(text);
  const first = (separator: Separator): number => lines[0]?.get(separator) ?? 0;
  const even = SEPARATORS.filter((each) => lines.every((line) => (line.get(each) ?? 0) === first(each)));
  const most = (among: readonly Separator[]): Separator | undefined =>
    among.filter((each) => first(each) > 0).sort((a, b) => first(b) - first(a))[0];
  return most(even) ?? most(SEPARATORS) ?? ',';
}

/** Walks over the text once and keeps nothing of it, so that a parser is only ever given what it can hold. */
function refuseShape(text: string): void {
  const separator = separatorOf(text);
  let rows = 0;
  let columns = 1;
  let signs = 0;
  let quotedFrom: number | undefined;
  let started = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    const wasStarted = started;
    started = true;
    if (quotedFrom !== undefined) {
      if (sign !== '"') signs += 1;
      else if (text[at + 1] === '"') {
        signs += 1;
        at += 1;
      } else quotedFrom = undefined;
    } else if (sign === '"' && signs === 0) quotedFrom = rows + 1;
    else if (sign === separator) {
      columns += 1;
      signs = 0;
    } else if (sign === '\n' || sign === '\r') {
      // Of CR LF the LF ends a row that has nothing in it.
      if (wasStarted) rows += 1;
      columns = 1;
      signs = 0;
      started = false;
    } else signs += 1;

    if (signs > UPLOAD_LIMITS.cell)
      throw new UserError(
        `Row ${grouped.format(rows + 1)} has a cell of more than ${grouped.format(UPLOAD_LIMITS.cell)} signs. ${quotedFrom === undefined ? 'No gradebook has one: export it again and attach it as it comes.' : 'A quotation mark there may have no partner: export the gradebook again and attach it as it comes.'}`,
      );
    if (columns > UPLOAD_LIMITS.columns)
      throw new UserError(
        `Row ${grouped.format(rows + 1)} has more than ${UPLOAD_LIMITS.columns} columns. I read up to ${UPLOAD_LIMITS.columns}: in Canvas, filter the gradebook and use “Export current view”.`,
      );
    if (rows + (started ? 1 : 0) > UPLOAD_LIMITS.rows)
      throw new UserError(
        `The file has more than ${grouped.format(UPLOAD_LIMITS.rows)} rows. I read up to ${grouped.format(UPLOAD_LIMITS.rows)}: export one section at a time.`,
      );
  }
  if (quotedFrom !== undefined)
    throw new UserError(
      `A quotation mark that opens in row ${grouped.format(quotedFrom)} is never closed. Export the gradebook again and attach it as it comes.`,
    );
}

/**
 * The text of an uploaded CSV file, without its byte order mark. Nothing is parsed, and every bound of `UPLOAD_LIMITS` holds.
 * @throws UserError where it is another kind of file, in another encoding, or larger than a gradebook can be
 */
export function readUpload(name: string, bytes: Uint8Array): string {
  refuseName(name);
  refuseBytes(bytes);
  const text = decoded(bytes);
  refuseShape(text);
  return text;
}

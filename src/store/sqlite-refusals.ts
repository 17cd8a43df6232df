/** Why a SQLite file is refused, each with what to do about it. */

import { StoreStartError } from './errors.ts';
import { type Mark, markFileOf, type Note, type Verdict } from './sqlite-mark.ts';

const asError = (error: unknown): Error & { code?: unknown } =>
  error instanceof Error ? error : new Error(String(error));

export function explained(file: string, error: unknown): StoreStartError {
  const { code, message } = asError(error);
  if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED') {
    return new StoreStartError(
      `${file} is in use by another process. Stop that one first, or set STORE_URL to another file, for example sqlite://./data/second.sqlite.`,
    );
  }
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return new StoreStartError(
      `${file} is not a readable SQLite file (${message}). Move it away and restore a backup, or set STORE_URL to another file. Nothing was changed.`,
    );
  }
  return new StoreStartError(
    `${file} can’t be used (${message}). Check that its folder can be written to and that the disk has room, or set STORE_URL to another file.`,
  );
}

export const emptied = (file: string): StoreStartError =>
  new StoreStartError(
    `${file} is there and empty: it lost what it held, or something else made it. Restore a backup in its place; if there never was anything in it, remove it.`,
  );

export const damaged = (file: string, problems: readonly string[]): StoreStartError =>
  new StoreStartError(
    `${file} is damaged (${problems.join('; ')}). Move it away and restore a backup, or save what can be read with sqlite3 ${file} .recover. Nothing was changed.`,
  );

/** `24 Nov` would do for people; a line in a log is compared with others. */
const timeWords = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;

const countWords = (count: number): string => count.toLocaleString('en-US');

const GO_ON =
  'Put the right file in its place. If this is a backup that was restored on purpose, or there is nothing better, npm run doctor -- accept-restore takes it as it is. Nothing was changed.';

function whatItIs(file: string, verdict: Verdict | 'is gone', found: Note | undefined, mark: Mark): string {
  const expected = `${countWords(mark.writes)} rows written, the last by ${timeWords(mark.at)}`;
  const by = `as ${markFileOf(file)} says`;
  if (verdict === 'is gone') return `${file} is not there, and it held ${expected}, ${by}.`;
  if (found === undefined) return `${file} has lost what it held: ${expected}, ${by}.`;
  return verdict === 'went back'
    ? `${file} has gone back: it holds ${countWords(found.writes)} of ${expected}, ${by}; its own last are of ${timeWords(found.at)}.`
    : `${file} is another file than was here: its ${countWords(found.writes)} rows written do not go on from the ${expected}, ${by}.`;
}

export const anotherFile = (
  file: string,
  verdict: Verdict | 'is gone',
  found: Note | undefined,
  mark: Mark,
): StoreStartError => new StoreStartError(`${whatItIs(file, verdict, found, mark)} ${GO_ON}`);

export const restoredWords = (file: string, { at, found, expected }: NonNullable<Note['restored']>): string =>
  `${file} was restored on purpose at ${timeWords(at)}, with ${countWords(found)} of ${countWords(expected)} rows written.`;

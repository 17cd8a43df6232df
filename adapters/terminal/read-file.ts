/** A file that somebody names on a line, read from their own folder. */

import { closeSync, openSync, readSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Upload } from '../../src/messages/request.ts';

/** More is refused anyway: this much tells that it is too much. */
const MOST_BYTES = 2 * 1024 * 1024 + 1;

/** Undefined where there is no such file: the command then says what it needs. */
export function readFileNamed(name: string, folder: string): Upload | undefined {
  try {
    const file = openSync(resolve(folder, name), 'r');
    try {
      const bytes = Buffer.alloc(MOST_BYTES);
      return { name: basename(name), bytes: bytes.subarray(0, readSync(file, bytes, 0, MOST_BYTES, 0)) };
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

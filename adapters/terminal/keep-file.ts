/** A file that the lab hands out, kept beside the person's own: never over one that is there. */

import { writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { FilePart } from './render.ts';

/** More files of one name than this are somebody's mistake. */
const MOST = 99;

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

/** @returns what to say: where the file is, or why it could not be written, with its content */
export function keepFile({ name, content }: FilePart, folder: string): string {
  const extension = extname(name);
  const stem = basename(name, extension);
  for (let number = 1; number <= MOST; number++) {
    const path = join(folder, number === 1 ? `${stem}${extension}` : `${stem}-${number}${extension}`);
    try {
      writeFileSync(path, content, { flag: 'wx' });
      return `Saved as ${path}`;
    } catch (error) {
      if (isTaken(error)) continue;
      return `The file could not be written to ${folder}, so here it is:\n\n${content.trimEnd()}`;
    }
  }
  return `There are ${MOST} files named ${stem} in ${folder} already, so here it is:\n\n${content.trimEnd()}`;
}

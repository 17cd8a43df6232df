/** Evidence files in what somebody names: files as they are, and folders as learning platforms unpack them. */

import { type Dirent, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ConfigError } from '../src/config.ts';
import { EVIDENCE_LIMITS } from '../src/evidence/evidence.ts';
import { type CheckedFile, isEvidence, ZIP_FINDING } from '../src/evidence/folder.ts';

export interface FoundFile {
  readonly file: string;
  readonly text: string;
}

export interface Found {
  readonly files: readonly FoundFile[];
  /** What could not be checked at all, and why. */
  readonly unread: readonly CheckedFile[];
  /** Of folders: what is no evidence file. */
  readonly skipped: readonly string[];
}

/** A character has at most four bytes. */
const MOST_BYTES = 4 * EVIDENCE_LIMITS.characters;

const unread = (file: string, finding: string): CheckedFile => ({
  file,
  verdict: { genuine: false, findings: [finding], notes: [] },
});

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch {
    throw new ConfigError([
      `There is no file or folder ${path} here. Name files or folders: npm run verify -- submissions/`,
    ]);
  }
}

/** Below a folder, in the order of their names; links are not followed, and what systems hide is left alone. */
function below(folder: string): readonly string[] {
  const isPlain = ({ name }: Dirent): boolean => !name.startsWith('.') && name !== '__MACOSX';
  return readdirSync(folder, { withFileTypes: true })
    .filter(isPlain)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return below(path);
      return entry.isFile() ? [path] : [];
    });
}

function read(file: string): FoundFile | CheckedFile {
  if (extname(file).toLowerCase() === '.zip') return unread(file, ZIP_FINDING);
  if (statSync(file).size > MOST_BYTES) return unread(file, 'It is larger than any evidence file.');
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch {
    return unread(file, 'It can’t be read on this machine: look at who may.');
  }
}

/**
 * @param paths files, each of which is checked whatever it is, and folders, of which evidence files are
 * @throws {ConfigError} where there is no such file or folder
 */
export function evidenceIn(paths: readonly string[]): Found {
  const files: FoundFile[] = [];
  const failed: CheckedFile[] = [];
  const skipped: string[] = [];
  for (const path of paths) {
    const isFolder = statOf(path).isDirectory();
    for (const file of isFolder ? below(path) : [path]) {
      if (isFolder && !/\.(?:json|zip)$/i.test(file)) {
        skipped.push(file);
        continue;
      }
      const found = read(file);
      if ('verdict' in found) failed.push(found);
      else if (isFolder && !isEvidence(file, found.text)) skipped.push(file);
      else files.push(found);
    }
  }
  return { files, unread: failed, skipped };
}

/** What was dropped or chosen, as files to check: folders gone through, and everything that can be no evidence left out. */

import type { VerifyBody } from '../../wire.ts';

export interface Chosen {
  readonly files: VerifyBody['files'];
  /** Files that are neither JSON nor zip. */
  readonly others: number;
}

interface Named {
  /** Below what was dropped. */
  readonly name: string;
  readonly file: File;
}

/** No evidence file comes near this, in bytes; a larger one is cut, which shows when it is checked. */
const MOST_BYTES = 4_000_000;

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((done, failed) => entry.file(done, failed));

/** A browser gives a folder's entries in parts, until a part is empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<readonly FileSystemEntry[]>((done, failed) =>
      reader.readEntries(done, failed),
    );
    if (part.length === 0) return all;
    all.push(...part);
  }
}

async function below(entry: FileSystemEntry): Promise<readonly Named[]> {
  if (entry.name.startsWith('.') || entry.name === '__MACOSX') return [];
  if (entry.isDirectory) {
    const entries = await entriesOf(entry as FileSystemDirectoryEntry);
    return (await Promise.all(entries.map(below))).flat();
  }
  return [{ name: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry as FileSystemFileEntry) }];
}

async function read(named: readonly Named[]): Promise<Chosen> {
  const wanted = named.filter(({ name }) => /\.(?:json|zip)$/i.test(name));
  return {
    files: await Promise.all(
      wanted.map(async ({ name, file }) => ({
        name,
        text: /\.zip$/i.test(name) ? '' : await file.slice(0, MOST_BYTES).text(),
      })),
    ),
    others: named.length - wanted.length,
  };
}

export const chosenFiles = (list: FileList): Promise<Chosen> =>
  read([...list].map((file) => ({ name: file.name, file })));

export async function droppedFiles(transfer: DataTransfer): Promise<Chosen> {
  // Asked for before anything is waited for: afterwards the browser has let go of it.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return chosenFiles(transfer.files);
  return read((await Promise.all(entries.map(below))).flat());
}

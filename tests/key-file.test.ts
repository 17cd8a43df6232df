/** The key beside the data: made once, whoever comes first, and refused where it is gone or another. */

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEY_FILE, keyFileFor, nextLedgerKey, openLedgerKey } from '../src/key-file.ts';
import { ledgerKey } from '../src/ledger/ledger-key.ts';
import type { Backend } from '../src/store/backend.ts';
import { StoreStartError } from '../src/store/errors.ts';
import { keyvBackend } from '../src/store/keyv.ts';

const OTHER = 'another key for tests, of forty signs at least';

let folder: string;
let backend: Backend;
let lines: string[];
const note = (line: unknown): void => void lines.push(String(line));
const log = { info: note, warn: note };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'key-'));
  backend = keyvBackend(new Map());
  lines = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (): string => join(folder, KEY_FILE);
const config = (key?: string) => ({ storeUrl: `sqlite://${join(folder, 'lab.sqlite')}`, ledgerKey: key });
const open = (key?: string) => openLedgerKey(config(key), backend, log);

describe('the ledger’s key', () => {
  it('is made once, for its owner’s eyes alone, and told of', async () => {
    const key = await open();
    expect(lines).toEqual([expect.stringContaining(file())]);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(ledgerKey((await readFile(file(), 'utf8')).trim()).id).toBe(key.id);
    expect((await open()).id).toBe(key.id);
    expect(lines).toHaveLength(1);
    expect(await readdir(folder)).toEqual([KEY_FILE]);
  });

  it('is one where many begin at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => open()));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await readdir(folder)).toEqual([KEY_FILE]);
  });

  it('is LEDGER_KEY where that is set, and no file is made', async () => {
    expect((await open(OTHER)).id).toBe(ledgerKey(OTHER).id);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused where it is gone, another, or no key: never replaced', async () => {
    const { id } = await open();
    const secret = await readFile(file(), 'utf8');
    await expect(open(OTHER)).rejects.toThrow(new RegExp(`${id}.*${ledgerKey(OTHER).id}`));
    await rm(file());
    await expect(open()).rejects.toThrow(StoreStartError);
    await expect(open()).rejects.toThrow(`sealed with the key ${id}, and ${file()}`);
    expect(await readdir(folder)).toEqual([]);
    await writeFile(file(), 'short\n');
    await expect(open()).rejects.toThrow('holds no key');
    await writeFile(file(), secret);
    expect((await open()).id).toBe(id);
  });

  it('is made anew where an operator seals with another, and only then', async () => {
    const { id } = await open();
    await rm(file());
    const next = await nextLedgerKey(config(), backend, log);
    expect(next.id).not.toBe(id);
    expect((await nextLedgerKey(config(), backend, log)).id).toBe(next.id);
    await expect(open()).rejects.toThrow(id);
  });

  it('lies beside a file, and in data for a server', () => {
    expect(keyFileFor('sqlite://./somewhere/lab.sqlite')).toBe(join('somewhere', KEY_FILE));
    expect(keyFileFor('redis://localhost:6379')).toBe(join('data', KEY_FILE));
  });
});

/** `npm run erase`, as an operator runs it: over a store that a bot has written, and only with the store to itself. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readErasure } from '../../adapters/erase.ts';
import { ConfigError } from '../../src/config.ts';
import type { Backend } from '../../src/store/backend.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { bundle, run } from '../support/child.ts';
import { ADA, assign, keyOf, lockFirst, openSeminar, rowsWith, start } from './support/seminar.ts';

let program: string;
let folder: string;
let url: string;
beforeAll(async () => {
  program = await bundle('adapters/erase-main.ts');
  folder = await mkdtemp(join(tmpdir(), 'erase-'));
  url = `sqlite://${join(folder, 'lab.sqlite')}`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function withStore<T>(work: (backend: Backend) => Promise<T>): Promise<T> {
  const backend = await openBackend(url);
  try {
    return await work(backend);
  } finally {
    await backend.close();
  }
}

/** What the collections and keys of the class hold of somebody. */
const rowsNaming = (rows: ReadonlyMap<string, string>, user: string) => (backend: Backend) =>
  backend.read(rowsWith(rows, keyOf(user)));

async function erased(args: readonly string[]): Promise<{ how: unknown; said: string; failed: string }> {
  const child = run(program, args, { STORE_URL: url }, folder);
  const how = await child.ended;
  return { how, said: child.lines.join('\n'), failed: child.errors() };
}

describe('npm run erase', () => {
  it('says what there is, deletes it with --yes, and then finds nothing', async () => {
    const seminar = openSeminar();
    const id = await assign(seminar);
    await start(seminar, ADA, id);
    await lockFirst(seminar, ADA);
    const count = rowsWith(seminar.rows, keyOf('ada')).length;
    expect(count).toBeGreaterThan(4);
    await withStore((backend) => backend.hold('fill', (rows) => rows.write(seminar.rows)));

    const looked = await erased(['test:seminar:ada']);
    expect(looked).toMatchObject({ how: 0, failed: '' });
    expect(looked.said).toMatch(/^(\d+) rows hold something about test:seminar:ada: .*ledger 1/);
    expect(looked.said).toContain('Nothing was deleted.');
    expect((await withStore(rowsNaming(seminar.rows, 'ada'))).size).toBe(count);

    const deleted = await erased(['test:seminar:ada', '--yes']);
    expect(deleted).toMatchObject({ how: 0, failed: '' });
    expect(deleted.said).toMatch(/^Deleted: of \d+ rows/);
    const left = await withStore(rowsNaming(seminar.rows, 'ada'));
    for (const [key, text] of left) expect(`${key} ${text}`).not.toContain(keyOf('ada'));

    expect((await erased(['test:seminar:ada', '--yes'])).said).toBe(
      'Nothing is held about test:seminar:ada.',
    );
  });

  it('goes away where another process holds the store, and changes nothing', async () => {
    const refused = await withStore(() => erased(['test:seminar:prof', '--yes']));
    expect(refused.how).toBe(2);
    expect(refused.failed).toMatch(/in use by another process/);
  });

  it.each([
    [[]],
    [['ada']],
    [['slack:T1']],
    [['slack:T1:']],
    [['slack:T1:U1', 'slack:T1:U2']],
    [['slack:T1:%']],
    [['slack:T1:U1', '--force']],
  ])('asks for one person, by three parts, where it is given %j', (args) => {
    expect(() => readErasure(args)).toThrow(ConfigError);
  });

  it('takes ids as platforms write them, or as they stand in keys', () => {
    expect(readErasure(['discord:123:456'])).toEqual({ student: 'discord:123:456', sure: false });
    expect(readErasure(['terminal:local:a%3Ab', '--yes'])).toEqual({
      student: 'terminal:local:a%3Ab',
      sure: true,
    });
    expect(readErasure(['terminal:local:a b'])).toEqual({ student: 'terminal:local:a%20b', sure: false });
  });
});

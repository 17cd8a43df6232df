/** What SQLite adds to the contract: durable commits, one process alone on the file, whole rows, and failing disks. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import KeyvSqlite from '@keyv/sqlite';
import Keyv from 'keyv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PACKS } from '../../src/labs/catalogue.ts';
import { recordKey } from '../../src/ledger/keys.ts';
import { recordText } from '../../src/ledger/record-json.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { NotSavedError, StoreStartError } from '../../src/store/errors.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { bundle, run } from '../support/child.ts';
import { TEST_KEY } from '../support/key.ts';
import { openTestLab, wordsOf } from '../support/lab.ts';
import { loadFrom, openTestStore, saveTo } from '../support/stores.ts';
import { LAB, recordOf } from './records.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('SQLite', () => {
  const file = () => join(folder, 'lab.sqlite');
  const url = () => `sqlite://${file()}`;

  it('has durable commits', async () => {
    const backend = await openSqlite(file());
    const pragma = async (name: string) =>
      Object.values(((await backend.query(`PRAGMA ${name}`)) as object[])[0] ?? {})[0];
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('locking_mode')).toBe('exclusive');
    await backend.close();
  });

  it('keeps records over a restart', async () => {
    const first = await openTestStore(url());
    await saveTo(first, recordOf('test:one:ada'));
    await first.close();
    const second = await openTestStore(url());
    expect((await loadFrom(second, 'test:one:ada')).record).toEqual(recordOf('test:one:ada'));
    await second.close();
  });

  it('refuses a second process with a line that says what to do, and lets it in at once after a kill', async () => {
    const program = await bundle('tests/ledger/programs/hold.ts');
    const holder = run(program, [url()]);
    await holder.line((line) => line === 'open');
    const second = run(program, [url()]);
    expect(await second.line(() => true)).toMatch(
      /^refused: .*lab\.sqlite is in use by another process\. Stop that one first/,
    );
    expect(await second.ended).toBe(0);
    await expect(openTestStore(url())).rejects.toThrow(StoreStartError);
    holder.process.kill('SIGKILL');
    await holder.ended;
    const store = await openTestStore(url());
    await store.close();
  });

  it.each([
    ['mysql://localhost/lab', 'STORE_URL must be'],
    ['redis://', 'STORE_URL must be'],
    ['postgres:', 'STORE_URL must be'],
    ['memory:else', 'STORE_URL must be'],
    ['postgres://lab:47/11@127.0.0.1/lab', 'percent-encoded'],
    ['redis://127.0.0.1:1/notanumber', 'Redis at 127.0.0.1:1 can’t be used'],
    ['sqlite://', 'STORE_URL must be'],
    ['sqlite:///dev/null/lab.sqlite', 'can’t be used'],
  ])('says what is wrong with %s', async (wrong, says) => {
    await expect(openTestStore(wrong)).rejects.toThrow(says);
  });

  it('refuses a second opening of a file that was there before and is not yet written to', async () => {
    await (await openTestStore(url())).close();
    const first = await openTestStore(url());
    await expect(openTestStore(url())).rejects.toThrow('is in use by another process');
    await first.close();
  });

  it.each([
    ['bytes that are no text', "x'00ff10'", `base64:${Buffer.from('00ff10', 'hex').toString('base64')}`],
    [
      'text with a damaged byte',
      "CAST(x'7b22ff7d' AS TEXT)",
      `base64:${Buffer.from('7b22ff7d', 'hex').toString('base64')}`,
    ],
    ['nothing', 'NULL', ''],
  ])('leaves a row as it is that holds %s, and says that it is damaged', async (_case, value, kept) => {
    const backend = await openSqlite(file());
    const store = new RecordStore(keyvBackend(backend), PACKS, { key: TEST_KEY });
    const key = recordKey(LAB, 'test:one:ada');
    await backend.query(`INSERT INTO keyv (key, value) VALUES (?, ${value})`, key);
    const { trouble } = await loadFrom(store, 'test:one:ada');
    expect(trouble?.reason).toContain('damaged');
    expect(await backend.get(key)).toBe(kept);
    await store.close();
  });

  it('leaves a damaged record where it is, also where nothing can be noted', async () => {
    const { backend, lab } = await failing(async () => undefined);
    const key = recordKey(LAB, 'test:course:cleo');
    await backend.set(key, 'damaged');
    await backend.query('PRAGMA query_only=ON');
    expect((await loadFrom(lab.store, 'test:course:cleo')).trouble?.kind).toBe('damaged');
    expect(await backend.get(key)).toBe('damaged');
    await lab.store.close();
  });

  it('does not touch a file that is not SQLite', async () => {
    const { writeFile, readFile } = await import('node:fs/promises');
    await writeFile(
      file(),
      'notes for the course, not a database at all, and longer than a header'.repeat(20),
    );
    await expect(openTestStore(url())).rejects.toThrow('is not a readable SQLite file');
    expect((await readFile(file(), 'utf8')).startsWith('notes for the course')).toBe(true);
  });

  /** A lab whose next writes fail as this prepares, with one lock stored before. */
  async function failing(prepare: (backend: KeyvSqlite) => Promise<unknown>) {
    const backend = await openSqlite(file());
    const lab = await openTestLab({ store: new RecordStore(keyvBackend(backend), PACKS, { key: TEST_KEY }) });
    await lab.say('ada', '/predict lab quadratic');
    await lab.say('ada', '/predict A');
    await lab.say('ben', '/predict lab quadratic');
    await prepare(backend);
    return { backend, lab };
  }

  it.each<[string, (backend: KeyvSqlite) => Promise<unknown>]>([
    [
      'a full disk',
      async (backend) => {
        const [{ page_count }] = (await backend.query('PRAGMA page_count')) as [{ page_count: number }];
        await backend.query(`PRAGMA max_page_count=${page_count}`);
        // What is left of the last page is filled, as a full disk would be.
        for (let size = 4096; size >= 8; size = Math.floor(size / 2)) {
          for (let failed = false; !failed; ) {
            failed = await backend.set(`filler:${size}:${Math.random()}`, 'x'.repeat(size)).then(
              () => false,
              () => true,
            );
          }
        }
      },
    ],
    ['a read-only file', (backend) => backend.query('PRAGMA query_only=ON')],
  ])(
    'on %s says "not saved, try again", never "locked", and keeps what was stored',
    async (_case, prepare) => {
      const { backend, lab } = await failing(prepare);
      const reply = wordsOf(await lab.say('ben', '/predict B'));
      expect(reply).toContain('Not saved; please try again');
      expect(reply).not.toContain('Locked');
      const run = wordsOf(await lab.say('ada', '/seq 64k'));
      expect(run).toContain('Not saved');
      expect(run).not.toContain('4,948');
      expect((await lab.record('ada')).decisions).toHaveLength(1);
      expect((await lab.record('ben')).decisions).toHaveLength(0);
      await expect(saveTo(lab.store, recordOf('test:one:cleo'))).rejects.toBeInstanceOf(NotSavedError);
      await backend.query('PRAGMA query_only=OFF');
      await backend.query('PRAGMA max_page_count=100000');
      expect(wordsOf(await lab.say('ben', '/predict B')), 'the retry is harmless').toContain('Locked: B');
      await lab.store.close();
    },
  );

  it('answers plainly when it can’t be read', async () => {
    const { backend, lab } = await failing(async () => undefined);
    await backend.query('ALTER TABLE keyv RENAME TO elsewhere');
    expect(wordsOf(await lab.say('cleo', '/lab quadratic'))).toContain('can’t be reached');
    await expect(keyvBackend(backend).health()).rejects.toThrow();
    await lab.store.close();
  });

  it('holds its rows as Keyv writes them, so that other tools can read them', async () => {
    const store = await openTestStore(url());
    await saveTo(store, recordOf('test:one:ada'));
    await store.close();
    const keyv = new Keyv<string>({
      store: new KeyvSqlite(url()),
      useKeyPrefix: false,
      deserialize: <Value>(value: string) => ({ value: value as Value, expires: undefined }),
    });
    expect(await keyv.get<string>(recordKey(LAB, 'test:one:ada'))).toBe(
      recordText(recordOf('test:one:ada'), TEST_KEY),
    );
    await keyv.disconnect();
  });
});

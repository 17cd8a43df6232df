/** The contract of a ledger store, run against every implementation; then what SQLite adds. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import KeyvSqlite from '@keyv/sqlite';
import Keyv from 'keyv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decide, verify } from '../../src/ledger/chain.ts';
import { KeyvStore, quarantineKey, recordKey } from '../../src/ledger/keyv-store.ts';
import { openStore } from '../../src/ledger/open-store.ts';
import { newRecord, type StudentRecord } from '../../src/ledger/record.ts';
import { openSqlite, StoreStartError } from '../../src/ledger/sqlite.ts';
import { type LedgerStore, NotSavedError, UnreadableError } from '../../src/ledger/store.ts';
import { bundle, run } from '../support/child.ts';
import { openTestLab, wordsOf } from '../support/lab.ts';

const NOW = new Date('2026-11-23T19:00:00.000Z');
const LAB = 'quadratic-wall';
const recordOf = (student: string): StudentRecord =>
  decide(
    newRecord({ lab: LAB, student, seed: 'ab'.repeat(16), now: NOW }),
    { kind: 'context', device: 'edge' },
    NOW,
    'notebook',
  );

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A row as the backend holds it, for looking and for damaging. */
interface Rows {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string): Promise<unknown>;
}

interface Opened {
  store: LedgerStore;
  rows: Rows;
}

const BACKENDS: Record<string, () => Promise<Opened>> = {
  memory: async () => {
    const map = new Map<string, string>();
    return {
      store: new KeyvStore(map),
      rows: { get: async (key) => map.get(key), set: async (key, text) => map.set(key, text) },
    };
  },
  SQLite: async () => {
    const backend = await openSqlite(join(folder, 'lab.sqlite'));
    return {
      store: new KeyvStore(backend),
      rows: {
        get: async (key) => (await backend.get<string>(key)) as string | undefined,
        set: (key, text) => backend.set(key, text),
      },
    };
  },
};

describe.each(Object.entries(BACKENDS))('a ledger store in %s', (_, open) => {
  let store: LedgerStore;
  let rows: Rows;
  beforeEach(async () => {
    ({ store, rows } = await open());
  });
  afterEach(() => store.close());

  it('gives back what was saved, and nothing to anybody else', async () => {
    const record = recordOf('test:one:ada');
    await store.save(record);
    expect(await store.load(LAB, 'test:one:ada', NOW)).toEqual({ record });
    expect(await store.load(LAB, 'test:two:ada', NOW)).toEqual({});
    expect(await store.load('another-lab', 'test:one:ada', NOW)).toEqual({});
    expect(JSON.parse((await rows.get(recordKey(LAB, 'test:one:ada'))) ?? '')).toEqual(record);
  });

  const good = JSON.stringify(recordOf('test:one:ada'));
  it.each([
    ['corrupted', good.replace('"decisions"', '"d'), 'damaged'],
    ['truncated', good.slice(0, -40), 'damaged'],
    ['empty', '', 'damaged'],
    ['not a record', '[1,2,3]', 'not in the form'],
    ['missing a field', good.replace('"shown":[],', ''), 'not in the form'],
    ['written by a newer version', good.replace('"schema":1', '"schema":2'), 'newer version'],
    ['somebody else’s', JSON.stringify(recordOf('test:one:ben')), 'belongs to somebody else'],
  ])(
    'sets a record aside that is %s, byte for byte, and never overwrites it',
    async (_case, text, reason) => {
      const key = recordKey(LAB, 'test:one:ada');
      await rows.set(key, text);
      const { record, setAside } = await store.load(LAB, 'test:one:ada', NOW);
      expect(record).toBeUndefined();
      expect(setAside).toMatchObject({
        key: quarantineKey(LAB, 'test:one:ada', text),
        at: NOW.toISOString(),
      });
      expect(setAside?.reason).toContain(reason);
      expect(await rows.get(quarantineKey(LAB, 'test:one:ada', text))).toBe(text);
      expect(await rows.get(key), 'still there until a new record takes its place').toBe(text);

      const lab = await openTestLab({ store });
      await rows.set(recordKey(LAB, 'test:course:ada'), text);
      const reply = wordsOf(await lab.say('ada', '/lab'));
      expect(reply).toContain('was set aside');
      expect(reply).toContain(reason);
      await lab.say('ada', '/predict');
      await lab.say('ada', '/predict A');
      const after = await lab.record('ada');
      expect(after.setAside).toHaveLength(1);
      expect(await rows.get(after.setAside[0]?.key ?? '')).toBe(text);
    },
  );

  it('runs one writer of a student at a time, in order, and others beside them', async () => {
    const seen: string[] = [];
    const slow = (name: string, student: string) =>
      store.exclusive(LAB, student, async () => {
        seen.push(`${name} in`);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(`${name} out`);
      });
    const failing = store.exclusive(LAB, 'ada', () => Promise.reject(new Error('mine alone')));
    await Promise.all([
      expect(failing).rejects.toThrow('mine alone'),
      slow('1', 'ada'),
      slow('2', 'ada'),
      slow('3', 'ben'),
    ]);
    expect(seen.filter((each) => /^[12]/.test(each))).toEqual(['1 in', '1 out', '2 in', '2 out']);
    expect(seen.indexOf('3 in')).toBeLessThan(seen.indexOf('1 out'));
  });

  it('keeps each of two damaged records of one student', async () => {
    for (const text of ['first', 'second']) {
      await rows.set(recordKey(LAB, 'test:one:ada'), text);
      await store.load(LAB, 'test:one:ada', NOW);
    }
    for (const text of ['first', 'second']) {
      expect(await rows.get(quarantineKey(LAB, 'test:one:ada', text))).toBe(text);
    }
  });

  it('stores what was accepted before it closes', async () => {
    const seen: string[] = [];
    const accepted = store.exclusive(LAB, 'test:one:ada', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await store.save(recordOf('test:one:ada'));
      seen.push('saved');
    });
    await Promise.all([accepted, store.close().then(() => seen.push('closed'))]);
    expect(seen).toEqual(['saved', 'closed']);
  });

  it('answers nothing more once it is closed, and says so', async () => {
    await store.close();
    await expect(store.exclusive(LAB, 'ada', async () => 1)).rejects.toBeInstanceOf(UnreadableError);
  });

  it('of 200 contradictory locks lets one stand, and 199 say which', async () => {
    const lab = await openTestLab({ store });
    await lab.say('ada', '/predict');
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_each, n) => lab.say('ada', `/predict ${'ABCD'[n % 4]}`)),
    );
    const words = replies.map(wordsOf);
    const winners = words.filter((each) => each.startsWith('Locked: '));
    expect(winners).toHaveLength(1);
    const letter = winners[0]?.charAt('Locked: '.length);
    expect(words.filter((each) => each.includes(`You already locked ${letter} (`))).toHaveLength(199);
    const record = await lab.record('ada');
    expect(record.decisions).toHaveLength(1);
    expect(verify(record)).toEqual({ intact: true });
  });
});

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
    const first = await openStore(url());
    await first.save(recordOf('test:one:ada'));
    await first.close();
    const second = await openStore(url());
    expect((await second.load(LAB, 'test:one:ada', NOW)).record).toEqual(recordOf('test:one:ada'));
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
    await expect(openStore(url())).rejects.toThrow(StoreStartError);
    holder.process.kill('SIGKILL');
    await holder.ended;
    const store = await openStore(url());
    await store.ping();
    await store.close();
  });

  it.each([
    ['postgres://localhost/lab', 'STORE_URL must be'],
    ['sqlite://', 'STORE_URL must be'],
    ['sqlite:///dev/null/lab.sqlite', 'can’t be used'],
  ])('says what is wrong with %s', async (wrong, says) => {
    await expect(openStore(wrong)).rejects.toThrow(says);
  });

  it('refuses a second opening of a file that was there before and is not yet written to', async () => {
    await (await openStore(url())).close();
    const first = await openStore(url());
    await expect(openStore(url())).rejects.toThrow('is in use by another process');
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
  ])('sets a row aside that holds %s, with every byte', async (_case, value, kept) => {
    const backend = await openSqlite(file());
    const store = new KeyvStore(backend);
    const key = recordKey(LAB, 'test:one:ada');
    await backend.query(`INSERT INTO keyv (key, value) VALUES (?, ${value})`, key);
    const { setAside } = await store.load(LAB, 'test:one:ada', NOW);
    expect(setAside?.reason).toContain('damaged');
    await store.save(recordOf('test:one:ada'));
    expect(await backend.get(setAside?.key ?? '')).toBe(kept);
    await store.close();
  });

  it('leaves a damaged record where it is, unread, when it can’t be set aside', async () => {
    const { backend, lab } = await failing(async () => undefined);
    const key = recordKey(LAB, 'test:course:cleo');
    await backend.set(key, 'damaged');
    await backend.query('PRAGMA query_only=ON');
    await expect(lab.store.load(LAB, 'test:course:cleo', NOW)).rejects.toBeInstanceOf(UnreadableError);
    expect(wordsOf(await lab.say('cleo', '/lab'))).toContain('can’t be reached');
    expect(await backend.get(key)).toBe('damaged');
    await lab.store.close();
  });

  it('does not touch a file that is not SQLite', async () => {
    const { writeFile, readFile } = await import('node:fs/promises');
    await writeFile(
      file(),
      'notes for the course, not a database at all, and longer than a header'.repeat(20),
    );
    await expect(openStore(url())).rejects.toThrow('is not a readable SQLite file');
    expect((await readFile(file(), 'utf8')).startsWith('notes for the course')).toBe(true);
  });

  /** A lab whose next writes fail as this prepares, with one lock stored before. */
  async function failing(prepare: (backend: KeyvSqlite) => Promise<unknown>) {
    const backend = await openSqlite(file());
    const lab = await openTestLab({ store: new KeyvStore(backend) });
    await lab.say('ada', '/predict');
    await lab.say('ada', '/predict A');
    await lab.say('ben', '/predict');
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
      await expect(lab.store.save(recordOf('test:one:cleo'))).rejects.toBeInstanceOf(NotSavedError);
      await backend.query('PRAGMA query_only=OFF');
      await backend.query('PRAGMA max_page_count=100000');
      expect(wordsOf(await lab.say('ben', '/predict B')), 'the retry is harmless').toContain('Locked: B');
      await lab.store.close();
    },
  );

  it('answers plainly when it can’t be read', async () => {
    const { backend, lab } = await failing(async () => undefined);
    await backend.query('ALTER TABLE keyv RENAME TO elsewhere');
    expect(wordsOf(await lab.say('cleo', '/lab'))).toContain('can’t be reached');
    await expect(lab.store.ping()).rejects.toThrow();
    await lab.store.close();
  });

  it('holds its rows as Keyv writes them, so that other tools can read them', async () => {
    const store = await openStore(url());
    await store.save(recordOf('test:one:ada'));
    await store.close();
    const keyv = new Keyv<string>({
      store: new KeyvSqlite(url()),
      useKeyPrefix: false,
      deserialize: <Value>(value: string) => ({ value: value as Value, expires: undefined }),
    });
    expect(JSON.parse((await keyv.get<string>(recordKey(LAB, 'test:one:ada'))) ?? '')).toEqual(
      recordOf('test:one:ada'),
    );
    await keyv.disconnect();
  });
});

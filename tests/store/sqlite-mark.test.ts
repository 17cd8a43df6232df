/** A SQLite file that was emptied, rolled back, exchanged or damaged is refused at the start, and no other, whatever was killed. */

import { copyFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import KeyvSqlite from '@keyv/sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreStartError } from '../../src/store/errors.ts';
import { acceptRestored, openSqlite } from '../../src/store/sqlite.ts';
import {
  judge,
  type Mark,
  markFileOf,
  markOf,
  type Note,
  noteAfter,
  noteOfRestored,
  readMark,
} from '../../src/store/sqlite-mark.ts';
import { bundle, run } from '../support/child.ts';
import { moments } from '../support/moments.ts';

const KILLS = process.env.FULL ? 100 : 5;
const T0 = Date.UTC(2026, 10, 24, 20);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mark-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const file = (name = 'lab'): string => join(folder, `${name}.sqlite`);

/** As a session: opened, written to, closed. */
async function session(path: string, rows: number, from = 0, at = T0): Promise<void> {
  const table = await openSqlite(path, { now: () => new Date(at) });
  const written = Array.from({ length: rows }, (_, row) => [`ledger:${from + row}`, 'text'] as const);
  if (rows > 0) await table.write(new Map(written));
  await table.disconnect();
}

const refusal = (path: string): Promise<string> =>
  openSqlite(path).then(
    async (table) => {
      await table.disconnect();
      return 'opened';
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(StoreStartError);
      return (error as Error).message;
    },
  );

describe('a file that lost something', () => {
  it('and is empty is refused, as is one that something else made', async () => {
    await session(file(), 3);
    await truncate(file());
    expect(await refusal(file())).toMatch(/lab\.sqlite is there and empty.*Restore a backup/);
    await writeFile(file('new'), '');
    expect(await refusal(file('new'))).toMatch(/new\.sqlite is there and empty.*remove it/);
    expect((await stat(file('new'))).size).toBe(0);
  });

  it('and is not there is refused, and none is made in its place', async () => {
    await session(file(), 3);
    await rm(file());
    expect(await refusal(file())).toMatch(
      /lab\.sqlite is not there, and it held 3 rows written, the last by 2026-11-24 20:00 UTC, as .*lab\.sqlite\.mark says\..*npm run doctor -- accept-restore/,
    );
    await expect(stat(file())).rejects.toThrow('ENOENT');
  });

  it('and has only its tables left, or only the rows of yesterday, is refused with how many of how many', async () => {
    await session(file('empty'), 0);
    await session(file(), 1_200);
    await copyFile(file(), file('yesterday'));
    await session(file(), 1, 1_200, T0 + 86_400_000);
    await copyFile(file('empty'), file());
    expect(await refusal(file())).toMatch(
      /has gone back: it holds 0 of 1,201 rows written, the last by 2026-11-25 20:00 UTC/,
    );
    await copyFile(file('yesterday'), file());
    expect(await refusal(file())).toMatch(
      /has gone back: it holds 1,200 of 1,201 .*; its own last are of 2026-11-24 20:00 UTC\. .*Nothing was changed\./,
    );
    expect(await refusal(file()), 'the second time too').toMatch(/1,200 of 1,201/);
  });

  it('and is a backup of before there were marks, or whose count is damaged, is refused', async () => {
    await session(file(), 3);
    const old = new KeyvSqlite(`sqlite://${file('old')}`);
    await old.set('ledger:0', 'text');
    await old.close();
    await copyFile(file('old'), file('unknown'));
    await copyFile(file('old'), file());
    expect(await refusal(file())).toMatch(/has lost what it held: 3 rows written/);
    // Without a mark beside it, it is one of the version before.
    expect(await refusal(file('unknown'))).toBe('opened');
    expect(await readMark(file('unknown'))).toMatchObject({ writes: 0 });
  });

  it('and whose rows went on elsewhere is another', async () => {
    await session(file(), 5);
    await copyFile(file(), file('fork'));
    await session(file(), 5, 5, T0 + 1);
    await session(file('fork'), 9, 5, T0 + 2);
    await copyFile(file('fork'), file());
    expect(await refusal(file())).toMatch(
      /is another file than was here: its 14 rows written do not go on from the 10/,
    );
  });

  it('is taken on purpose, which is noted, told at each start, and makes the file of before another', async () => {
    await session(file(), 5);
    await copyFile(file(), file('yesterday'));
    await session(file(), 5, 5);
    await copyFile(file(), file('today'));
    await copyFile(file('yesterday'), file());
    expect(await refusal(file())).toContain('5 of 10 rows');
    const words = `${file()} was restored on purpose at 2026-11-26 09:30 UTC, with 5 of 10 rows written.`;
    expect(await acceptRestored(file(), new Date('2026-11-26T09:30:00.000Z'))).toBe(words);
    expect(
      await acceptRestored(file(), new Date('2026-11-26T09:31:00.000Z')),
      'there is nothing more',
    ).toBeUndefined();
    expect(await readMark(file())).toMatchObject({ writes: 5, restored: { found: 5, expected: 10 } });
    const table = await openSqlite(file());
    expect(table.advice()).toEqual([{ urgent: false, message: words }]);
    expect(await table.get('ledger:4')).toBe('text');
    await table.disconnect();
    await copyFile(file('today'), file());
    expect(await refusal(file())).toMatch(/is another file/);
  });

  it('with its mark is moved to another machine without a word; a mark that is damaged is told and written anew', async () => {
    await session(file(), 5);
    await copyFile(file(), file('moved'));
    await copyFile(markFileOf(file()), markFileOf(file('moved')));
    await session(file('moved'), 5, 5);
    await writeFile(markFileOf(file('moved')), 'half a ma');
    const table = await openSqlite(file('moved'));
    expect(table.advice()).toEqual([{ urgent: true, message: expect.stringContaining('could not be read') }]);
    await table.disconnect();
    expect(await readMark(file('moved'))).toMatchObject({ writes: 10 });
  });

  it('in an index alone is damaged', async () => {
    await session(file(), 400);
    const bytes = await readFile(file());
    const page = bytes.readUInt16BE(16);
    /** A leaf of an index begins with 10; its keys lie at its end. */
    const leaf = Array.from({ length: bytes.length / page }, (_, n) => n * page).find(
      (at) => at > 0 && bytes[at] === 10,
    );
    const last = bytes.subarray(leaf, (leaf ?? 0) + page).lastIndexOf('ledger:');
    const handle = await open(file(), 'r+');
    await handle.write('L', (leaf ?? 0) + last);
    await handle.close();
    expect(await refusal(file())).toMatch(
      /lab\.sqlite is damaged \(.*index.*\)\. Move it away and restore a backup/,
    );
  });
});

describe('a file that is as it was', () => {
  it(`opens after ${KILLS} kills at random moments, and its mark is never ahead of it`, async () => {
    const program = await bundle('tests/store/programs/write-on.ts');
    const moment = moments(9);
    let marked = 0;
    let lagged = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const child = run(program, [file()]);
      await child.line((line) => line === 'open');
      await sleep(moment.next().value * 60);
      child.process.kill('SIGKILL');
      expect(await child.ended, child.errors()).toBe('SIGKILL');
      const mark = (await readMark(file())) as Mark;
      expect(mark.writes).toBeGreaterThanOrEqual(marked);
      marked = mark.writes;
      // Opened as it was left: refused if the mark were ahead.
      const table = await openSqlite(file());
      const note = JSON.parse(String(await table.get('health:file'))) as Note;
      expect(note.writes).toBeGreaterThanOrEqual(mark.writes);
      if (note.writes > mark.writes) lagged += 1;
      await table.disconnect();
    }
    expect(marked).toBeGreaterThan(KILLS);
    if (process.env.FULL) console.info(`the mark lagged behind at ${lagged} of ${KILLS} kills`);
  }, 60_000);

  it('has its log folded into it while it runs, cut while nobody writes, and none when it is closed', async () => {
    const table = await openSqlite(file(), { times: { noteMs: 60_000, checkpointMs: 30 } });
    for (let row = 0; row < 20; row++) await table.set(`ledger:${row}`, 'x'.repeat(2_000));
    await expect.poll(async () => (await stat(`${file()}-wal`)).size, { timeout: 5_000 }).toBe(0);
    await copyFile(file(), file('copy'));
    const copy = await openSqlite(file('copy'));
    expect(await copy.get('ledger:19')).toBe('x'.repeat(2_000));
    await copy.disconnect();
    await table.set('ledger:20', 'text');
    await table.disconnect();
    await expect(stat(`${file()}-wal`)).rejects.toThrow('ENOENT');
    expect(await readMark(file())).toMatchObject({ writes: 21 });
  });
});

describe('a mark', () => {
  /** What can happen to a file and its mark while the program has them, and who only looks. */
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('note' as const), rows: fc.integer({ min: 0, max: 3 }) }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('mark' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('accept' as const), marked: fc.boolean() }) },
  );
  const steps = fc.array(step, { maxLength: 40 });

  /** Every state that the file was in, and the mark at the end. */
  function play(history: typeof steps extends fc.Arbitrary<infer T> ? T : never): {
    notes: Note[];
    mark: Mark;
  } {
    let note = noteAfter(undefined, 0, new Date(T0));
    let mark = markOf(note);
    const notes = [note];
    for (const [n, each] of history.entries()) {
      const at = new Date(T0 + (n + 1) * 1_000);
      if (each.kind === 'note') note = noteAfter(note, note.writes + each.rows, at);
      // The mark is written from a note that is in the file; how far it lags is up to whoever is killed.
      if (each.kind === 'mark') mark = markOf(note);
      if (each.kind === 'accept') {
        note = noteOfRestored(note, mark, at);
        if (each.marked) mark = markOf(note);
      }
      notes.push(note);
    }
    return { notes, mark };
  }

  it('is gone on from by its own file, however far it lags', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const { notes, mark } = play(history);
        expect(judge(notes.at(-1), mark)).toBe('goes on');
      }),
    );
  });

  it('is not gone on from by any earlier state that held less, nor by one that went on otherwise', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (history, which) => {
        const { notes, mark } = play(history);
        const before = notes[which % notes.length] as Note;
        if (before.writes < mark.writes && before.restored?.head !== mark.head)
          expect(judge(before, mark)).toBe('went back');
        const fork = noteAfter(before, mark.writes + 1, new Date(T0 - 1));
        const goesOn =
          before.heads.some(({ head }) => head === mark.head) || before.restored?.head === mark.head;
        if (before.writes <= mark.writes) expect(judge(fork, mark)).toBe(goesOn ? 'goes on' : 'another');
        expect(judge(undefined, mark)).toBe('went back');
      }),
    );
  });
});

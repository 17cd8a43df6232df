/** A checkpoint that somebody kept against the records as they are now: what only grew fits, and nothing else does. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAsked, runCheckpoint } from '../../adapters/checkpoint.ts';
import { ConfigError } from '../../src/config.ts';
import { checkCheckpoint, type Standing } from '../../src/course/checkpoints/check.ts';
import type { StoredCheckpoint } from '../../src/course/checkpoints/rows.ts';
import { checkpoints, leaves } from '../../src/course/keys.ts';
import { erase } from '../../src/course/privacy.ts';
import { signed } from '../../src/evidence/checkpoint.ts';
import { checkpointLine, keptIn } from '../../src/evidence/checkpoint-line.ts';
import { KEY_FILE } from '../../src/key-file.ts';
import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import { recordKey } from '../../src/ledger/keys.ts';
import { ledgerKey } from '../../src/ledger/ledger-key.ts';
import type { StudentRecord } from '../../src/ledger/record.ts';
import { recordText } from '../../src/ledger/record-json.ts';
import { plain } from '../../src/messages/rich-text.ts';
import type { Backend } from '../../src/store/backend.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { bundle, run } from '../support/child.ts';
import { TEST_KEY, TEST_SECRET } from '../support/key.ts';
import {
  ADA,
  assign,
  COURSE,
  checkpoint,
  keyOf,
  lockFirst,
  openSeminar,
  person,
  type Seminar,
  start,
} from './support/seminar.ts';

const BEN = person('ben');
const CLEO = person('cleo');
const rowOf = (user: string): string => recordKey(FIRST_LAB, keyOf(user));

let seminar: Seminar;
let first: StoredCheckpoint;
/** As it is posted. */
let post: string;

async function classOfThree(): Promise<Seminar> {
  const opened = openSeminar();
  const id = await assign(opened);
  for (const actor of [ADA, BEN, CLEO]) {
    await start(opened, actor, id);
    await lockFirst(opened, actor);
  }
  return opened;
}

beforeEach(async () => {
  seminar = await classOfThree();
  first = await checkpoint(seminar);
  post = plain(checkpointLine(first.checkpoint));
});

const check = (text?: string) =>
  checkCheckpoint(seminar.store, COURSE, text === undefined ? undefined : keptIn(text));
const counts = (some: Partial<Record<Standing, number>>) => ({
  unchanged: 0,
  grew: 0,
  untold: 0,
  erased: 0,
  changed: 0,
  missing: 0,
  ...some,
});

async function recordNow(user: string): Promise<StudentRecord> {
  const reading = await seminar.store.reading(keyOf(user), FIRST_LAB);
  if (!reading || !('record' in reading)) throw new Error(`there is no record of ${user}`);
  return reading.record;
}

describe('a checkpoint against records', () => {
  it('fits where nothing has changed, and where records only grew, by decisions and by runs', async () => {
    expect(await check(post)).toMatchObject({ findings: [], misfits: [], counts: counts({ unchanged: 3 }) });
    await seminar.say(ADA, '/seq 4000');
    await seminar.say(ADA, '/seq 9000');
    await seminar.say(ADA, '/reflect');
    await seminar.say(ADA, '/reflect A');
    expect(await check(post)).toMatchObject({ misfits: [], counts: counts({ unchanged: 2, grew: 1 }) });
    const { checkpoint: second } = await checkpoint(seminar);
    expect(second).toMatchObject({ number: 2, before: first.checkpoint.root });
    expect(await check()).toMatchObject({ checkpoint: { number: 2 }, counts: counts({ unchanged: 3 }) });
    expect(await check(post)).toMatchObject({ checkpoint: { number: 1 }, findings: [] });
  });

  it('says where so many runs came since that only decisions can be compared', async () => {
    await seminar.say(ADA, '/seq 4000');
    await checkpoint(seminar);
    for (let n = 1; n <= 25; n++) await seminar.say(ADA, `/seq ${4000 + n}`);
    expect(await check()).toMatchObject({ misfits: [], counts: counts({ unchanged: 2, untold: 1 }) });
    expect(await check(post)).toMatchObject({ misfits: [], counts: counts({ unchanged: 2, grew: 1 }) });
  });

  it('counts who deleted their data as erased, and still comes out', async () => {
    await erase(seminar.store, PACKS, keyOf('ben'));
    expect(await check(post)).toMatchObject({
      findings: [],
      misfits: [],
      counts: counts({ unchanged: 2, erased: 1 }),
    });
  });

  it('names a record that is gone, one that is damaged, and one that was cut with the key', async () => {
    await seminar.say(ADA, '/seq 4000');
    await seminar.say(ADA, '/reflect');
    await seminar.say(ADA, '/reflect A');
    await checkpoint(seminar);
    const ada = await recordNow('ada');
    seminar.rows.set(rowOf('ada'), recordText({ ...ada, decisions: ada.decisions.slice(0, 1) }, TEST_KEY));
    seminar.rows.delete(rowOf('ben'));
    seminar.rows.set(rowOf('cleo'), `${seminar.rows.get(rowOf('cleo'))}!`);
    const { misfits, findings, counts: counted } = await check();
    expect(findings).toEqual([]);
    expect(counted).toEqual(counts({ changed: 2, missing: 1 }));
    expect(misfits.map(({ key, standing }) => [key, standing])).toEqual([
      [rowOf('ada'), 'changed'],
      [rowOf('ben'), 'missing'],
      [rowOf('cleo'), 'changed'],
    ]);
    expect(misfits[0]?.why).toMatch(/with 1 decisions? where it had 2: it was cut/);
  });

  it('says that a stored one is not the one that was kept, though its signature holds', async () => {
    const { key: _, signature: __, ...rest } = first.checkpoint;
    const other = { ...first, checkpoint: signed({ ...rest, root: 'ab'.repeat(32) }, TEST_KEY) };
    seminar.rows.set(`${checkpoints(COURSE)}/000001`, JSON.stringify(other));
    const { findings } = await check(post);
    expect(findings).toEqual([
      expect.stringMatching(/^The checkpoint 1 that is stored has the root abab.*it was made anew since/),
      expect.stringMatching(/^Its root does not come out/),
    ]);
  });

  it('says that one is not stored any more, that its leaves were changed, or are gone', async () => {
    const { root } = first.checkpoint;
    const later = post.replace('Checkpoint 1', 'Checkpoint 7').replace(root, 'cd'.repeat(32));
    expect((await check(later)).findings).toEqual([
      expect.stringMatching(/^No checkpoint 7 is stored here; the newest is 1/),
    ]);
    expect((await check('cd'.repeat(32))).findings).toEqual([
      expect.stringMatching(/^No checkpoint with that root is stored here/),
    ]);
    const row = `${leaves(COURSE)}/000001-000`;
    const text = seminar.rows.get(row) ?? '';
    seminar.rows.set(row, text.replace(keyOf('ben'), keyOf('bob')));
    expect((await check(post)).findings).toEqual([expect.stringMatching(/^Its root does not come out/)]);
    seminar.rows.delete(row);
    expect((await check(post)).findings).toEqual([expect.stringMatching(/^The leaves .* not kept any more/)]);
  });

  it('says where the chain of checkpoints is broken, and where another key signed', async () => {
    await lockFirst(seminar, person('dov'));
    await checkpoint(seminar);
    seminar.rows.delete(`${checkpoints(COURSE)}/000001`);
    expect((await check()).findings[0]).toMatch(/^Of checkpoint 1, .* nothing is stored/);
    const { key: _, signature: __, ...rest } = first.checkpoint;
    const other = ledgerKey('another key for tests, of forty signs or so');
    const byOther = { ...first, checkpoint: signed({ ...rest, root: 'ab'.repeat(32) }, other) };
    seminar.rows.set(`${checkpoints(COURSE)}/000001`, JSON.stringify(byOther));
    expect((await check()).findings).toEqual([
      'Checkpoint 2 names another root before it than checkpoint 1 has.',
    ]);
    expect((await check(post)).findings.join()).toMatch(/signed with the key/);
    const unsigned = { ...first, checkpoint: { ...first.checkpoint, students: 2 } };
    seminar.rows.set(`${checkpoints(COURSE)}/000001`, JSON.stringify(unsigned));
    expect((await check()).findings).toEqual(['Checkpoint 1 is not what was signed.']);
  });
});

describe('npm run checkpoint', () => {
  let program: string;
  let folder: string;
  let url: string;
  beforeAll(async () => {
    program = await bundle('adapters/checkpoint-main.ts');
    folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
    url = `sqlite://${join(folder, 'lab.sqlite')}`;
    await writeFile(join(folder, KEY_FILE), TEST_SECRET);
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

  async function ran(...args: string[]): Promise<{ how: unknown; said: string; failed: string }> {
    const child = run(program, args, { STORE_URL: url }, folder);
    const how = await child.ended;
    return { how, said: child.lines.join('\n'), failed: child.errors() };
  }

  async function said(...args: string[]): Promise<readonly string[]> {
    const lines: string[] = [];
    await runCheckpoint(readAsked(args), seminar.store, PACKS, (line) => lines.push(line));
    return lines;
  }

  it('shows and checks on a file, and says by its status whether all fits', async () => {
    await withStore((backend) => backend.hold('fill', (rows) => rows.write(seminar.rows)));
    const shown = await ran();
    expect(shown).toMatchObject({ how: 0, failed: '' });
    expect(shown.said).toBe(`${COURSE}\n  ${post}\nPublic key: ${TEST_KEY.publicKey} (${TEST_KEY.id})`);
    await withStore((backend) => backend.hold('cut', (rows) => rows.write(new Map([[rowOf('ben'), null]]))));
    const missing = await ran('check', first.checkpoint.root);
    expect(missing).toMatchObject({ how: 1, failed: '' });
    expect(missing.said).toContain(`missing: ${rowOf('ben')}`);
    expect(missing.said).toContain('Records: 2 unchanged, 1 missing.');
  }, 60_000);

  it('takes one where anything has changed, and shows the newest or all', async () => {
    expect((await said('take')).join('\n')).toContain(`Nothing has changed since:\n  ${post}`);
    expect((await said('check', post)).at(-2)).toBe('  Records: 3 unchanged.');
    await erase(seminar.store, PACKS, keyOf('ben'));
    expect((await said('take')).join('\n')).toMatch(
      /Taken now, and not posted.*\n {2}Checkpoint 2 .* 2 students/,
    );
    const numbers = (lines: readonly string[]) => lines.join().match(/Checkpoint \d/g);
    expect(numbers(await said('--all'))).toEqual(['Checkpoint 1', 'Checkpoint 2']);
    expect(numbers(await said())).toEqual(['Checkpoint 2']);
    await expect(said('check', '--course', 'slack:T1')).rejects.toThrow(ConfigError);
  });

  it('goes away where the lab runs on the file', async () => {
    const refused = await withStore(() => ran('check'));
    expect(refused).toMatchObject({ how: 2, failed: expect.stringMatching(/in use by another process/) });
  });

  it('asks for the course where several might have posted it', async () => {
    await seminar.store.changeCourse('test:other', (course) => course);
    const lines: string[] = [];
    const asked = (text: string) =>
      runCheckpoint(readAsked(['check', text]), seminar.store, PACKS, (line) => lines.push(line));
    expect(await asked(post)).toBe(true);
    expect(await asked(post.replace(first.checkpoint.root, 'cd'.repeat(32)))).toBe(false);
    expect(lines.at(-1)).toContain(`--course KEY of test:other, ${COURSE}`);
  });

  it.each([
    [['show', 'x']],
    [['take', 'x']],
    [['verify']],
    [['check', 'Checkpoint 12']],
    [['--force']],
    [['--course']],
  ])('says what there is where it is given %j', (args) => {
    expect(() => readAsked(args)).toThrow(ConfigError);
  });
});

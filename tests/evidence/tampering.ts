/** Ways to change a class's ledgers behind the program's back, each on a real file, and who then finds out. */

import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Assistant } from '../../commands/assistant.ts';
import { composeOver } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { checkCheckpoint, STANDINGS } from '../../src/course/checkpoints/check.ts';
import { checkpointReply } from '../../src/course/checkpoints/words.ts';
import { takeCheckpoint } from '../../src/course/checkpoints.ts';
import { CourseStore } from '../../src/course/course-store.ts';
import { keptIn } from '../../src/evidence/checkpoint-line.ts';
import { compared } from '../../src/evidence/folder.ts';
import { verifyEvidence } from '../../src/evidence/verify.ts';
import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import { decide, genesis, link } from '../../src/ledger/chain.ts';
import { progressKey, recordKey } from '../../src/ledger/keys.ts';
import type { LedgerKey } from '../../src/ledger/ledger-key.ts';
import { newRecord } from '../../src/ledger/new-record.ts';
import type { Entry, StudentRecord } from '../../src/ledger/record.ts';
import { recordText } from '../../src/ledger/record-json.ts';
import { replayed, withRun } from '../../src/ledger/runs.ts';
import { summaryOf, summaryText } from '../../src/ledger/summary.ts';
import { createLog } from '../../src/log.ts';
import type { Actor } from '../../src/messages/actor.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { TEST_KEY } from '../support/key.ts';
import { choice, partsOf, wordsOf } from '../support/lab.ts';

const COURSE = 'test:course';
const ADA = `${COURSE}:ada`;
const BEN = `${COURSE}:ben`;
const PACK = PACKS.find(({ id }) => id === FIRST_LAB) as (typeof PACKS)[number];
const ROW = recordKey(FIRST_LAB, ADA);
const SUMMARY = progressKey(FIRST_LAB, ADA);

const person = (user: string, changes: Partial<Actor> = {}): Actor => ({
  platform: 'test',
  workspace: 'course',
  user,
  name: user,
  role: 'student',
  channel: 'class',
  zone: 'UTC',
  ...changes,
});
const PROF = person('prof', { role: 'instructor' });

const FIRST_DAY = [
  '/predict lab quadratic',
  '/predict B',
  '/seq 4000',
  '/seq 9000',
  '/reflect',
  '/reflect A',
];
const SECOND_DAY = [
  '/seq 8000 commit',
  '/predict',
  '/predict B',
  '/depth 16',
  '/reflect',
  '/reflect B',
  '/depth 16 commit',
];

type Query = (sql: string, ...values: unknown[]) => Promise<unknown>;

/** The database as somebody has it who can write it. */
interface Database {
  get(key: string): Promise<string>;
  set(key: string, text: string | null): Promise<void>;
}

const databaseOver = (query: Query): Database => ({
  async get(key) {
    const [row] = (await query('SELECT value FROM keyv WHERE key = ?', key)) as [{ value: string }?];
    if (!row) throw new Error(`there is no row ${key}`);
    return row.value;
  },
  async set(key, text) {
    if (text === null) await query('DELETE FROM keyv WHERE key = ?', key);
    else await query('INSERT OR REPLACE INTO keyv (key, value) VALUES (?, ?)', key, text);
  },
});

/** Options stand in an order of the student's own: theirs may be either. */
const another = (option: string): string => (option === 'quadratic' ? 'linear' : 'quadratic');

/** In the record's own JSON. */
const edited = async (
  database: Database,
  from: RegExp,
  to: string | ((found: string, option: string) => string),
): Promise<void> => {
  const text = await database.get(ROW);
  const after = typeof to === 'string' ? text.replace(from, to) : text.replace(from, to);
  if (after === text) throw new Error(`${from} is not in the record`);
  await database.set(ROW, after);
};

const recordIn = (text: string): StudentRecord => {
  const { seal: _, ...record } = JSON.parse(text) as StudentRecord & { seal: string };
  return record;
};

/** Hashes made anew from the first decision on, as if it had always been so. Codes are left out. */
function rechained(record: StudentRecord): StudentRecord {
  let previous = genesis(record);
  const decisions = record.decisions.map(({ mac: _, ...entry }): Entry => {
    previous = link(previous, entry);
    return { ...entry, hash: previous };
  });
  return { ...record, decisions };
}

/** Written as the program would, by somebody who has its key. */
async function resealed(database: Database, record: StudentRecord, key: LedgerKey): Promise<void> {
  await database.set(recordKey(FIRST_LAB, record.student), recordText(record, key));
  const row = progressKey(FIRST_LAB, record.student);
  await database.set(row, summaryText(summaryOf(record, PACK), row, key));
}

const otherOption = (record: StudentRecord): StudentRecord =>
  rechained({
    ...record,
    decisions: record.decisions.map((entry, index): Entry => {
      const { decision } = entry;
      return index === 0 && decision.kind === 'locked' && 'option' in decision
        ? { ...entry, decision: { ...decision, option: another(decision.option) } }
        : entry;
    }),
  });

/** The same runs at other values, from the first one on. */
function otherRuns({ runs, earlier, ran: _, ...record }: StudentRecord): StudentRecord {
  const start: StudentRecord = {
    ...record,
    decisions: [],
    runs: [],
    earlier,
    tallies: earlier.tallies,
    ran: earlier.hash,
  };
  const after = runs.reduce(
    (so, run) => withRun(so, { ...run, input: { ...run.input, tokens: 512 } }),
    start,
  );
  const { hashes } = replayed(after);
  return rechained({
    ...after,
    decisions: record.decisions.map((entry) => {
      const hash = entry.ran && hashes.get(entry.ran.count);
      return entry.ran && hash ? { ...entry, ran: { ...entry.ran, hash } } : entry;
    }),
  });
}

interface Tampering {
  readonly name: string;
  readonly who: 'the database' | 'the database and the key';
  /** True where the whole file is the one of yesterday. */
  readonly isYesterdays?: true;
  /** @param yesterday the file as it was after the first day */
  change(database: Database, yesterday: Database): Promise<void>;
}

const WITH_KEY = 'the database and the key' as const;
const WITHOUT = 'the database' as const;

export const TAMPERINGS: readonly Tampering[] = [
  {
    name: 'an option is edited',
    who: WITHOUT,
    change: (database) =>
      edited(database, /"option":"([^"]+)"/, (_, option: string) => `"option":"${another(option)}"`),
  },
  {
    name: 'a time is edited',
    who: WITHOUT,
    change: (database) =>
      edited(database, /"decisions":\[\{"at":"2026-11-23T10/, '"decisions":[{"at":"2026-11-23T08'),
  },
  {
    name: 'a run is edited',
    who: WITHOUT,
    change: (database) => edited(database, /"tokens":4000/, '"tokens":400'),
  },
  {
    name: 'a tally is edited',
    who: WITHOUT,
    change: (database) =>
      edited(database, /"tallies":\{"act1":\{"count":\d+/, '"tallies":{"act1":{"count":1'),
  },
  {
    name: 'an option is edited, and all hashes made anew',
    who: WITHOUT,
    change: async (database) =>
      database.set(ROW, JSON.stringify(otherOption(recordIn(await database.get(ROW))))),
  },
  {
    name: 'the last decision is cut off',
    who: WITHOUT,
    change: async (database) => {
      const record = recordIn(await database.get(ROW));
      await database.set(ROW, JSON.stringify({ ...record, decisions: record.decisions.slice(0, -1) }));
    },
  },
  {
    name: 'two decisions change places',
    who: WITHOUT,
    change: async (database) => {
      const record = recordIn(await database.get(ROW));
      const [first, second, ...rest] = record.decisions as [Entry, Entry, ...Entry[]];
      await database.set(ROW, JSON.stringify({ ...record, decisions: [second, first, ...rest] }));
    },
  },
  {
    name: 'the record is deleted, its summary stays',
    who: WITHOUT,
    change: (database) => database.set(ROW, null),
  },
  {
    name: 'every row of the student is deleted',
    who: WITHOUT,
    change: async (database) => {
      await database.set(ROW, null);
      await database.set(SUMMARY, null);
    },
  },
  {
    name: 'two students’ rows change places',
    who: WITHOUT,
    change: async (database) => {
      const other = recordKey(FIRST_LAB, BEN);
      const [mine, theirs] = [await database.get(ROW), await database.get(other)];
      await database.set(ROW, theirs);
      await database.set(other, mine);
    },
  },
  {
    name: 'the row is replaced by an empty one',
    who: WITHOUT,
    change: (database) => database.set(ROW, ''),
  },
  {
    name: 'the student’s rows of yesterday are put back',
    who: WITHOUT,
    change: async (database, yesterday) => {
      for (const key of [ROW, SUMMARY]) await database.set(key, await yesterday.get(key));
    },
  },
  {
    name: 'the whole file of yesterday is put back (the start refuses it; this is once an operator accepts it)',
    who: WITHOUT,
    isYesterdays: true,
    change: async () => undefined,
  },
  {
    name: 'an option is edited, all hashes and codes made anew',
    who: WITH_KEY,
    change: async (database) => resealed(database, otherOption(recordIn(await database.get(ROW))), TEST_KEY),
  },
  {
    name: 'runs are edited, all hashes and codes made anew',
    who: WITH_KEY,
    change: async (database) => resealed(database, otherRuns(recordIn(await database.get(ROW))), TEST_KEY),
  },
  {
    name: 'the last decision is cut off, all codes made anew',
    who: WITH_KEY,
    change: async (database) => {
      const record = recordIn(await database.get(ROW));
      await resealed(database, { ...record, decisions: record.decisions.slice(0, -1) }, TEST_KEY);
    },
  },
  {
    name: 'the row is replaced by an empty one that is sealed',
    who: WITH_KEY,
    change: (database) =>
      resealed(
        database,
        newRecord({
          lab: FIRST_LAB,
          student: ADA,
          seed: 'ab'.repeat(16),
          now: new Date('2026-11-23T10:00:00Z'),
        }),
        TEST_KEY,
      ),
  },
  {
    name: 'a decision is added with an earlier date',
    who: WITH_KEY,
    change: async (database) => {
      const record = recordIn(await database.get(ROW));
      const at = new Date(record.startedAt);
      const added = decide(
        { ...record, decisions: [], runs: [] },
        { kind: 'confidence', question: 'act1_prediction', sure: 3 },
        at,
        'notebook',
      );
      const [entry] = added.decisions as [Entry];
      const none = { count: 0, hash: record.earlier.hash };
      await resealed(
        database,
        rechained({ ...record, decisions: [{ ...entry, ran: none }, ...record.decisions] }),
        TEST_KEY,
      );
    },
  },
];

/** Another student's summary under her key. The record is what counts, so it misleads nobody. */
export const SUMMARY_EDITED: Pick<Tampering, 'change'> = {
  change: async (database) => database.set(SUMMARY, await database.get(progressKey(FIRST_LAB, BEN))),
};

/** What each of them says; `nothing` where they notice nothing. */
export interface Found {
  /** The student, who asks for their next thing. */
  readonly student: string;
  /** A teacher who is shown a receipt of the second day. */
  readonly teacher: string;
  /** `npm run verify` on the file that the student kept, and one made now. */
  readonly verifier: string;
  /** `npm run checkpoint -- check` with the post of the second day. */
  readonly checkpoint: string;
}

export const NOTHING = 'nothing';

/** Opens the class over a file, as the program does. */
async function open(file: string, at: { now: Date }) {
  const backend = keyvBackend(await openSqlite(file));
  const now = (): Date => {
    at.now = new Date(at.now.getTime() + 60_000);
    return at.now;
  };
  const { course } = composeOver(
    backend,
    readConfig({ STORE_URL: 'memory:' }),
    createLog('silent'),
    TEST_KEY,
    now,
  );
  const assistant = new Assistant(course, FIRST_LAB);
  const say = (actor: Actor, line: string) => assistant.say({ actor }, line);
  const words = async (actor: Actor, line: string): Promise<string> =>
    wordsOf(await say(actor, line), (request) => assistant.commands.lineFor(request));
  return { backend, rows: new CourseStore(backend, PACKS, TEST_KEY), assistant, say, words, now };
}

export interface Ground {
  readonly file: string;
  readonly yesterday: string;
  /** ADA's evidence file and receipt of the second day, and the post of its checkpoint. */
  readonly kept: string;
  readonly receipt: string;
  readonly post: string;
  close(): Promise<void>;
}

const evidenceOf = async (opened: Awaited<ReturnType<typeof open>>): Promise<string | undefined> =>
  partsOf(await opened.say(person('ada'), '/ledger export lab quadratic'), 'file').find(({ name }) =>
    name.endsWith('-evidence.json'),
  )?.content;

/** A class of three that does the lab over two days, with a checkpoint at the end of each. */
export async function ground(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'tamper-'));
  const [file, yesterday] = [join(folder, 'lab.sqlite'), join(folder, 'yesterday.sqlite')];
  const day = async (at: Date, lines: readonly string[]) => {
    const opened = await open(file, { now: at });
    const { rows, say, assistant, backend, now } = opened;
    if (!(await rows.viewNow(COURSE))) {
      const preview = await say(PROF, '/assign Fri 23:59 lab quadratic');
      await assistant.ask({ actor: PROF }, choice(preview, 'Post it here').request);
    }
    for (const user of ['ada', 'ben', 'cleo']) for (const line of lines) await say(person(user), line);
    const { newest } = await takeCheckpoint(rows, PACKS, COURSE, now(), () => ({ why: 'asked', posts: [] }));
    if (!newest) throw new Error('no checkpoint was taken');
    const kept = (await evidenceOf(opened)) ?? '';
    await backend.close();
    return { kept, post: wordsOf(checkpointReply(newest.checkpoint, 'UTC')) };
  };
  await day(new Date('2026-11-23T10:00:00.000Z'), FIRST_DAY);
  await copyFile(file, yesterday);
  const { kept, post } = await day(new Date('2026-11-24T10:00:00.000Z'), SECOND_DAY);
  const { receipt } = JSON.parse(kept) as { receipt: string };
  return { file, yesterday, kept, receipt, post, close: () => rm(folder, { recursive: true, force: true }) };
}

/** Changes a copy of the file, opens the class over it, and asks everybody; with what a teacher is shown. */
export async function tampered(
  { file, yesterday, kept, receipt, post }: Ground,
  { change, isYesterdays }: Pick<Tampering, 'change' | 'isYesterdays'>,
): Promise<{ readonly found: Found; readonly looked: string }> {
  const copy = `${file}-${Math.random().toString(36).slice(2)}.sqlite`;
  await copyFile(isYesterdays ? yesterday : file, copy);
  const [now, before] = [await openSqlite(copy), await openSqlite(yesterday)];
  try {
    await change(
      databaseOver((sql, ...values) => now.query(sql, ...values)),
      databaseOver((sql, ...values) => before.query(sql, ...values)),
    );
  } finally {
    await Promise.all([now.disconnect(), before.disconnect()]);
  }
  const opened = await open(copy, { now: new Date('2026-11-25T10:00:00.000Z') });
  const ada = person('ada');
  const own = await opened.words(ada, '/ledger verify lab quadratic');
  const looked = await opened.words(PROF, `/class student ${receipt}`);
  const madeNow = await evidenceOf(opened);
  const { files } = compared(
    [
      ...[kept, ...(madeNow === undefined ? [] : [madeNow])].map((text, index) => ({
        file: index === 0 ? 'kept.json' : 'now.json',
        verdict: verifyEvidence(text, { publicKey: TEST_KEY.publicKey }),
      })),
    ],
    true,
  );
  const findings = files.flatMap(({ verdict }) => (verdict.genuine ? [] : verdict.findings));
  const checked = await checkCheckpoint(opened.rows, COURSE, keptIn(post));
  const bad = STANDINGS.filter((each) => each === 'changed' || each === 'missing').filter(
    (each) => checked.counts[each] > 0,
  );
  await opened.backend.close();
  const found: Found = {
    student: /does not hold: ([^.]*)|not hold$/.test(own) ? 'told at once' : NOTHING,
    teacher: /No ledger of this class/.test(looked)
      ? 'no ledger has the receipt'
      : /does not hold/.test(looked)
        ? 'told that it does not hold'
        : NOTHING,
    verifier:
      findings.length > 0
        ? 'the two files don’t fit'
        : madeNow === undefined
          ? 'the kept file stands; none is made now'
          : NOTHING,
    checkpoint: [...checked.findings, ...bad].join(', ') || NOTHING,
  };
  return { found, looked };
}

/** Physics, whole turns, and the ledger's arithmetic. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Keyv from 'keyv';
import { chartUrl } from '../../src/charts/quickchart.ts';
import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import type { LabPack } from '../../src/labs/lab.ts';
import { attentionVerdict } from '../../src/labs/quadratic-wall/physics/attention.ts';
import { tokenLatency } from '../../src/labs/quadratic-wall/physics/depth-width.ts';
import { decide, verify } from '../../src/ledger/chain.ts';
import { newRecord } from '../../src/ledger/new-record.ts';
import { progressOf } from '../../src/ledger/progress.ts';
import { readRecord, recordText } from '../../src/ledger/record-json.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { plain } from '../../src/messages/rich-text.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { TEST_KEY } from '../support/key.ts';
import { actorNamed, choice, openTestLab, partsOf, type TestLab } from '../support/lab.ts';
import { perSecond, type Row } from './row.ts';

const STUDENTS = 100;
/** One alone is too short for a clock. */
const EVALUATIONS = 1_000;

async function assign(lab: TestLab): Promise<void> {
  const actor = { ...actorNamed('prof'), role: 'instructor', zone: 'UTC', channel: 'C1' } as const;
  const preview = await lab.assistant.say({ actor }, '/assign Fri 23:59 lab quadratic');
  await lab.assistant.ask({ actor }, choice(preview, 'Post it here').request);
  const { parts } = await lab.say('s0', '/lab quadratic');
  if (!parts.some((part) => part.kind === 'text' && plain(part.text).startsWith('Due '))) {
    throw new Error('nothing is assigned');
  }
}

/** As students have it: the class's rows in the same store. */
async function openClass(url: string, { isAssigned = false, key = TEST_KEY } = {}): Promise<TestLab> {
  const backend = await openBackend(url);
  const lab = await openTestLab({ store: new RecordStore(backend, PACKS, { key }), backend });
  if (isAssigned) await assign(lab);
  for (let student = 0; student < STUDENTS; student++) {
    const say = (line: string) => lab.say(`s${student}`, line);
    for (const line of TO_THE_FLEET) await say(line);
    await say('/predict lab quadratic');
    await say('/predict A');
    for (let run = 0; run < 10; run++) await say(`/seq ${600 + run}`);
  }
  return lab;
}

/** Until the second simulator of the second lab is open. */
const TO_THE_FLEET = [
  '/predict lab tail',
  '/predict A',
  '/load 50',
  '/reflect',
  '/reflect A',
  '/load 50 commit',
  '/predict',
  '/predict 5',
];

/** What sealing costs is seen against a key that does nothing. */
const NO_KEY = { ...TEST_KEY, mac: () => 'A'.repeat(22), isMac: () => true };

const SEQ = (turn: number): string => `/seq ${1024 + (turn % 100_000)} heads ${1 + (turn % 32)}`;
/** What a class tries: a few batches and replica counts, again and again. */
const FLEET = (turn: number): string => `/fleet ${[1, 4, 8, 16][turn % 4]} ${2 + (turn % 7)}`;

/** Parse, gate, physics, store, reply as data, chart URL. */
function turns(lab: TestLab, line: (turn: number) => string): () => Promise<void> {
  let turn = 0;
  return async () => {
    turn++;
    const reply = await lab.say(`s${turn % STUDENTS}`, line(turn));
    const charts = partsOf(reply, 'chart');
    if (charts.length === 0) throw new Error(`${line(turn)} ran nothing`);
    for (const { chart } of charts) chartUrl(chart);
  };
}

function ledgerOf(count: number) {
  let record = newRecord({ lab: FIRST_LAB, student: 'bench', seed: '0'.repeat(32), now: new Date(0) });
  for (let n = 0; n < count; n++) {
    record = decide(record, { kind: 'locked', question: `q${n}`, option: 'a' }, new Date(n), 'notebook');
  }
  return record;
}

export async function benchLab(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const memory = await openClass('memory:');
  const sqlite = await openClass(`sqlite://${join(folder, 'turns.sqlite')}`);
  const homework = await openClass(`sqlite://${join(folder, 'homework.sqlite')}`, { isAssigned: true });
  const unsealed = await openClass(`sqlite://${join(folder, 'unsealed.sqlite')}`, { key: NO_KEY });
  const keyv = new Keyv<string>();
  const stored = await memory.record('s1');
  const text = recordText(stored, TEST_KEY);
  const of = { lab: stored.lab, student: stored.student, actOf: () => undefined };
  const long = ledgerOf(500);
  let n = 512;
  // Kept, so that the work can't be left out.
  let sum = 0;
  const result = await perSecond({
    physics: () => {
      for (let evaluation = 0; evaluation < EVALUATIONS; evaluation++) {
        n = n >= 131_072 ? 512 : n + 1;
        if (attentionVerdict({ tokens: n, heads: 12 }, 'cloud') === 'fits') sum += 1;
        sum += tokenLatency({ layers: 2 + (n % 98), width: 512 }, 'edge', 'notebook').totalMs;
      }
    },
    memory: turns(memory, SEQ),
    fleet: turns(memory, FLEET),
    bareMemory: async () => {
      await keyv.get('one');
      await keyv.set('one', text);
    },
    sqlite: turns(sqlite, SEQ),
    unsealed: turns(unsealed, SEQ),
    read: () => {
      if ('trouble' in readRecord(text, of, TEST_KEY)) throw new Error('it does not hold');
    },
    homework: turns(homework, SEQ),
    fold: () => progressOf(long, PACKS[0] as LabPack, 'notebook'),
    verify: () => verify(long),
  });
  if (!Number.isFinite(sum)) throw new Error('the physics gave no number');
  await memory.store.close();
  await sqlite.store.close();
  await homework.store.close();
  await unsealed.store.close();
  await rm(folder, { recursive: true, force: true });
  return [
    { name: 'physics: a verdict and a latency', ours: result.physics * EVALUATIONS, unit: '/s' },
    {
      name: '/seq turn in memory, with its chart URL',
      ours: result.memory,
      bare: result.bareMemory,
      unit: 'turns/s',
      target: '≥ 10,000',
    },
    { name: 'a /fleet turn in memory, its curves kept', ours: result.fleet, unit: 'turns/s' },
    {
      name: '/seq turn on SQLite, durable and sealed, against one without codes',
      ours: result.sqlite,
      bare: result.unsealed,
      unit: 'turns/s',
      target: '≥ 0.91× bare',
    },
    { name: 'a record read and checked whole', ours: result.read, unit: '/s' },
    { name: 'the same in a class with homework', ours: result.homework, unit: 'turns/s' },
    { name: 'fold of 500 decisions', ours: result.fold, unit: '/s' },
    { name: 'verify of 500 decisions', ours: result.verify, unit: '/s' },
  ];
}

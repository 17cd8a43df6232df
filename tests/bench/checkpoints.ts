/** A checkpoint of a large class on SQLite: reading it, the tree, the signature and the rows; and one student's proof from it. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inclusionsFor, takeCheckpoint } from '../../src/course/checkpoints.ts';
import { CourseStore } from '../../src/course/course-store.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import type { LabPack } from '../../src/labs/lab.ts';
import { sha256 } from '../../src/ledger/hashing.ts';
import { progressKey } from '../../src/ledger/keys.ts';
import { summaryText } from '../../src/ledger/summary.ts';
import { studentId } from '../../src/messages/actor.ts';
import type { Backend } from '../../src/store/backend.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { randomClass } from '../support/class.ts';
import { TEST_KEY } from '../support/key.ts';
import type { Row } from './row.ts';

const STUDENTS = 10_000;
const COURSE = 'discord:1234567890123456';
const DAYS = 8;
const BATCH = 500;
const PROOFS = 9;

const [pack] = PACKS.slice(0, 1) as [LabPack];
const studentOf = (n: number): string =>
  studentId({ platform: 'discord', workspace: '1234567890123456', user: String(2 ** 50 + n * 7_919) });

async function timed<T>(work: () => Promise<T>): Promise<readonly [ms: number, result: T]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Everybody's summary on that day; from one day to the next a quarter of the class has gone on. */
async function fill(backend: Backend, day: number): Promise<void> {
  const { members } = randomClass(pack, BATCH);
  for (let first = 0; first < STUDENTS; first += BATCH) {
    const changes = new Map<string, string>();
    for (let n = first; n < first + BATCH; n++) {
      if (day > 0 && (n + day) % 4 > 0) continue;
      const summary = members.find((each) => each.summary)?.summary;
      const key = progressKey(pack.id, studentOf(n));
      const [last, head] = [sha256(`${n} ${day} last`), sha256(`${n} ${day}`)];
      const chain = { decisions: day + 1, runs: n % 50, last, head };
      if (summary) changes.set(key, summaryText({ ...summary, chain }, key, TEST_KEY));
    }
    await backend.hold('fill', (rows) => rows.write(changes));
  }
}

export async function benchCheckpoints(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-checkpoints-'));
  const backend = await openBackend(`sqlite://${join(folder, 'lab.sqlite')}`);
  try {
    const store = new CourseStore(backend, PACKS, TEST_KEY);
    const taken: number[] = [];
    for (let day = 0; day < DAYS; day++) {
      await fill(backend, day);
      const now = new Date(Date.UTC(2026, 10, 1 + day));
      const [ms, { isNew }] = await timed(() =>
        takeCheckpoint(store, PACKS, COURSE, now, () => ({ why: 'daily', posts: [] })),
      );
      if (!isNew) throw new Error('none was taken');
      taken.push(ms);
    }
    const proofs: number[] = [];
    for (let n = 0; n < PROOFS; n++) {
      const [ms, inclusions] = await timed(() => inclusionsFor(store, COURSE, studentOf(n * 997), pack.id));
      if (inclusions.length !== 2) throw new Error(`there were ${inclusions.length} proofs`);
      proofs.push(ms);
    }
    const name = `checkpoint of ${STUDENTS.toLocaleString('en-US')} students`;
    return [
      { name: `${name}, the first`, ours: taken[0] ?? Number.NaN, unit: 'ms', target: '< 1,000' },
      { name: `${name}, one of ${DAYS}: slowest`, ours: Math.max(...taken), unit: 'ms', target: '< 1,000' },
      { name: 'one student’s two proofs from it', ours: median(proofs), unit: 'ms' },
    ];
  } finally {
    await backend.close();
    await rm(folder, { recursive: true, force: true });
  }
}

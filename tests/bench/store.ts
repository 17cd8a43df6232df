/** What a class is read with: the list of a collection among many more rows, on each store that is present. */

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '../../src/store/backend.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { SERVICES, type ServiceName } from '../support/services.ts';
import type { Row } from './row.ts';

const SUMMARIES = 10_000;
const SUMMARY_BYTES = 180;
/** Other rows for each summary: 200,000 in all, of a record's size, which no store can compress. */
const OTHERS = 20;
const RECORD_BYTES = 4_000;
/** Summaries that are written at once while the store is filled, each with its other rows. */
const BATCH = 50;
const LISTS = 15;
const WRITES = 200;

const NOISE = randomBytes(1 << 20).toString('base64');
const noise = (bytes: number): string => {
  const from = Math.floor(Math.random() * (NOISE.length - bytes));
  return NOISE.slice(from, from + bytes);
};

/** Students come in no order: 7,919 is prime to their number. */
const summaryKey = (n: number): string => `progress:class:lab/${(n * 7_919) % SUMMARIES}`;

/** Summaries among the other rows, as students write them. */
async function fill(backend: Backend): Promise<void> {
  for (let first = 0; first < SUMMARIES; first += BATCH) {
    const changes = new Map<string, string>();
    for (let n = first; n < first + BATCH; n++) {
      for (let other = 0; other < OTHERS; other++) changes.set(`ledger:${n}:${other}`, noise(RECORD_BYTES));
      changes.set(summaryKey(n), noise(SUMMARY_BYTES));
    }
    await backend.hold('fill', (rows) => rows.write(changes));
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const median = (spent: readonly number[]): number =>
  spent.toSorted((a, b) => a - b)[Math.floor(spent.length / 2)] ?? Number.NaN;

async function measure(name: string, backend: Backend): Promise<Row[]> {
  await fill(backend);
  const list = async (): Promise<void> => {
    const { length } = await backend.list('progress:class:lab');
    if (length !== SUMMARIES) throw new Error(`${name} listed ${length}`);
  };
  const lists: number[] = [];
  for (let n = 0; n < LISTS; n++) lists.push(await timed(list));
  const record = new Map([['ledger:1:1', RECORD_BYTES]]);
  const write = (sizes: ReadonlyMap<string, number>): Promise<void> =>
    backend.hold('student', (rows) =>
      rows.write(new Map([...sizes].map(([key, bytes]) => [key, noise(bytes)]))),
    );
  const [single, pair]: [number[], number[]] = [[], []];
  // In turns, so that a machine that slows down slows both.
  for (let n = 0; n < WRITES; n++) {
    single.push(await timed(() => write(record)));
    pair.push(await timed(() => write(new Map([...record, [summaryKey(1), SUMMARY_BYTES]]))));
  }
  const what = `list of ${SUMMARIES.toLocaleString('en-US')} among ${(OTHERS * SUMMARIES).toLocaleString('en-US')}, ${name}`;
  return [
    { name: `${what}: median`, ours: median(lists), unit: 'ms', target: '< 300' },
    { name: `${what}: slowest of ${LISTS}`, ours: Math.max(...lists), unit: 'ms', target: '< 300' },
    {
      name: `two rows together, ${name} (bare: one row)`,
      ours: median(pair),
      bare: median(single),
      unit: 'ms',
    },
  ];
}

async function inFile(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const backend = await openBackend(`sqlite://${join(folder, 'lab.sqlite')}`);
    return await measure('SQLite', backend).finally(() => backend.close());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function onService(name: ServiceName): Promise<Row[]> {
  const { present, start, installs } = SERVICES[name];
  if (!present) {
    process.stderr.write(`${name} is not installed, so it was not measured: install ${installs}\n`);
    return [];
  }
  const service = await start();
  try {
    const backend = await openBackend(service.url);
    return await measure(name, backend).finally(() => backend.close());
  } finally {
    await service.stop();
  }
}

export async function benchStore(): Promise<Row[]> {
  // One after another: each fills 840 MB of disk or memory, and gives it back.
  return [...(await inFile()), ...(await onService('Redis')), ...(await onService('Postgres'))];
}

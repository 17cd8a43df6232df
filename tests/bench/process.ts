/** The program as a whole: how soon it answers, and how much it keeps in memory for ten thousand students. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../support/child.ts';
import { openTestLab } from '../support/lab.ts';
import { openTestStore } from '../support/stores.ts';
import type { Row } from './row.ts';

const STARTS = 5;
const STUDENTS = 10_000;
const AT_ONCE = 100;

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

async function startOnce(folder: string): Promise<{ listening: number; answered: number }> {
  const start = performance.now();
  const child = run('dist/main.js', [], {
    PORT: '0',
    STORE_URL: `sqlite://${join(folder, 'start.sqlite')}`,
    LOG_LEVEL: 'silent',
  });
  const address = /http:\S+/.exec(await child.line((line) => line.includes('http://')))?.[0] ?? '';
  const listening = performance.now() - start;
  const answer = await fetch(`${address}/api/turn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ persona: 'student-1', line: '/lab', delivery: 'bench' }),
  });
  await answer.text();
  if (!answer.ok) throw new Error(`the playground answered ${answer.status}`);
  const answered = performance.now() - start;
  child.process.kill('SIGTERM');
  if ((await child.ended) !== 0) throw new Error('it did not stop cleanly');
  return { listening, answered };
}

/** Run in a process of its own: `node dist/bench.js resident FILE`. Prints bytes. */
export async function resident(file: string): Promise<void> {
  const lab = await openTestLab({ store: await openTestStore(`sqlite://${file}`) });
  for (let from = 0; from < STUDENTS; from += AT_ONCE) {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, n) => {
        const user = `student-${from + n}`;
        for (const line of ['/predict lab quadratic', '/predict A', '/seq 64k']) await lab.say(user, line);
      }),
    );
  }
  process.stdout.write(`${process.memoryUsage().rss}\n`);
  await lab.store.close();
}

export async function benchProcess(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const starts: Awaited<ReturnType<typeof startOnce>>[] = [];
  for (let start = 0; start < STARTS; start++) starts.push(await startOnce(folder));
  const child = run('dist/bench.js', ['resident', join(folder, 'resident.sqlite')]);
  const bytes = Number(await child.line((line) => /^\d+$/.test(line)));
  await child.ended;
  const empty = run('-p', ['process.memoryUsage().rss']);
  const bareBytes = Number(await empty.line((line) => /^\d+$/.test(line)));
  await rm(folder, { recursive: true, force: true });
  return [
    {
      name: 'start to listening',
      ours: median(starts.map(({ listening }) => listening)),
      unit: 'ms',
      target: '< 700',
    },
    { name: 'start to first answer', ours: median(starts.map(({ answered }) => answered)), unit: 'ms' },
    {
      name: 'resident after 10,000 students',
      ours: bytes / 1e6,
      bare: bareBytes / 1e6,
      unit: 'MB',
      target: '< 150',
    },
  ];
}

/** Durable locks, beside a bare Keyv set of the same bytes in the same kind of file. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Keyv from 'keyv';
import { openSqlite } from '../../src/store/sqlite.ts';
import { openTestLab } from '../support/lab.ts';
import { openTestStore } from '../support/stores.ts';
import type { Row } from './row.ts';

const ROUNDS = 10;
const EACH = 200;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Ours and bare in turns, so that a machine that slows down slows both. */
export async function benchLedger(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const lab = await openTestLab({ store: await openTestStore(`sqlite://${join(folder, 'ours.sqlite')}`) });
  const backend = await openSqlite(join(folder, 'bare.sqlite'));
  const keyv = new Keyv<string>({
    store: backend,
    useKeyPrefix: false,
    throwOnErrors: true,
    serialize: ({ value }) => String(value),
    deserialize: <Value>(text: string) => ({ value: text as Value, expires: undefined }),
  });
  const spent = { sequential: 0, bareSequential: 0, together: 0, bareTogether: 0 };
  await lab.say('sample', '/predict lab quadratic');
  const before = JSON.stringify(await lab.record('sample'));
  await lab.say('sample', '/predict A');
  const text = JSON.stringify(await lab.record('sample'));
  for (let round = 0; round < ROUNDS; round++) {
    const users = Array.from({ length: 2 * EACH }, (_, n) => `r${round}s${n}`);
    for (const user of users) await lab.say(user, '/predict lab quadratic');
    // The row that a lock changes is there before it, and is another: SQLite would not write the same again.
    for (const user of users) await keyv.set(user, before);
    const [first, second] = [users.slice(0, EACH), users.slice(EACH)];
    const ours = async (): Promise<void> => {
      spent.sequential += await timed(async () => {
        for (const user of first) await lab.say(user, '/predict A');
      });
      spent.together += await timed(() => Promise.all(second.map((user) => lab.say(user, '/predict B'))));
    };
    const bare = async (): Promise<void> => {
      spent.bareSequential += await timed(async () => {
        for (const user of first) await keyv.set(user, text);
      });
      spent.bareTogether += await timed(() => Promise.all(second.map((user) => keyv.set(user, text))));
    };
    // Each goes first in turn, so that neither always meets the busier disk.
    for (const side of round % 2 ? [ours, bare] : [bare, ours]) await side();
  }
  await lab.store.close();
  await keyv.disconnect();
  await rm(folder, { recursive: true, force: true });
  const milliseconds = (total: number): number => total / (ROUNDS * EACH);
  return [
    {
      name: 'durable lock, one after another',
      ours: milliseconds(spent.sequential),
      bare: milliseconds(spent.bareSequential),
      unit: 'ms',
      target: '≤ 1.5× a Keyv set',
    },
    {
      name: `durable lock, ${EACH} students at once`,
      ours: milliseconds(spent.together),
      bare: milliseconds(spent.bareTogether),
      unit: 'ms',
      target: '≤ 1.5× a Keyv set',
    },
  ];
}

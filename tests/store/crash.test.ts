/** A process killed at random moments: rows that were written together are both there or neither, also where one was deleted. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../src/store/open-backend.ts';
import { bundle, run } from '../support/child.ts';
import { moments } from '../support/moments.ts';
import { SERVICES, type Service, type ServiceName, withService } from '../support/services.ts';

/** Each round's pairs have numbers of their own. */
const PER_ROUND = 10_000;
/** More than are written at once. */
const AHEAD = 8;
/** A round ends after as many, or fewer. */
const LINES = 24;

async function keepsPairs(url: string, rounds: number): Promise<void> {
  const program = await bundle('tests/store/programs/move-rows.ts');
  const moment = moments(7);
  const said = { written: new Set<number>(), moved: new Set<number>() };
  for (let round = 0; round < rounds; round++) {
    const child = run(program, [url, String(round * PER_ROUND)]);
    await child.line((line) => line === 'open');
    const lines = 1 + Math.floor(moment.next().value * LINES);
    await child.line(() => child.lines.length > lines);
    await sleep(moment.next().value * 10);
    child.process.kill('SIGKILL');
    expect(await child.ended).toBe('SIGKILL');
    for (const line of child.lines) {
      const [what, number] = line.split(' ');
      if (what === 'written' || what === 'moved') said[what].add(Number(number));
    }
  }
  expect(said.moved.size, 'some are moved').toBeGreaterThan(rounds);

  const backend = await openBackend(url);
  const numbersIn = async (collection: string): Promise<Set<number>> =>
    new Set((await backend.list(collection)).map(([id]) => Number(id)));
  const [before, after] = [await numbersIn('before'), await numbersIn('after')];
  const known = [...before, ...after, ...said.written];
  for (let round = 0; round < rounds; round++) {
    const first = round * PER_ROUND;
    const last = Math.max(first, ...known.filter((n) => n >= first && n < first + PER_ROUND));
    // Also those that were begun and not yet said.
    const numbers = Array.from({ length: last - first + AHEAD }, (_, n) => first + n);
    const records = await backend.read(numbers.map((number) => `record:${number}`));
    for (const number of numbers) {
      const record = records.get(`record:${number}`);
      expect([before.has(number), after.has(number)], `pair ${number}`).toEqual([
        record?.startsWith('x') ?? false,
        record === 'moved',
      ]);
      if (said.written.has(number)) expect(record, `${number} was said to be written`).toBeDefined();
      if (said.moved.has(number)) expect(record, `${number} was said to be moved`).toBe('moved');
    }
  }
  await backend.close();
}

describe('kill -9 at random moments', () => {
  describe('on SQLite', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'crash-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));
    it(
      'leaves both rows of a write or neither',
      () => keepsPairs(`sqlite://${join(folder, 'lab.sqlite')}`, 20),
      120_000,
    );
  });

  describe.each<ServiceName>(['Redis', 'Postgres'])('on %s', (name) =>
    withService(name, () => {
      let service: Service;
      beforeAll(async () => {
        service = await SERVICES[name].start();
      });
      afterAll(() => service.stop());
      it('leaves both rows of a write or neither', () => keepsPairs(service.url, 10), 120_000);
    }),
  );
});

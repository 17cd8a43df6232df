/**
 * Processes killed at random moments while they remind a class, against a message server that loses answers: no student hears
 * a thing twice, and what nobody heard is written down. FULL=1 is the long form of a thousand rounds.
 */

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, run } from '../support/child.ts';
import { moments } from '../support/moments.ts';
import { SERVICES, type Service, type ServiceName, withService } from '../support/services.ts';
import { fastClock, studentsOfRound } from './programs/round.ts';

const FULL = process.env.FULL === '1';
const ROUNDS = { SQLite: FULL ? 400 : 6, Redis: FULL ? 300 : 4, Postgres: FULL ? 300 : 4 };
const TIMEOUT_MS = FULL ? 3_600_000 : 240_000;

interface Message {
  readonly channel: string;
  readonly id: string;
  readonly at: Date;
}

/** Of a hundred messages, so many are taken and the answer is lost, or not taken at all. */
const LOST = 12;
const REFUSED = 5;

async function startServer(zero: number, messages: Message[]): Promise<{ url: string; server: Server }> {
  const now = fastClock(zero);
  const chance = moments(11);
  const server = createServer(async (request, response) => {
    const { channel, id, since } = JSON.parse(await text(request));
    if (request.url === '/history') {
      const found = messages.findIndex(
        (each) => each.channel === channel && each.id === id && each.at >= new Date(since),
      );
      response.writeHead(found >= 0 ? 200 : 404).end(String(found));
      return;
    }
    await sleep(chance.next().value * 40);
    const luck = chance.next().value * 100;
    if (luck < REFUSED) return response.writeHead(429).end();
    messages.push({ channel, id, at: now() });
    await sleep(chance.next().value * 40);
    if (luck < REFUSED + LOST) return request.socket.destroy();
    response.writeHead(200).end(String(messages.length));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, server };
}

const rowPattern = /^row (.*)$/;

/** @param together how many processes are on the store at once */
async function remindThroughKills(url: string, rounds: number, together: number): Promise<void> {
  const program = await bundle('tests/course/programs/remind.ts');
  const moment = moments(together);
  const zero = Date.now();
  const messages: Message[] = [];
  const { url: address, server } = await startServer(zero, messages);
  const start = (round: number, ...mode: readonly string[]) =>
    run(program, [url, address, String(zero), String(round), ...mode]);
  let midway = 0;
  for (let round = 0; round < rounds; round++) {
    const children = Array.from({ length: together }, () => start(round));
    await Promise.all(
      children.map(async (child) => {
        await child.line((line) => line === 'open');
        await sleep(moment.next().value * 300);
        child.process.kill('SIGKILL');
        expect(await child.ended).toBe('SIGKILL');
        if (!child.lines.includes('looked')) midway += 1;
      }),
    );
  }
  const last = start(rounds, 'settle');
  expect(await last.ended, last.errors()).toBe(0);
  server.close();
  server.closeAllConnections();

  const rows = last.lines.flatMap((line) => {
    const [, row] = rowPattern.exec(line) ?? [];
    return row === undefined
      ? []
      : [JSON.parse(row) as { id: string; student: string; state: string; attempt: number }];
  });
  const heard = new Map<string, number>();
  for (const { id, channel } of messages) {
    const key = `${channel} ${id}`;
    heard.set(key, (heard.get(key) ?? 0) + 1);
  }
  const doubled = [...heard].filter(([, count]) => count > 1);
  const everybody = Array.from({ length: rounds }, (_, round) => studentsOfRound(round)).flat();
  const states: Record<string, number> = {};
  for (const { state } of rows) states[state] = (states[state] ?? 0) + 1;
  const figures = {
    rounds,
    killed: rounds * together,
    midway,
    students: everybody.length,
    messages: messages.length,
    doubled: doubled.length,
    retried: rows.filter(({ attempt }) => attempt > 1).length,
    ...states,
  };
  console.info(JSON.stringify(figures));
  expect(doubled).toEqual([]);
  expect(rows.map(({ student }) => student).sort()).toEqual(everybody.toSorted());
  expect(messages.length).toBe(rows.filter(({ state }) => state === 'sent').length);
  expect(midway, 'processes that were killed at their work').toBeGreaterThan(rounds / 4);
}

describe('kill -9 while a class is reminded', () => {
  describe('on SQLite', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'remind-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));
    it(
      'doubles nothing and loses nothing without a word',
      () => remindThroughKills(`sqlite://${join(folder, 'lab.sqlite')}`, ROUNDS.SQLite, 1),
      TIMEOUT_MS,
    );
  });

  describe.each<ServiceName>(['Redis', 'Postgres'])('two processes on %s', (name) =>
    withService(name, () => {
      let service: Service;
      beforeAll(async () => {
        service = await SERVICES[name].start();
      });
      afterAll(() => service.stop());
      it(
        'double nothing and lose nothing without a word',
        () => remindThroughKills(service.url, ROUNDS[name], 2),
        TIMEOUT_MS,
      );
    }),
  );
});

/** What twenty students wait while one sends thousands of requests at once, through the shipped program and real discord.js. */

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DiscordServer, openDiscordServer } from '../discord/discord-server.ts';
import { Person } from '../discord/person.ts';
import { TOKEN } from '../discord/protocol.ts';
import { run } from '../support/child.ts';
import { SERVICES, type ServiceName } from '../support/services.ts';
import type { Row } from './row.ts';

const OTHERS = 20;
const FLOOD = 3_000;
const ROUNDS = 2;
/** As long as anybody waits; a request that Discord gives up is never answered. */
const LONGEST_MS = 30_000;

const personOf = (server: DiscordServer, n: number): Person =>
  new Person(server, String(800_000_000_000_000_000n + BigInt(n)));

async function lock(person: Person): Promise<void> {
  await person.type('predict', { lab: 'quadratic' });
  await person.type('predict', { answer: 'A' });
}

/** How long the answer takes, in ms. */
async function waitOf(person: Person, tokens: number): Promise<number> {
  const began = performance.now();
  await Promise.race([person.type('seq', { tokens }), sleep(LONGEST_MS, undefined, { ref: false })]);
  return performance.now() - began;
}

let nextTokens = 0;
/** A number that nobody had, so that its chart is a new one. */
const newTokens = (): number => 1_024 + ((nextTokens++ * 7_919) % 100_000);

const together = (people: readonly Person[]): Promise<number[]> =>
  Promise.all(people.map((person) => waitOf(person, newTokens())));

/** Until an answer comes about as fast as it does alone. */
async function quiet(person: Person, usualMs: number): Promise<void> {
  do await sleep(500);
  while ((await waitOf(person, newTokens())) > 2 * usualMs);
}

async function measured(name: string, env: NodeJS.ProcessEnv): Promise<Row[]> {
  const server = await openDiscordServer();
  server.watching = false;
  const bot = run('dist/main.js', [], {
    DISCORD_TOKEN: TOKEN,
    DISCORD_API_URL: server.apiUrl,
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...env,
  });
  await bot.line((line) => line.includes('on Discord'));
  const [greedy, ...others] = Array.from({ length: OTHERS + 1 }, (_, n) => personOf(server, n));
  if (!greedy) throw new RangeError('nobody');
  for (const person of [greedy, ...others]) await lock(person);
  for (let n = 0; n < 20; n++) await together(others);
  const usualMs = await waitOf(greedy, newTokens());
  const waits = { alone: [] as number[], beside: [] as number[] };
  for (let n = 0; n < ROUNDS; n++) {
    await quiet(greedy, usualMs);
    waits.alone.push(...(await together(others)));
    for (let sent = 0; sent < FLOOD; sent++) greedy.send('seq', { tokens: newTokens() });
    waits.beside.push(...(await together(others)));
  }
  bot.process.kill();
  await bot.ended;
  await server.close();
  const slowest = (all: readonly number[]): number => Math.max(...all);
  return [
    {
      name: `slowest of ${OTHERS} beside one’s ${FLOOD.toLocaleString('en-US')} at once, ${name} (bare: alone)`,
      ours: slowest(waits.beside),
      bare: slowest(waits.alone),
      unit: 'ms',
    },
  ];
}

async function inFile(name: string, env: NodeJS.ProcessEnv = {}): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    return await measured(name, { STORE_URL: `sqlite://${join(folder, 'lab.sqlite')}`, ...env });
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
    return await measured(name, { STORE_URL: service.url, LEDGER_KEY: randomBytes(32).toString('hex') });
  } finally {
    await service.stop();
  }
}

export async function benchFairness(): Promise<Row[]> {
  return [
    ...(await inFile('SQLite')),
    ...(await inFile('SQLite, charts drawn here', { QUICKCHART_URL: 'embedded' })),
    ...(await onService('Redis')),
    ...(await onService('Postgres')),
  ];
}

/** The gateway: what happens to students when it drops, forgets, restarts or splits. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDiscord } from '../../adapters/discord/discord.ts';
import { ConfigError } from '../../src/config.ts';
import { UnreachableError } from '../../src/unreachable.ts';
import { openTestLab, type TestLab } from '../support/lab.ts';
import { freePort } from '../support/services.ts';
import { type DiscordServer, openDiscordServer } from './discord-server.ts';
import { type OpenDiscord, openDiscord, startOptions } from './open-discord.ts';
import { Person } from './person.ts';
import { error, GUILD_ID, wordsOf } from './protocol.ts';

const ADA = '600000000000000001';
const BEN = '600000000000000002';
/** Identifying again waits for its turn. */
const PATIENT = { timeout: 20_000 };

describe('one connection', () => {
  let discord: OpenDiscord;
  beforeEach(async () => {
    discord = await openDiscord();
  });
  afterEach(async () => {
    await discord.close();
    expect(discord.server.problems).toEqual([]);
  });

  const callbacksTo = (token: string) =>
    discord.server.answersTo(token).filter(({ path }) => path.endsWith('/callback'));
  const well = () => discord.bot.health().catch((error: Error) => error.message);

  /** Answers once, before and after, with nothing lost between. */
  async function throughout(happen: () => void, sessions: readonly string[]): Promise<void> {
    const ada = discord.person(ADA);
    await ada.type('predict', { lab: 'quadratic' });
    const first = ada.send('predict', { answer: 'A' });
    await discord.server.shown(first.token);
    happen();
    await expect.poll(() => discord.server.sessions, PATIENT).toEqual(sessions);
    await expect.poll(well, PATIENT).toBe('connected, 1 shard');
    // As Discord does for a session that it takes up again.
    discord.server.dispatch(first);
    expect(wordsOf(await ada.type('predict', { answer: 'C' }))).toMatch(/already locked \**A/);
    expect(callbacksTo(first.token)).toHaveLength(1);
  }

  it('that Discord asks to come back (7) resumes', () =>
    throughout(() => discord.server.reconnect(), ['identify', 'resume']));
  it(
    'that is no longer valid (9) identifies again',
    () => throughout(() => discord.server.invalidate(), ['identify', 'identify']),
    30_000,
  );
  it(
    'that timed out (4009) comes back',
    () => throughout(() => discord.server.drop(4009), ['identify', 'resume']),
    30_000,
  );

  it('that is refused for good (4004) is not well, and says so to whoever asks', async () => {
    discord.server.drop(4004);
    await expect.poll(well, PATIENT).toBe('Discord closed the gateway for good');
  });
});

describe('a start', () => {
  let server: DiscordServer;
  beforeEach(async () => {
    server = await openDiscordServer();
  });
  afterEach(() => server.close());
  const start = async (options: object = {}) =>
    startDiscord({ ...startOptions(server, await openTestLab()), ...options });

  it('that Discord allows no more today says so', async () => {
    server.startsLeft = 0;
    await expect(start()).rejects.toThrow('connect no more often today');
    await expect(start()).rejects.toThrow(ConfigError);
  });

  it('that names too few shards says so', async () => {
    server.identifyClose = 4011;
    await expect(start({ shards: { own: [0], of: 1 } })).rejects.toThrow('DISCORD_SHARDS does not fit');
  });

  it('whose token is refused at the gateway says so', async () => {
    server.identifyClose = 4004;
    await expect(start()).rejects.toThrow('DISCORD_TOKEN is refused');
  });

  it('for a server that there is not says so', async () => {
    server.fault = ({ path }) => (path.includes('/guilds/') ? error(404, 10004, 'Unknown Guild') : undefined);
    await expect(start({ guildId: '300000000000000003' })).rejects.toThrow(
      'is not a server that Discord knows',
    );
  });

  it.each([
    ['the application', '/applications/@me'],
    ['the commands', '/commands'],
  ])('to which something else than Discord answers for %s says so', async (_, path) => {
    server.fault = (request) => (request.path.endsWith(path) ? { status: 200, body: null } : undefined);
    await expect(start()).rejects.toThrow('is not Discord');
    await expect(start()).rejects.toThrow(UnreachableError);
  });

  it('that Discord can’t answer now may help later', async () => {
    server.fault = () => error(503, 0, 'down');
    await expect(start()).rejects.toThrow(UnreachableError);
    const port = await freePort();
    const nowhere = start({ apiUrl: `http://127.0.0.1:${port}/api` });
    await expect(nowhere).rejects.toThrow(/Discord can’t be reached \(ECONNREFUSED\)/);
  }, 20_000);
});

describe('shards', () => {
  let server: DiscordServer;
  let lab: TestLab;
  beforeEach(async () => {
    server = await openDiscordServer();
    server.shards = 2;
    lab = await openTestLab();
  });
  afterEach(() => server.close());

  /** A server of the other shard: Discord counts from the 22nd bit. */
  const elsewhere = String(BigInt(GUILD_ID) + (1n << 22n));
  const students = () => [
    new Person(server, ADA, { guild: GUILD_ID }),
    new Person(server, BEN, { guild: elsewhere }),
    new Person(server, BEN, { guild: undefined }),
  ];

  async function everyoneLocks(): Promise<void> {
    for (const student of students()) {
      await student.type('predict', { lab: 'quadratic' });
      expect(wordsOf(await student.type('predict', { answer: 'B' }))).toContain('Locked: B');
    }
  }

  it('are started as many as the gateway asks for, and any of them answers', async () => {
    const bot = await startDiscord(startOptions(server, lab));
    expect(server.shardOf(GUILD_ID)).not.toBe(server.shardOf(elsewhere));
    expect(server.connectedShards).toEqual([0, 1]);
    expect(await bot.health()).toBe('connected, 2 shards');
    await everyoneLocks();
    await bot.close();
  });

  it('are started one after another, however long that takes all together', async () => {
    server.shards = 3;
    server.concurrency = 1;
    const bot = await startDiscord(startOptions(server, lab));
    expect(await bot.health()).toBe('connected, 3 shards');
    await bot.close();
  }, 40_000);

  it('are split over processes by configuration, and any of them answers', async () => {
    const bots = [
      await startDiscord({ ...startOptions(server, lab), shards: { own: [0], of: 2 } }),
      await startDiscord({ ...startOptions(server, lab), shards: { own: [1], of: 2 } }),
    ];
    expect(server.connectedShards).toEqual([0, 1]);
    for (const bot of bots) expect(await bot.health()).toBe('connected, 1 shard');
    await everyoneLocks();
    // Registered by the first, found by the second.
    const written = server.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/commands'),
    );
    expect(new Set(written.map(({ body }) => (body as { name: string }).name)).size).toBe(written.length);
    await Promise.all(bots.map((bot) => bot.close()));
  });
});

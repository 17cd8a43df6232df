/** `/seq` turns a second through real discord.js on loopback, beside the smallest bot that there can be. */

import { type DiscordServer, openDiscordServer } from '../discord/discord-server.ts';
import { openDiscord } from '../discord/open-discord.ts';
import { Person } from '../discord/person.ts';
import { TOKEN } from '../discord/protocol.ts';
import { bundle, run } from '../support/child.ts';
import { type Side, STUDENTS, sideBySide } from './in-flight.ts';
import type { Row } from './row.ts';
import { smallestBot } from './smallest/discord.ts';

function sideOf(server: DiscordServer, close: () => Promise<unknown>): Side {
  server.watching = false;
  const people = Array.from(
    { length: STUDENTS },
    (_, n) => new Person(server, String(800_000_000_000_000_000n + BigInt(n))),
  );
  const type = (person: number, ...command: Parameters<Person['type']>) =>
    (people[person] as Person).type(...command);
  return {
    turn: (person, tokens) => type(person, 'seq', { tokens }),
    lock: async (person) => {
      await type(person, 'predict', { lab: 'quadratic' });
      await type(person, 'predict', { answer: 'A' });
    },
    close: async () => {
      await close();
      await server.close();
    },
  };
}

/** Students, Discord and bot on one thread: what a turn costs in all. */
async function together(): Promise<Row[]> {
  const lab = await openDiscord();
  const server = await openDiscordServer();
  const bot = await smallestBot(TOKEN, server.apiUrl);
  return sideBySide(
    { name: 'Discord: /seq turns, 64 in flight', target: '≥ 0.6 of "ok"' },
    sideOf(lab.server, () => lab.bot.close()),
    sideOf(server, () => bot.close()),
  );
}

async function inAProcess(program: string, args: readonly string[], says: string): Promise<Side> {
  const server = await openDiscordServer();
  const bot = run(program, args, {
    DISCORD_TOKEN: TOKEN,
    DISCORD_API_URL: server.apiUrl,
    STORE_URL: 'memory:',
    PORT: '0',
    LOG_LEVEL: 'silent',
  });
  await bot.line((line) => line.includes(says));
  return sideOf(server, async () => {
    bot.process.kill();
    await bot.ended;
  });
}

/** The program as it is shipped, and the smallest, with Discord and the students in another process: what the bot alone costs. */
const apart = async (): Promise<Row[]> =>
  sideBySide(
    { name: 'Discord: the bot’s process alone', latency: true },
    await inAProcess('dist/main.js', [], 'on Discord'),
    await inAProcess(await bundle('tests/bench/smallest/main.ts'), ['discord'], 'ready'),
  );

export const benchDiscord = async (): Promise<Row[]> => [...(await together()), ...(await apart())];

/** Servers that come and go: taken out of one is told, an outage is not. */

import { afterEach, expect, it } from 'vitest';
import { type OpenDiscord, openDiscord } from './open-discord.ts';
import { GUILD_ID, wordsOf } from './protocol.ts';

let discord: OpenDiscord;
afterEach(() => discord.close());

async function opened(failing = false): Promise<string[]> {
  const told: string[] = [];
  const note = (what: string) => async (workspace: string) => {
    told.push(`${what} ${workspace}`);
    if (failing) throw new Error('the store is away');
  };
  discord = await openDiscord({ onRemoved: note('removed'), onBack: note('back') });
  return told;
}

/** Answered after everything that came before it. */
const after = () => discord.person('600000000000000001').type('lab');

it('the application was taken out, and is back', async () => {
  const told = await opened();
  discord.server.emit('GUILD_DELETE', { id: GUILD_ID });
  await expect.poll(() => told).toEqual([`removed ${GUILD_ID}`]);
  discord.server.emit('GUILD_CREATE', { id: GUILD_ID, name: 'course', channels: [], members: [], roles: [] });
  await expect.poll(() => told).toEqual([`removed ${GUILD_ID}`, `back ${GUILD_ID}`]);
});

it('a server is only down, and up again: nothing is told of the outage', async () => {
  const told = await opened();
  discord.server.emit('GUILD_DELETE', { id: GUILD_ID, unavailable: true });
  discord.server.emit('GUILD_CREATE', { id: GUILD_ID, unavailable: true });
  await after();
  expect(told).toEqual([]);
});

it('what fails in taking note of it harms no answer', async () => {
  const told = await opened(true);
  discord.server.emit('GUILD_DELETE', { id: GUILD_ID });
  expect(wordsOf(await after())).toContain('lab');
  expect(told).toEqual([`removed ${GUILD_ID}`]);
});

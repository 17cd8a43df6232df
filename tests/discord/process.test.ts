/** The whole program on Discord: registered once, killed between commit and answer, started again, refused. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandsFor } from '../../commands/index.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { build } from '../support/build.ts';
import { type Child, run } from '../support/child.ts';
import { type DiscordServer, openDiscordServer } from './discord-server.ts';
import { Person } from './person.ts';
import { error, GUILD_ID, TOKEN, wordsOf } from './protocol.ts';

let programs: string;
let folder: string;
let server: DiscordServer;
beforeAll(async () => {
  programs = build('discord');
  folder = await mkdtemp(join(tmpdir(), 'discord-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  server = await openDiscordServer();
});
afterEach(() => server.close());

const start = (program: string, env: NodeJS.ProcessEnv = {}): Child =>
  run(join(programs, program), [], {
    PORT: '0',
    STORE_URL: `sqlite://${join(folder, 'lab.sqlite')}`,
    DISCORD_TOKEN: TOKEN,
    DISCORD_GUILD_ID: GUILD_ID,
    DISCORD_API_URL: server.apiUrl,
    ...env,
  });
const ready = (child: Child) => child.line((line) => line.includes('on Discord'));
const writes = () =>
  server.requests.filter(({ method, path }) => method !== 'GET' && path.endsWith('/commands')).length;

describe('the program', () => {
  it('killed between commit and answer has the lock after a restart, once, and says so', async () => {
    const first = start('main.js');
    await ready(first);
    const ada = new Person(server, '700000000000000007');
    await ada.type('predict', { lab: 'quadratic' });
    server.fault = ({ path }) => {
      if (!path.endsWith('/callback')) return undefined;
      first.process.kill('SIGKILL');
      return 'hang';
    };
    ada.send('predict', { answer: 'B' });
    expect(await first.ended).toBe('SIGKILL');
    server.fault = undefined;

    const second = start('main.js');
    await ready(second);
    expect(wordsOf(await ada.type('predict', { answer: 'C' }))).toMatch(/already locked \**B/);
    expect(wordsOf(await ada.type('ledger', { what: 'verify' }))).toContain('The one decision');
    second.process.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('registers at its start what is missing, and nothing the second time', async () => {
    const program = start('register.js');
    expect(await program.ended).toBe(0);
    expect(program.lines).toContain('+ /seq');
    const written = writes();
    const { length } = commandsFor(PACKS).offered;
    expect(written, 'in the server and in direct messages').toBe(2 * length);
    const again = start('register.js');
    expect(await again.ended).toBe(0);
    expect(again.lines.filter((line) => line === `${length} unchanged`)).toHaveLength(2);
    expect(writes()).toBe(written);
  });

  it('says in a line what a refused token means, and never repeats it', async () => {
    server.fault = () => error(401, 0, '401: Unauthorized');
    const child = start('main.js', { LOG_LEVEL: 'silent' });
    expect(await child.ended).toBe(2);
    expect(child.errors()).toMatch(/^DISCORD_TOKEN is refused by Discord: .*Reset Token/);
    expect(child.errors().trim().split('\n')).toHaveLength(1);
    expect(child.errors()).not.toContain(TOKEN);
  });

  it('is examined by the doctor', async () => {
    const child = start('doctor.js');
    await child.ended;
    expect(child.lines.join('\n')).toContain('Discord gateway: 1 shard');
  });
});

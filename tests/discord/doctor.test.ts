/** What the doctor finds, against the protocol server; and the guide that sends people to it. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discordChecks } from '../../adapters/discord/doctor.ts';
import { inviteLink } from '../../adapters/discord/setup.ts';
import { examine } from '../../adapters/doctor.ts';
import { type DiscordServer, openDiscordServer } from './discord-server.ts';
import { openDiscord } from './open-discord.ts';
import { APPLICATION_ID, error, GUILD_ID, TOKEN } from './protocol.ts';

describe('the doctor', () => {
  let server: DiscordServer;
  beforeEach(async () => {
    server = await openDiscordServer();
  });
  afterEach(() => server.close());

  const findings = async (guildId?: string) => {
    const lines: string[] = [];
    const well = await examine(discordChecks({ token: TOKEN, guildId, apiUrl: server.apiUrl }), (line) =>
      lines.push(line),
    );
    return { well, text: lines.join('\n') };
  };

  it('finds commands that are not registered, and says what to do', async () => {
    const { well, text } = await findings();
    expect(well).toBe(false);
    expect(text).toContain('FIX  Discord commands: + /lab');
    expect(text).toContain('npm run register');
    expect(text).toContain(`ok   Discord token and application`);
    expect(text).toContain(inviteLink(APPLICATION_ID));
  });

  it('finds a missing permission, and a server that the bot is not in', async () => {
    server.permissions = '1024';
    expect((await findings(GUILD_ID)).text).toContain(
      'missing in course: Send Messages, Embed Links, Attach Files',
    );
    expect((await findings('300000000000000003')).text).toContain(
      'it is not in the server 300000000000000003',
    );
  });

  it('finds that interactions go elsewhere', async () => {
    server.interactionsEndpoint = 'https://elsewhere.example.edu';
    expect((await findings()).text).toContain('Clear "Interactions Endpoint URL"');
  });

  it('says what a refused token means, and never repeats it', async () => {
    server.fault = () => error(401, 0, '401: Unauthorized');
    const { well, text } = await findings(GUILD_ID);
    expect(well).toBe(false);
    expect(text).toContain('Reset Token');
    expect(text).not.toContain(TOKEN);
  });
});

describe('after a start', () => {
  it('all is well', async () => {
    const open = await openDiscord({ guildId: GUILD_ID });
    const lines: string[] = [];
    const checks = discordChecks({ token: TOKEN, guildId: GUILD_ID, apiUrl: open.server.apiUrl });
    expect(await examine(checks, (line) => lines.push(line)), lines.join('\n')).toBe(true);
    await open.close();
  });
});

describe('the guide', () => {
  it('names the permissions that the link asks for', () => {
    const asked = new URL(inviteLink(APPLICATION_ID)).searchParams.get('permissions') ?? '';
    expect(readFileSync(resolve('docs/discord.md'), 'utf8')).toContain(`permissions ${asked}`);
  });
});

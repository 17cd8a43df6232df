/** What the doctor finds, against the protocol server; and the guide that sends people to it. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { discordChecks } from '../../adapters/discord/doctor.ts';
import { register, removeDoubled } from '../../adapters/discord/registration.ts';
import { createRest, inviteLink, OPTIONAL_PERMISSIONS, PERMISSIONS } from '../../adapters/discord/setup.ts';
import { examine } from '../../adapters/doctor.ts';
import { commandsFor } from '../../commands/index.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { type DiscordServer, openDiscordServer } from './discord-server.ts';
import { openDiscord } from './open-discord.ts';
import { APPLICATION_ID, error, GUILD_ID, TOKEN } from './protocol.ts';

const commands = commandsFor(PACKS);

describe('the doctor', () => {
  let server: DiscordServer;
  beforeEach(async () => {
    server = await openDiscordServer();
  });
  afterEach(() => server.close());

  const findings = async (guildId?: string) => {
    const lines: string[] = [];
    const well = await examine(
      discordChecks({ commands, token: TOKEN, guildId, apiUrl: server.apiUrl }),
      (line) => lines.push(line),
    );
    return { well, text: lines.join('\n') };
  };

  it('finds commands that are not registered, and says what to do', async () => {
    const { well, text } = await findings();
    expect(well).toBe(false);
    expect(text).toContain('FIX  Discord commands: everywhere + /lab');
    expect(text).toContain('npm run register');
    expect(text).toContain(`ok   Discord token and application`);
    expect(text).toContain(inviteLink(APPLICATION_ID));
  });

  it('says whether this machine’s clock is right by Discord’s', async () => {
    expect((await findings()).text).toContain('ok   Discord clock: this machine’s is right by Discord’s');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 7 * 60_000 });
    const { well, text } = await findings();
    vi.useRealTimers();
    expect(well).toBe(false);
    expect(text).toContain('FIX  Discord clock: this machine’s clock is 7 min ahead of Discord’s');
  });

  it('is not needed for that where the lab starts: its log says so', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 7 * 60_000 });
    const open = await openDiscord({ log });
    vi.useRealTimers();
    expect(lines).toEqual([expect.stringContaining('clock is 7 min behind Discord’s. Set')]);
    await open.close();
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

  it.each(Object.entries(OPTIONAL_PERMISSIONS))(
    'says what %s would give where it is missing, which is no fault',
    async (name, { bit, gives }) => {
      const needed = Object.values(PERMISSIONS);
      server.permissions = String(needed.reduce((sum, each) => sum | each));
      const line = (text: string) => text.split('\n').find((each) => each.includes('Discord permissions'));
      const said = line((await findings(GUILD_ID)).text);
      expect(said).toMatch(/^ok /);
      expect(said).toContain(`with ${name} it could ${gives}`);
      server.permissions = String(BigInt(server.permissions) | bit);
      expect(line((await findings(GUILD_ID)).text)).not.toContain(name);
    },
  );

  it('finds that a command is shown to those whom it is not for', async () => {
    const rest = createRest(TOKEN, server.apiUrl);
    await register(rest, { applicationId: APPLICATION_ID, guildId: undefined, commands });
    const staff = (server.commands.get('global') ?? []).filter((each) => each.default_member_permissions);
    expect(staff.map(({ name }) => name)).toEqual(
      commands.offered.filter(({ role }) => role).map(({ name }) => name),
    );
    const opened = (server.commands.get('global') ?? []).map((each) =>
      each.name === 'grades' ? { ...each, default_member_permissions: null } : each,
    );
    server.commands.set('global', opened);
    expect((await findings()).text).toContain('FIX  Discord commands: everywhere ~ /grades');
  });

  it('finds that interactions go elsewhere', async () => {
    server.interactionsEndpoint = 'https://elsewhere.example.edu';
    expect((await findings()).text).toContain('Clear "Interactions Endpoint URL"');
  });

  it('finds commands that a server shows twice, which npm run register takes out of it', async () => {
    const rest = createRest(TOKEN, server.apiUrl);
    const scope = { applicationId: APPLICATION_ID, guildId: GUILD_ID, commands };
    await register(rest, scope);
    const everywhere = { ...scope, guildId: undefined };
    await register(rest, everywhere);
    expect((await findings()).text).toContain(`FIX  Discord commands: shown twice in ${GUILD_ID}`);
    expect(await removeDoubled(rest, everywhere)).toEqual([GUILD_ID]);
    expect(server.commands.get(GUILD_ID)).toEqual([]);
    expect((await findings()).text).toContain(
      `ok   Discord commands: all ${commands.offered.length} are registered, everywhere`,
    );
    expect(await removeDoubled(rest, scope), 'where they belong in the server').toEqual([]);
  });

  it('looks past a server that lets it see no commands', async () => {
    const rest = createRest(TOKEN, server.apiUrl);
    await register(rest, { applicationId: APPLICATION_ID, guildId: undefined, commands });
    server.fault = ({ path }) =>
      path.includes(`/guilds/${GUILD_ID}/`) ? error(403, 50001, 'Missing Access') : undefined;
    expect((await findings()).text).toContain(
      `ok   Discord commands: all ${commands.offered.length} are registered, everywhere`,
    );
  });

  it('finds an invite link that does not work, and that no starts are left', async () => {
    server.requiresCodeGrant = true;
    server.startsLeft = 0;
    const { text } = await findings();
    expect(text).toContain('Turn "Requires OAuth2 Code Grant" off');
    expect(text).toContain('Wait 60 minutes');
  });

  it('says where to invite the bot that is in no server yet', async () => {
    const { text } = await findings('300000000000000003');
    expect(text).toContain('Discord answers: Missing Access (50001)');
    expect(text).toContain(`with ${inviteLink(APPLICATION_ID)}, and start again`);
  });

  it('says what a refused token means, and never repeats it', async () => {
    server.fault = () => error(401, 0, '401: Unauthorized');
    const { well, text } = await findings(GUILD_ID);
    expect(well).toBe(false);
    expect(text).toContain('Reset Token');
    expect(text).toContain('Mend the token first');
    expect(text).not.toContain(TOKEN);
  });
});

describe('after a start', () => {
  it('all is well', async () => {
    const open = await openDiscord({ guildId: GUILD_ID });
    const lines: string[] = [];
    const checks = discordChecks({ commands, token: TOKEN, guildId: GUILD_ID, apiUrl: open.server.apiUrl });
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

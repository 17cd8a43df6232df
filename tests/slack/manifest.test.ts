/** The manifest that an admin pastes, and the document that explains it. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slackChecks } from '../../adapters/slack/doctor.ts';
import { manifest, OPTIONAL_SCOPES, SCOPES } from '../../adapters/slack/manifest.ts';
import { publicOptions } from '../../commands/grammar/command.ts';
import { commandsFor } from '../../commands/index.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { SlackServer } from './slack-server.ts';

interface Manifest {
  display_information: { name: string; description: string };
  features: {
    slash_commands: {
      command: string;
      url?: string;
      description: string;
      usage_hint?: string;
      should_escape: boolean;
    }[];
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: {
    socket_mode_enabled: boolean;
    event_subscriptions: { request_url?: string; bot_events: string[] };
  };
}

const commands = commandsFor(PACKS);
const made = (address?: string) => manifest({ packs: PACKS, commands, address }) as Manifest;

describe('the manifest', () => {
  it('names the program within what Slack takes', () => {
    const { name, description } = made().display_information;
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
  });

  it('has every command, in names that Slack takes', () => {
    const { features } = made();
    expect(features.slash_commands.map(({ command }) => command)).toEqual(
      commands.offered.map(({ name }) => `/${name}`),
    );
    for (const { command, usage_hint: hint = '' } of features.slash_commands) {
      expect(command).toMatch(/^\/[a-z0-9_-]{1,31}$/);
      expect(['/status', '/help', '/search', '/remind', '/open', '/who', '/feed']).not.toContain(command);
      const declared = commands.named(command.slice(1));
      expect(hint.split(' ').filter((word) => word !== '')).toHaveLength(
        declared ? publicOptions(declared).length : 0,
      );
    }
  });

  it('asks for a socket without an address, and for request URLs with one', () => {
    const socket = made();
    expect(socket.settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(socket)).not.toContain('request_url');
    const http = made('https://lab.example.edu');
    expect(http.settings.socket_mode_enabled).toBe(false);
    expect(http.settings.event_subscriptions.request_url).toBe('https://lab.example.edu/slack/events');
    expect(
      http.features.slash_commands.every(({ url }) => url === 'https://lab.example.edu/slack/events'),
    ).toBe(true);
  });

  it('has mentions arrive as who they are, and asks for every scope and for word of its removal', () => {
    const { features, oauth_config: oauth, settings } = made();
    expect(features.slash_commands.every(({ should_escape: escapes }) => escapes)).toBe(true);
    expect(oauth.scopes.bot).toEqual(Object.keys({ ...SCOPES, ...OPTIONAL_SCOPES }));
    expect(settings.event_subscriptions.bot_events).toEqual(
      expect.arrayContaining(['app_uninstalled', 'tokens_revoked', 'message.im']),
    );
  });

  it('is explained scope by scope in the guide', () => {
    const guide = readFileSync(resolve('docs/slack.md'), 'utf8').replaceAll('’', "'");
    for (const scope of Object.keys({ ...SCOPES, ...OPTIONAL_SCOPES }))
      expect(guide).toContain(`| \`${scope}\` |`);
  });
});

describe('the doctor', () => {
  it('says what is well, what is not, and what to do', async () => {
    const server = await SlackServer.start();
    const checks = slackChecks({ botToken: 'xoxb-x', appToken: 'xapp-x', apiUrl: server.apiUrl, port: 3000 });
    expect(checks.map(({ name }) => name)).toEqual([
      'Slack token',
      'Slack scopes',
      'Slack clock',
      'Slack socket',
    ]);
    const [token, scopes, clock, socket] = checks;
    expect(await token?.run()).toEqual({ ok: true, message: 'accepted in Course as lab' });
    expect(await scopes?.run()).toMatchObject({ ok: false, fix: expect.stringContaining('slack:manifest') });
    expect(await socket?.run()).toMatchObject({ ok: true });
    server.scopes = Object.keys(SCOPES).filter((scope) => scope !== 'files:write');
    expect(await scopes?.run()).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^missing files:write/),
    });
    server.scopes = Object.keys({ ...SCOPES, ...OPTIONAL_SCOPES });
    expect(await scopes?.run()).toEqual({ ok: true, message: 'all that are needed are granted' });
    for (const [scope, gives] of Object.entries(OPTIONAL_SCOPES)) {
      server.scopes = Object.keys({ ...SCOPES, ...OPTIONAL_SCOPES }).filter((each) => each !== scope);
      expect(await scopes?.run()).toEqual({
        ok: true,
        message: `all that are needed are granted; not granted, and not needed: ${scope} (${gives})`,
      });
    }
    server.tellsScopes = false;
    expect(await scopes?.run()).toMatchObject({ ok: true, message: expect.stringContaining('names none') });
    server.fail('auth.test', { error: 'invalid_auth' });
    const refused = await token?.run();
    expect(refused).toMatchObject({ ok: false, message: 'Slack answers invalid_auth' });
    expect(JSON.stringify(refused)).not.toContain('xoxb-x');
    expect(await clock?.run()).toEqual({ ok: true, message: 'this machine’s is right by Slack’s' });
    server.clock = () => Date.now() + 7 * 60_000;
    expect(await clock?.run()).toMatchObject({
      ok: false,
      message: 'this machine’s clock is 7 min behind Slack’s',
      fix: expect.stringContaining('refused where it is off by more than 5 min'),
    });
    await server.close();
  });
});

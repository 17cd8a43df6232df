/** The environment: what it may say, what is said when it is wrong, and the documents that are made from it. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, envExample, readConfig } from '../src/config.ts';

function linesOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

describe('configuration', () => {
  it('needs nothing: a playground on this machine, with charts drawn here', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      storeUrl: 'sqlite://./data/lab.sqlite',
      edition: 'notebook',
      quickchartUrl: 'embedded',
      playgroundHost: '127.0.0.1',
      playgroundOn: true,
      slackMode: 'off',
    });
  });

  it('turns the playground off and hosted charts on once a platform is connected, unless told otherwise', () => {
    const discord = { DISCORD_TOKEN: 'x.y.z' };
    expect(readConfig(discord)).toMatchObject({
      playgroundOn: false,
      quickchartUrl: 'https://quickchart.io',
    });
    expect(readConfig({ ...discord, PLAYGROUND: 'on', QUICKCHART_URL: 'embedded' })).toMatchObject({
      playgroundOn: true,
      quickchartUrl: 'embedded',
    });
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).slackMode).toBe('socket');
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }).slackMode).toBe('http');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', DISCORD_TOKEN: '  ' })).toMatchObject({ port: 3000, playgroundOn: true });
  });

  it('has one clear line for each wrong variable, and never repeats a value', () => {
    const lines = linesOf({
      PORT: 'secret-port',
      LOG_LEVEL: 'secret-level',
      SLACK_BOT_TOKEN: 'secret-token',
      DISCORD_GUILD_ID: 'secret-guild',
    });
    expect(lines).toHaveLength(4);
    for (const name of ['PORT', 'LOG_LEVEL', 'SLACK_BOT_TOKEN', 'DISCORD_GUILD_ID']) {
      expect(lines.filter((line) => line.startsWith(`${name} is not usable: it must be `))).toHaveLength(1);
    }
    expect(lines.join()).not.toContain('secret');
  });

  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'needs a companion'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN is missing'],
    [{ DISCORD_GUILD_ID: '123456789012345678' }, 'DISCORD_TOKEN is missing'],
    [{ QUICKCHART_URL: 'ftp://x' }, 'QUICKCHART_URL is not usable'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', PLAYGROUND: 'on' }, 'both need PORT'],
    [{ DISCORD_SHARDS: '0/2', DISCORD_TOKEN: 'x' }, 'need a store that they share'],
    [{ DISCORD_TOKEN: '…' }, 'DISCORD_TOKEN is not usable'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1\nxapp-2', SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN is not usable'],
  ])('%j is refused', (environment, says) => {
    expect(linesOf(environment as Record<string, string>).join()).toContain(says);
  });

  it.each([
    'yes',
    'lab.example.edu',
    'lab.example.edu,without-log-in',
    'without-log-in,',
    'without-log-in,lab.example.edu:3000',
    'without-log-in,http://lab.example.edu',
    'without-log-in,lab.example.edu/lab',
    'without-log-in,*.example.edu lab',
  ])('takes no %s for the playground’s names', (PLAYGROUND_EXPOSE) => {
    expect(linesOf({ PLAYGROUND_EXPOSE })).toEqual([
      expect.stringContaining('PLAYGROUND_EXPOSE is not usable'),
    ]);
  });

  it.each([
    ['without-log-in', []],
    ['without-log-in,lab.example.edu', ['lab.example.edu']],
    ['without-log-in, Lab.Example.edu ,demo', ['Lab.Example.edu', 'demo']],
  ])('takes %s for the playground’s names', (PLAYGROUND_EXPOSE, names) => {
    expect(readConfig({ PLAYGROUND_EXPOSE }).playgroundExpose).toEqual(names);
  });

  it.each([
    ['auto', 'auto'],
    ['0/1', { own: [0], of: 1 }],
    ['0,2/4', { own: [0, 2], of: 4 }],
    ['0-1,3/4', { own: [0, 1, 3], of: 4 }],
  ])('takes %s for shards', (text, shards) => {
    const environment = { DISCORD_TOKEN: 'x', DISCORD_SHARDS: text, STORE_URL: 'redis://127.0.0.1' };
    expect(readConfig(environment).discordShards).toEqual(shards);
  });

  it.each(['2', '2/2', '1-0/4', '0,0/2', '/4', '0/4/4', '-1/2', '0-/2', '0/x', '0/Infinity', '0/2.5', 'all'])(
    'takes no %s for shards',
    (text) => {
      expect(linesOf({ DISCORD_SHARDS: text })).toEqual([
        expect.stringContaining('DISCORD_SHARDS is not usable'),
      ]);
    },
  );

  it('is documented whole in .env.example', () => {
    expect(readFileSync(new URL('../.env.example', import.meta.url), 'utf8'), 'run: npm run docs').toBe(
      envExample(),
    );
  });
});

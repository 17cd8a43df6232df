/** What the course writes first: once, found again, paced, inert, and with the truth about what became of it. */

import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readActionId } from '../../adapters/slack/action-id.ts';
import { slackCourier } from '../../adapters/slack/courier.ts';
import { CLIENT_OPTIONS } from '../../adapters/slack/slack.ts';
import { commandsFor } from '../../commands/index.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import type { Courier, Destination, Sent } from '../../src/course/courier.ts';
import { createLog } from '../../src/log.ts';
import { type Part, reply } from '../../src/messages/reply.ts';
import { code, say, strong } from '../../src/messages/rich-text.ts';
import { OPTIONS } from '../support/sample-charts.ts';
import { freePort } from '../support/services.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';
import { BOT_TOKEN, buttonsOf, markupOf, type Outcome, SlackServer, TEAM, wordsOf } from './slack-server.ts';

const ADA: Destination = { kind: 'direct', workspace: TEAM, user: 'U0ADA', channel: 'DU0ADA' };
const CLASS: Destination = { kind: 'channel', workspace: TEAM, channel: 'C0CLASS' };
const LONG_AGO = new Date(Date.now() - 60_000);

const choices: Part = {
  kind: 'choices',
  choices: [
    { label: 'Continue', request: { kind: 'start' } },
    { label: 'What do I owe?', request: { kind: 'owed' } },
  ],
};
const REMINDER = reply({ kind: 'text', text: 'The lab is due tomorrow.' }, choices);

let server: SlackServer;
let courier: Courier;

const courierAt = (apiUrl: string, sendMs?: number, charts = 'https://quickchart.io'): Courier =>
  slackCourier({
    team: TEAM,
    client: new webApi.WebClient(BOT_TOKEN, {
      ...CLIENT_OPTIONS,
      slackApiUrl: apiUrl,
      logLevel: webApi.LogLevel.ERROR,
    }),
    charts: createChartHost(charts),
    commands: commandsFor([COIN_TOSS]),
    log: createLog('silent'),
    ...(sendMs !== undefined && { sendMs }),
  });

beforeEach(async () => {
  server = await SlackServer.start();
  courier = courierAt(server.apiUrl);
});
afterEach(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

const refOf = (sent: Sent): string => {
  if (sent.state !== 'sent') throw new Error(`not sent: ${sent.state}`);
  return sent.ref;
};

describe('a direct message', () => {
  it('carries its id, is found again by it, and its buttons are its reader’s and leave it as it is', async () => {
    const ref = refOf(await courier.send(ADA, REMINDER, '3f2a91c04d5e'));
    const [message] = server.conversation('DU0ADA');
    expect(message).toMatchObject({
      ts: ref,
      metadata: { event_type: 'lab_message', event_payload: { id: '3f2a91c04d5e' } },
    });
    const [button] = message ? buttonsOf(message) : [];
    expect(readActionId(button?.action_id ?? '', 'U0ADA')).toMatchObject({ kind: 'theirs', stays: true });
    expect(readActionId(button?.action_id ?? '', 'U0BEN')).toEqual({ kind: 'not-theirs' });
    expect(await courier.wasSent(ADA, '3f2a91c04d5e', LONG_AGO)).toEqual({ ref });
    expect(await courier.wasSent(ADA, 'another', LONG_AGO)).toBe('not-sent');
    expect(await courier.wasSent(ADA, '3f2a91c04d5e', new Date(Date.now() + 10 * 60_000))).toBe('not-sent');
  });

  it('is looked for page by page, and where there is more than is looked through nobody can tell', async () => {
    const ref = refOf(await courier.send(ADA, REMINDER, 'first'));
    const history = server.conversation('DU0ADA');
    const fill = (count: number) =>
      history.push(
        ...Array.from({ length: count }, (_, index) => ({
          text: 'a line',
          blocks: [],
          ts: `${Math.floor(Date.now() / 1_000)}.9${String(index).padStart(5, '0')}`,
        })),
      );
    fill(999);
    expect(await courier.wasSent(ADA, 'first', LONG_AGO)).toEqual({ ref });
    expect(server.calls.filter((call) => call === 'conversations.history')).toHaveLength(5);
    fill(1);
    expect(await courier.wasSent(ADA, 'first', LONG_AGO)).toBe('unavailable');
  });

  it('is opened at a press, and says where it can’t be', async () => {
    expect(await courier.openDirect(TEAM, 'U0ADA')).toEqual({ channel: 'DU0ADA' });
    server.fail('conversations.open', { error: 'user_disabled' }, { error: 'internal_error' });
    expect(await courier.openDirect(TEAM, 'U0ADA')).toBe('closed');
    expect(await courier.openDirect(TEAM, 'U0ADA')).toBe('unknown');
  });
});

describe('a post', () => {
  it('is everybody’s, changes in place with its id, and is gone where it was deleted', async () => {
    const ref = refOf(await courier.send(CLASS, REMINDER, 'post1'));
    const changed = reply({ kind: 'text', text: '17 of 42 complete.' }, choices);
    expect(await courier.edit(CLASS, ref, changed, 'post1')).toBe('done');
    const [post] = server.conversation('C0CLASS');
    expect(post && wordsOf(post)).toContain('17 of 42 complete.');
    expect(post).toMatchObject({ ts: ref, metadata: { event_payload: { id: 'post1' } } });
    for (const { action_id: id } of post ? buttonsOf(post) : []) {
      expect(readActionId(id, 'U0ANYBODY')).toMatchObject({ kind: 'theirs', stays: true });
    }
    server.fail('chat.update', { status: 429, headers: { 'retry-after': '3' } }, { error: 'internal_error' });
    expect(await courier.edit(CLASS, ref, changed, 'post1')).toBe('later');
    expect(await courier.edit(CLASS, ref, changed, 'post1')).toBe('later');
    server.conversation('C0CLASS').length = 0;
    expect(await courier.edit(CLASS, ref, changed, 'post1')).toBe('gone');
  });

  it('can only be found again where the app may read the channel', async () => {
    const ref = refOf(await courier.send(CLASS, REMINDER, 'post1'));
    expect(await courier.wasSent(CLASS, 'post1', LONG_AGO)).toBe('unavailable');
    server.scopes = ['channels:history'];
    expect(await courier.wasSent(CLASS, 'post1', LONG_AGO)).toEqual({ ref });
  });

  it('that Slack has no picture for says the same in words, once', async () => {
    const report = reply({ kind: 'chart', chart: OPTIONS });
    server.fail('chat.postMessage', { error: 'invalid_blocks' });
    refOf(await courier.send(CLASS, report, 'chart'));
    const [post] = server.conversation('C0CLASS');
    expect(server.conversation('C0CLASS')).toHaveLength(1);
    expect(post?.blocks.some(({ type }) => type === 'image')).toBe(false);
    expect(post && wordsOf(post)).toContain('which is right');
    refOf(await courierAt(server.apiUrl).send(ADA, report, 'picture'));
    expect(server.conversation('DU0ADA')[0]?.blocks[0]).toMatchObject({
      type: 'image',
      alt_text: OPTIONS.finding,
    });
  });
});

describe('what became of a message', () => {
  const wait = { state: 'later' } as const;
  it.each<[Outcome, Destination, Sent | { state: 'later' }]>([
    [{ error: 'cannot_dm_bot' }, ADA, { state: 'closed' }],
    [{ error: 'user_disabled' }, ADA, { state: 'closed' }],
    [{ error: 'messages_tab_disabled' }, ADA, { state: 'closed' }],
    [{ error: 'restricted_action' }, ADA, { state: 'closed' }],
    [{ error: 'channel_not_found' }, ADA, { state: 'refused', reason: 'channel_not_found' }],
    [{ error: 'msg_blocks_too_long' }, ADA, { state: 'refused', reason: 'msg_blocks_too_long' }],
    [{ error: 'restricted_action' }, CLASS, { state: 'refused', reason: 'restricted_action' }],
    [{ error: 'not_in_channel' }, CLASS, { state: 'refused', reason: 'not_in_channel' }],
    [{ error: 'channel_not_found' }, CLASS, { state: 'refused', reason: 'not_in_channel' }],
    [{ error: 'is_archived' }, CLASS, { state: 'refused', reason: 'is_archived' }],
    [{ error: 'something_new' }, ADA, { state: 'refused', reason: 'something_new' }],
    [{ status: 429, headers: { 'retry-after': '12' } }, ADA, { state: 'later', waitMs: 12_000 }],
    [{ status: 429 }, ADA, wait],
    [{ error: 'ratelimited' }, ADA, wait],
    [{ error: 'team_added_to_org' }, ADA, wait],
    [{ error: 'internal_error' }, ADA, { state: 'unknown' }],
    [{ error: 'fatal_error' }, CLASS, { state: 'unknown' }],
    [{ status: 503 }, ADA, { state: 'unknown' }],
    [{ status: 404 }, ADA, { state: 'refused', reason: 'HTTP 404' }],
  ])('%j to %j is %j, and it is tried once', async (outcome, to, sent) => {
    server.fail('chat.postMessage', outcome);
    expect(await courier.send(to, REMINDER, 'id')).toMatchObject(sent);
    expect(server.calls).toEqual(['chat.postMessage']);
  });

  it('is unknown where no answer comes, within the time that is given, and then its history knows', async () => {
    const hasty = courierAt(server.apiUrl, 400);
    server.intercept = (method) => (method === 'chat.postMessage' ? 'take and hang' : undefined);
    const started = performance.now();
    expect(await hasty.send(ADA, REMINDER, 'lost')).toEqual({ state: 'unknown' });
    expect(performance.now() - started).toBeLessThan(2_000);
    server.intercept = undefined;
    expect(await hasty.wasSent(ADA, 'lost', LONG_AGO)).toHaveProperty('ref');
    expect(server.conversation('DU0ADA')).toHaveLength(1);
  });

  it('can’t be looked up while the history is down', async () => {
    server.fail('conversations.history', { error: 'internal_error' }, { status: 500 });
    expect(await courier.wasSent(ADA, 'id', LONG_AGO)).toBe('unavailable');
    expect(await courier.wasSent(ADA, 'id', LONG_AGO)).toBe('unavailable');
  });

  it('is nothing yet where Slack was never reached, or another process has the workspace', async () => {
    const nowhere = courierAt(`http://127.0.0.1:${await freePort()}/api/`);
    expect(await nowhere.send(ADA, REMINDER, 'id')).toMatchObject({ state: 'later' });
    const other = { ...ADA, workspace: 'T0OTHER' };
    expect(await courier.send(other, REMINDER, 'id')).toMatchObject({ state: 'later' });
    expect(await courier.wasSent(other, 'id', LONG_AGO)).toBe('unavailable');
    expect(await courier.openDirect('T0OTHER', 'U0ADA')).toBe('unknown');
    expect(server.calls).toEqual([]);
  });
});

describe('the pace', () => {
  it('is one message a second in a channel, and three over all', async () => {
    refOf(await courier.send(CLASS, REMINDER, 'one'));
    const again = await courier.send(CLASS, REMINDER, 'two');
    expect(again).toMatchObject({ state: 'later', waitMs: expect.any(Number) });
    refOf(await courier.send(ADA, REMINDER, 'three'));
    const { waitMs } = again as Sent & { state: 'later' };
    expect(waitMs).toBeLessThanOrEqual(1_000);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    refOf(await courier.send(CLASS, REMINDER, 'two'));
    expect(courier.perSecond).toBe(3);
  });
});

describe('names that people chose', () => {
  const NAMES = [
    '@everyone',
    '@here and @channel',
    '<!channel>',
    '<@U0BEN>',
    '<https://evil.example|click>',
    'Ada\u202Eretsam\u2066',
    '`code` ```block```',
    '*bold* _leaning_ ~gone~',
    'x'.repeat(200),
  ];

  const toldOf = (name: string) =>
    reply(
      { kind: 'heading', text: name.slice(0, 140) },
      { kind: 'text', text: say`${name} and ${strong(name)} and ${code(name)}.` },
      { kind: 'callout', tone: 'quote', title: name, text: name },
      { kind: 'metrics', items: [{ label: name, value: name, note: name }] },
      { kind: 'table', columns: [name, 'Step'], rows: [[name, [strong(name)]]] },
      { kind: 'choices', prompt: name, choices: [{ label: name.slice(0, 40), request: { kind: 'start' } }] },
    );

  /** The renderer's own marks of each text: emphasis outside code, and where code begins and ends. */
  async function marksOf(name: string): Promise<readonly string[]> {
    refOf(await courierAt(server.apiUrl).send(CLASS, toldOf(name), 'names'));
    const post = server.conversation('C0CLASS').at(-1);
    return (post ? markupOf(post).slice(1) : []).map((text) =>
      text.replace(/`[^`]*`/g, '``').replace(/[^*_~`]/g, ''),
    );
  }

  it.each(NAMES)('are words and nothing else: %j', async (name) => {
    expect(await marksOf(name)).toEqual(await marksOf('Ada'));
    expect(JSON.stringify(server.conversation('C0CLASS'))).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  });
});

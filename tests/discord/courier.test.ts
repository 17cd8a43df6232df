/** The courier on Discord: what it sends, what it makes of every answer, and how it finds its messages again. */

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiscordCourier } from '../../adapters/discord/courier.ts';
import { customIds } from '../../adapters/discord/custom-id.ts';
import { commandsFor } from '../../commands/index.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import type { Destination, Sent } from '../../src/course/courier.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { createLog } from '../../src/log.ts';
import { type Part, type Reply, reply } from '../../src/messages/reply.ts';
import { say, strong } from '../../src/messages/rich-text.ts';
import { STAGES } from '../support/sample-charts.ts';
import { freePort } from '../support/services.ts';
import { type DiscordServer, openDiscordServer } from './discord-server.ts';
import { openapiPresent, openapiProblems } from './openapi.ts';
import { buttonOf, buttonsOf } from './person.ts';
import { type Arrived, error, type Fault, GUILD_ID, TOKEN, wordsOf } from './protocol.ts';

const ADA = '600000000000000001';
const CHANNEL = '400000000000000004';
const RID = '3f2a91c0abcd';
const commands = commandsFor(PACKS);

const chart: Part = { kind: 'chart', chart: STAGES };

const START: Part = {
  kind: 'choices',
  choices: [
    { label: 'Start', request: { kind: 'owed', what: 'join', assignment: 'a1b2c3d4' } },
    { label: 'What do I owe?', request: { kind: 'owed' } },
  ],
};

const POST: Reply = reply(
  { kind: 'heading', text: 'Lab 06' },
  { kind: 'text', text: 'Due on Friday.' },
  START,
);

let server: DiscordServer;
let courier: DiscordCourier;

const courierAt = (apiUrl: string) =>
  new DiscordCourier({
    token: TOKEN,
    apiUrl,
    commands,
    charts: createChartHost('https://quickchart.io'),
    log: createLog('silent'),
  });

beforeEach(async () => {
  server = await openDiscordServer();
  courier = courierAt(server.apiUrl);
});
afterEach(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

const channel: Destination = { kind: 'channel', workspace: GUILD_ID, channel: CHANNEL };

async function direct(): Promise<Destination & { kind: 'direct' }> {
  const opened = await courier.openDirect(GUILD_ID, ADA);
  if (typeof opened === 'string') throw new Error(opened);
  return { kind: 'direct', workspace: GUILD_ID, user: ADA, channel: opened.channel };
}

const sends = (): Arrived[] =>
  server.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));

const refOf = (sent: Sent): string => {
  if (sent.state !== 'sent') throw new Error(sent.state);
  return sent.ref;
};

/** The first requests that post are answered so, and the others as they should be. */
function failFirst(...answers: ReturnType<Fault>[]): void {
  const left = [...answers];
  server.fault = ({ method, path }) =>
    method === 'POST' && path.endsWith('/messages') ? left.shift() : undefined;
}

describe('a post', () => {
  it('is version 2, pings nobody, has its nonce enforced, and buttons for everybody', async () => {
    const ref = refOf(await courier.send(channel, POST, RID));
    const [posted] = server.channels.in(CHANNEL);
    expect(posted?.id).toBe(ref);
    expect(posted?.body).toMatchObject({
      flags: 1 << 15,
      allowed_mentions: { parse: [] },
      nonce: RID,
      enforce_nonce: true,
    });
    expect(buttonsOf(posted ?? fail()).map(({ custom_id: id }) => id)).toEqual([
      '2:*:/owed join a1b2c3d4',
      '2:*:/owed',
    ]);
    expect(wordsOf(posted ?? fail())).toContain('Due on Friday.');
  });

  it('that is to be quiet rings for nobody, and is found again like any other', async () => {
    const quiet = { ...channel, quiet: true } as const;
    const ref = refOf(await courier.send(quiet, POST, RID));
    expect(server.channels.in(CHANNEL)[0]?.body).toMatchObject({ flags: (1 << 15) | (1 << 12) });
    expect(await courier.wasSent(quiet, RID, new Date(Date.now() - 60_000))).toEqual({ ref });
  });

  it.skipIf(!openapiPresent)('is held against Discord’s own document', () => {
    const problems = (body: object) => openapiProblems('POST', `/channels/${CHANNEL}/messages`, body);
    expect(problems({ components: [], nonce: 'x'.repeat(26) })).not.toEqual([]);
  });

  it('of words that a platform may take for more shows them as they are', async () => {
    const name =
      '@everyone <!channel> <@600000000000000001> `code` **bold** [a](https://example.org) \u202Eflipped';
    const part: Part = { kind: 'text', text: say`${name} and ${strong(name)}` };
    await courier.send(channel, reply({ kind: 'heading', text: name }, part), RID);
    const said = wordsOf(server.channels.in(CHANNEL)[0] ?? fail());
    for (const act of [/(?<!\\)@/, /(?<!\\)</, /(?<!\\)`/, /(?<!\\)\[/, /(?<!\\):\/\//, /\u202E/])
      expect(said).not.toMatch(act);
    expect(said).toContain('\\@everyone');
    expect(said).toContain('flipped');
  });

  it('whose picture is refused is sent in words, under the same nonce', async () => {
    failFirst(error(403, 50013, 'Missing Permissions'));
    expect(await courier.send(channel, reply(chart, START), RID)).toMatchObject({ state: 'sent' });
    expect(sends()).toHaveLength(2);
    const [posted] = server.channels.in(CHANNEL);
    expect(posted?.nonce).toBe(RID);
    expect(wordsOf(posted ?? fail())).toContain(STAGES.finding);
  });
});

describe('a direct message', () => {
  it('carries the server in its buttons, since Discord does not say it there', async () => {
    const to = await direct();
    await courier.send(to, POST, RID);
    const start = buttonOf(server.channels.in(to.channel)[0] ?? fail(), 'Start');
    expect(start.custom_id).toBe(`2:@${GUILD_ID}:/owed join a1b2c3d4`);
    expect(start.custom_id).not.toBe(customIds(ADA, commands)({ kind: 'owed' }));
  });

  it('opens the channel once it is asked to, and no other time', async () => {
    const to = await direct();
    await courier.send(to, POST, RID);
    await courier.wasSent(to, RID, new Date());
    expect(server.requests.filter(({ path }) => path === '/users/@me/channels')).toHaveLength(1);
  });

  it('to somebody who takes none is closed', async () => {
    const to = await direct();
    server.channels.closed.add(ADA);
    expect(await courier.send(to, POST, RID)).toEqual({ state: 'closed' });
  });

  it.each([
    ['50007', error(403, 50007, 'Cannot send messages to this user'), 'closed'],
    ['50278', error(403, 50278, 'No mutual guilds'), 'closed'],
    ['5xx', error(502, 0, 'Bad Gateway'), 'unknown'],
    ['40003', error(400, 40003, 'You are opening direct messages too fast.'), 'unknown'],
  ])('whose channel is not opened for %s', async (_, answer, outcome) => {
    server.fault = () => answer;
    expect(await courier.openDirect(GUILD_ID, ADA)).toBe(outcome);
  });
});

describe('what Discord answers', () => {
  const HOUR = 3_600_000;

  it.each<[string, ReturnType<Fault>, Sent | { state: string; waitMs: unknown }]>([
    ['50278', error(403, 50278, 'No mutual guilds'), { state: 'closed' }],
    [
      '40003',
      error(400, 40003, 'You are opening direct messages too fast.'),
      { state: 'later', waitMs: HOUR },
    ],
    [
      '50013',
      error(403, 50013, 'Missing Permissions'),
      { state: 'refused', reason: 'Missing Permissions (50013)' },
    ],
    ['10003', error(404, 10003, 'Unknown Channel'), { state: 'refused', reason: 'Unknown Channel (10003)' }],
    ['401', error(401, 0, '401: Unauthorized'), { state: 'later', waitMs: 600_000 }],
    ['500', error(500, 0, 'broken'), { state: 'unknown' }],
    ['502 although it landed', { ...error(502, 0, 'lost'), landed: true }, { state: 'unknown' }],
    [
      '429',
      { ...error(429, 0, 'slow down'), headers: { 'Retry-After': '7', 'X-RateLimit-Scope': 'shared' } },
      { state: 'later', waitMs: expect.closeTo(7_000, -3) },
    ],
    [
      '429 for everything',
      { ...error(429, 0, 'slow down'), headers: { 'Retry-After': '3', 'X-RateLimit-Global': 'true' } },
      { state: 'later', waitMs: expect.closeTo(3_000, -3) },
    ],
    ['429 without a time', error(429, 0, 'slow down'), { state: 'later', waitMs: 1_000 }],
  ])('%s, is told at once and never tried again', async (_, answer, outcome) => {
    failFirst(answer);
    expect(await courier.send(channel, POST, RID)).toEqual(outcome);
    expect(sends()).toHaveLength(1);
  });

  it.each([
    ['null', { status: 200, body: null }],
    ['a page', { status: 200, text: '<html>', headers: { 'Content-Type': 'text/html' } }],
    ['half a text', { status: 200, text: '{"id":', headers: { 'Content-Type': 'application/json' } }],
    ['a message without an id', { status: 200, body: { id: null } }],
  ])('%s, where a message or a channel belongs, is unknown', async (_, answer) => {
    server.fault = () => answer;
    expect(await courier.send(channel, POST, RID)).toEqual({ state: 'unknown' });
    expect(await courier.openDirect(GUILD_ID, ADA)).toBe('unknown');
    expect(await courier.wasSent(channel, RID, new Date())).toBe('unavailable');
    server.fault = undefined;
    expect((await courier.send(channel, POST, RID)).state).toBe('sent');
  });

  it('a full bucket asks to wait before anything is sent', async () => {
    server.fault = ({ path }) => {
      if (!path.endsWith('/messages')) return undefined;
      const headers = {
        'X-RateLimit-Limit': '5',
        'X-RateLimit-Remaining': '0',
        'X-RateLimit-Reset-After': '2',
        'X-RateLimit-Bucket': 'bucket',
      };
      return { status: 200, body: { id: '1' }, headers };
    };
    // The first tells which bucket it is, the second fills it.
    for (const id of ['1', '2'])
      expect(await courier.send(channel, POST, id)).toMatchObject({ state: 'sent' });
    expect(await courier.send(channel, POST, '3')).toMatchObject({ state: 'later' });
    expect(sends()).toHaveLength(2);
  });

  it('nothing, is unknown, within ten seconds', async () => {
    failFirst('hang');
    const started = performance.now();
    expect(await courier.send(channel, POST, RID)).toEqual({ state: 'unknown' });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(sends()).toHaveLength(1);
  }, 12_000);

  it('by nobody, since no one listens, is for later: nothing can have arrived', async () => {
    const nowhere = courierAt(`http://127.0.0.1:${await freePort()}/api`);
    expect(await nowhere.send(channel, POST, RID)).toMatchObject({ state: 'later' });
  });

  it('a token that is refused does not make every later message one that may have arrived', async () => {
    failFirst(error(401, 0, '401: Unauthorized'));
    await courier.send(channel, POST, RID);
    expect(await courier.send(channel, POST, RID)).toMatchObject({ state: 'later' });
  });
});

describe('a message whose answer was lost', () => {
  const since = () => new Date(Date.now() - 60_000);

  it.each([
    ['with buttons', POST],
    [
      'of one sentence, without a button',
      reply({ kind: 'text', text: 'Some of you can’t be reached: /owed' }),
    ],
    ['of a callout', reply({ kind: 'callout', tone: 'info', text: 'Due tomorrow.' })],
  ])('%s is found again by its id in the history', async (_, message) => {
    for (const to of [channel, await direct()]) {
      failFirst({ ...error(502, 0, 'lost'), landed: true });
      expect(await courier.send(to, message, RID)).toEqual({ state: 'unknown' });
      const [there] = server.channels.in(to.channel);
      server.channels.say(to.channel, ADA);
      expect(await courier.wasSent(to, RID, since())).toEqual({ ref: there?.id });
      expect(await courier.wasSent(to, 'anotherid000', since())).toBe('not-sent');
    }
  });

  it('and is sent again is one message, as long as Discord knows the nonce', async () => {
    failFirst({ ...error(502, 0, 'lost'), landed: true });
    await courier.send(channel, POST, RID);
    const [there] = server.channels.in(CHANNEL);
    expect(await courier.send(channel, POST, RID)).toEqual({ state: 'sent', ref: there?.id });
    expect(server.channels.in(CHANNEL)).toHaveLength(1);
  });

  it('is found behind more than a page of other messages, and after an edit', async () => {
    const ref = refOf(await courier.send(channel, POST, RID));
    await courier.edit(channel, ref, reply({ kind: 'heading', text: '12 of 42 complete' }, START), RID);
    for (let n = 0; n < 250; n += 1) server.channels.say(CHANNEL, ADA);
    expect(await courier.wasSent(channel, RID, since())).toEqual({ ref });
  });

  it('among more messages than are looked through is not to be had', async () => {
    for (let n = 0; n < 501; n += 1) server.channels.say(CHANNEL, ADA);
    expect(await courier.wasSent(channel, RID, since())).toBe('unavailable');
    const early = new Date(Date.now() + 3_600_000);
    expect(await courier.wasSent(channel, RID, early), 'none of them since then').toBe('not-sent');
  });

  it('of somebody else under the same numbers is not its own', async () => {
    await courier.send(channel, POST, RID);
    const [there] = server.channels.posted;
    server.channels.posted[0] = { ...(there ?? fail()), author: { id: ADA } };
    expect(await courier.wasSent(channel, RID, since())).toBe('not-sent');
  });

  it('in a history that may not be read is neither sent nor not', async () => {
    await courier.send(channel, POST, RID);
    server.channels.unreadable.add(CHANNEL);
    expect(await courier.wasSent(channel, RID, since())).toBe('unavailable');
    server.fault = () => error(403, 50001, 'Missing Access');
    expect(await courier.wasSent(channel, RID, since())).toBe('unavailable');
    const to = { ...channel, kind: 'direct', user: ADA } as const;
    server.fault = () => error(500, 0, 'down');
    expect(await courier.wasSent(to, RID, since())).toBe('unavailable');
  });

  it('in a direct message where there is none at all was not sent', async () => {
    expect(await courier.wasSent(await direct(), RID, since())).toBe('not-sent');
  });

  it('is never taken for another, whatever the ids', async () => {
    const id = fc.stringMatching(/^[a-z0-9]{1,25}$/);
    await fc.assert(
      fc.asyncProperty(id, id, async (one, other) => {
        fc.pre(one !== other);
        server.channels.posted.length = 0;
        const ref = refOf(await courier.send(channel, POST, one));
        expect(await courier.wasSent(channel, one, since())).toEqual({ ref });
        expect(await courier.wasSent(channel, other, since())).toBe('not-sent');
      }),
      { numRuns: 50 },
    );
  });
});

describe('an edit', () => {
  it('changes the message and pings nobody', async () => {
    const ref = refOf(await courier.send(channel, POST, RID));
    const changed = reply({ kind: 'heading', text: '1 of 2 complete' }, START);
    expect(await courier.edit(channel, ref, changed, RID)).toBe('done');
    const [posted] = server.channels.in(CHANNEL);
    expect(wordsOf(posted ?? fail())).toContain('1 of 2 complete');
    expect(posted?.body).toMatchObject({ flags: 1 << 15, allowed_mentions: { parse: [] } });
    expect(buttonOf(posted ?? fail(), 'Start').custom_id).toBe('2:*:/owed join a1b2c3d4');
  });

  it('of a message that is limited (30046) is for later, of one that is gone (10008) is not', async () => {
    const ref = refOf(await courier.send(channel, POST, RID));
    server.channels.old.add(ref);
    expect(await courier.edit(channel, ref, POST, RID)).toBe('later');
    expect(await courier.edit(channel, '999', POST, RID)).toBe('gone');
  });

  it.each([
    ['500', error(500, 0, 'broken'), 'later'],
    ['429', { ...error(429, 0, 'slow down'), headers: { 'Retry-After': '60' } }, 'later'],
    ['a channel that is gone (10003)', error(404, 10003, 'Unknown Channel'), 'gone'],
    ['a channel that may not be seen (50001)', error(403, 50001, 'Missing Access'), 'later'],
  ])('that is answered with %s', async (_, answer, outcome) => {
    server.fault = () => answer;
    expect(await courier.edit(channel, '1', POST, RID)).toBe(outcome);
  });
});

function fail(): never {
  throw new Error('nothing was posted');
}

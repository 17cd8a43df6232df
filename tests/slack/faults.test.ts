/** What goes wrong between Slack and the lab: nothing is locked twice, nothing is lost, and the student knows where they stand. */

import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { LedgerStore } from '../../src/ledger/ledger-store.ts';
import { UnreachableError } from '../../src/unreachable.ts';
import { freePort } from '../support/services.ts';
import { openTestStore, slow } from '../support/stores.ts';
import { openSlack, type Transport } from './open-slack.ts';
import { type Shown, SlackServer, signed, wordsOf } from './slack-server.ts';
import { Student } from './student.ts';

let open: Awaited<ReturnType<typeof openSlack>>;
afterEach(async () => {
  await open.close();
  expect(open.server.problems).toEqual([]);
});

/** Opens the lab at its first question. */
const QUESTION = '/predict lab quadratic';

const pictureOf = ({ blocks }: Shown) => blocks.find(({ type }) => type === 'image');

async function lockedStudent(): Promise<Student> {
  const ada = new Student(open.server, 'U0ADA');
  await ada.say(QUESTION);
  await ada.say('/predict A');
  return ada;
}

const slowStore = async (milliseconds: number): Promise<LedgerStore> =>
  slow(await openTestStore(), milliseconds);

describe.each<Transport>(['socket', 'http'])('over %s', (transport) => {
  it('answers the same command, event and button once, whatever the retry count says', async () => {
    open = await openSlack(transport);
    const ada = await lockedStudent();
    const [run, event, button] = [
      ada.commandPayload('/seq 4k', 'trigger-twice'),
      ada.eventPayload({ type: 'app_mention', channel: 'C0CLASS', text: '<@U0BOT> seq 8k' }, 'Ev-twice'),
      ada.pressPayload(ada.button('Run 32K'), 'button-twice'),
    ];
    const before = open.server.shown.length;
    await Promise.all([
      open.server.deliver('slash_commands', run),
      open.server.deliver('slash_commands', run, { retry: 0 }),
      open.server.deliver('events_api', event),
      open.server.deliver('events_api', event, { retry: 0 }),
      open.server.deliver('events_api', event, { retry: 1 }),
      open.server.deliver('interactive', button),
      open.server.deliver('interactive', button, { retry: 2 }),
    ]);
    await open.server.until(() => open.server.shown.length >= before + 3);
    await open.slack.close();
    expect(open.server.shown).toHaveLength(before + 3);
  });

  it('acknowledges what is answered, so that Slack delivers again what was not', async () => {
    open = await openSlack(transport, { store: await slowStore(300) });
    const ada = new Student(open.server, 'U0ADA');
    await open.server.deliver('slash_commands', ada.commandPayload(QUESTION));
    expect(wordsOf(open.server.shown[0] as Shown)).toContain('Your prediction.');
  });

  it('acknowledges within Slack’s 3 s where the store takes 4, and the answer follows once', async () => {
    open = await openSlack(transport, { store: await slowStore(4_000) });
    const ada = new Student(open.server, 'U0ADA');
    const started = performance.now();
    await open.server.deliver('slash_commands', ada.commandPayload(QUESTION));
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(open.server.shown, 'acknowledged and not yet answered').toHaveLength(0);
    await open.server.until(() => open.server.shown.length === 1);
    expect(wordsOf(open.server.shown[0] as Shown)).toContain('Your prediction.');
  });

  it('finishes at the stop what was accepted', async () => {
    open = await openSlack(transport, { store: await slowStore(200) });
    const ada = new Student(open.server, 'U0ADA');
    const delivered = open.server.deliver('slash_commands', ada.commandPayload(QUESTION));
    await open.server.until(() => open.server.calls.includes('usergroups.list'));
    await open.slack.close();
    expect(await delivered, 'and says so to Slack').toBe(200);
    expect(open.server.shown).toHaveLength(1);
  });

  it('takes the next way where response_url fails, and waits where it is asked to', async () => {
    open = await openSlack(transport);
    const ada = await lockedStudent();
    open.server.fail('response_url', { status: 500 });
    expect((await ada.say('/seq 4k')).via).toBe('chat.postEphemeral');
    open.server.fail('response_url', { status: 429, headers: { 'retry-after': '0' } });
    expect((await ada.say('/seq 4k')).via).toBe('response_url');
    open.server.fail('response_url', { status: 404 });
    open.server.fail('chat.postEphemeral', { error: 'not_in_channel' });
    expect((await ada.say('/seq 4k')).via).toBe('chat.postMessage');
    open.server.fail('chat.postEphemeral', { status: 429, headers: { 'retry-after': '1' } });
    expect((await ada.say('/seq 4k', 'mention')).via).toBe('chat.postEphemeral');
  });

  it('sends the chart uploaded where its address is refused, and its facts as words where it may not upload', async () => {
    open = await openSlack(transport);
    const ada = await lockedStudent();
    expect(pictureOf(await ada.say('/seq 64k'))).toHaveProperty('image_url');
    open.server.fail('response_url', { error: 'invalid_blocks' });
    const uploaded = await ada.say('/seq 64k');
    expect(pictureOf(uploaded)).toMatchObject({ slack_file: { id: 'F1' } });
    expect(open.server.uploads.get('F1')?.subarray(1, 4).toString()).toBe('PNG');
    open.server.fail('chat.postEphemeral', { error: 'invalid_blocks' });
    open.server.fail('files.getUploadURLExternal', { error: 'missing_scope' });
    const worded = await ada.say('/seq 64k', 'mention');
    expect(pictureOf(worded)).toBeUndefined();
    expect(wordsOf(worded)).toContain('the attention scores take 4,948 GB');
    expect(wordsOf(worded)).toContain('H100 80 GB');
    expect(wordsOf(worded)).not.toContain('invalid');
  });

  it('keeps a lock whose answer could not be sent, and says so when it is asked again', async () => {
    open = await openSlack(transport);
    const ada = new Student(open.server, 'U0ADA');
    await ada.say(QUESTION);
    const lost = { error: 'channel_not_found' };
    open.server.fail('response_url', { status: 404 });
    open.server.fail('chat.postEphemeral', lost);
    open.server.fail('chat.postMessage', lost);
    const before = open.server.calls.length;
    await open.server.deliver('slash_commands', ada.commandPayload('/predict B'));
    await open.server.until(() => open.server.calls.slice(before).includes('chat.postMessage'));
    expect(wordsOf(await ada.say('/predict C'))).toContain('You already locked *B*');
  });
});

/** A lost socket is followed by the next at once. */
const SOON = { pingMs: 300, pauseMs: 100 };

describe('an answer', () => {
  it('is given in words where its picture can’t be made', async () => {
    const broken: ChartHost = {
      image: () => Promise.reject(new Error('no canvas')),
      draw: () => Promise.reject(new Error('no canvas')),
    };
    open = await openSlack('http', { charts: broken });
    const ada = await lockedStudent();
    const shown = await ada.say('/seq 64k');
    expect(wordsOf(shown)).toContain('the attention scores take 4,948 GB');
    expect(pictureOf(shown)).toBeUndefined();
  });

  it('whose fate nobody can tell is not sent again, by any way', async () => {
    open = await openSlack('http', { times: { answerMs: 500 } });
    const [ada, ben] = [new Student(open.server, 'U0ADA'), new Student(open.server, 'U0BEN')];
    open.server.intercept = (method) =>
      method === 'response_url' || method === 'chat.postMessage' ? 'take and hang' : undefined;
    await Promise.all([ada.say('/lab'), ben.say('lab', 'direct')]);
    // Longer than either is waited for: the stop waits for both to be given up.
    await open.slack.close();
    expect(open.server.shown.map(({ via }) => via).toSorted()).toEqual(['chat.postMessage', 'response_url']);
  }, 30_000);

  it('that Slack asks to wait for long is given another way, and keeps nobody else waiting', async () => {
    open = await openSlack('http');
    const [ada, ben] = [new Student(open.server, 'U0ADA'), new Student(open.server, 'U0BEN')];
    open.server.fail('chat.postEphemeral', { status: 429, headers: { 'retry-after': '12' } });
    const started = performance.now();
    const [hers, his] = await Promise.all([ada.say('/lab', 'mention'), ben.say('/lab', 'direct')]);
    expect([hers.via, his.via]).toEqual(['chat.postMessage', 'chat.postMessage']);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('waits for Slack to know a picture that was uploaded', async () => {
    open = await openSlack('http');
    const ada = await lockedStudent();
    open.server.fail('response_url', { error: 'invalid_blocks' });
    open.server.unknownFiles = 1;
    expect(pictureOf(await ada.say('/seq 64k'))).toMatchObject({ slack_file: { id: 'F1' } });
  });

  it('to a button in a direct message replaces it as what it is', async () => {
    open = await openSlack('http');
    const ada = new Student(open.server, 'U0ADA');
    await ada.say(QUESTION, 'direct');
    const before = open.server.inbox(ada.id).length;
    await open.server.deliver(
      'interactive',
      ada.pressPayload(ada.button('Lock A'), 'press-direct', 'direct'),
    );
    const shown = await open.server.messageTo(ada.id, before);
    expect(shown).toMatchObject({ via: 'response_url', replaced: true });
    expect(wordsOf(shown)).toContain('Locked: A');
  });

  it('stays in the thread that it was asked in, also by the next way and when it refuses', async () => {
    open = await openSlack('http');
    const ada = new Student(open.server, 'U0ADA');
    await ada.say(QUESTION, 'mention');
    const lock = ada.button('Lock A');
    const read = async (payload: object) => {
      const before = open.server.inbox(ada.id).length;
      await open.server.deliver('interactive', payload);
      return open.server.messageTo(ada.id, before);
    };
    open.server.fail('response_url', { status: 404 });
    expect(await read(ada.pressPayload(lock, 'press-1', 'thread'))).toMatchObject({
      via: 'chat.postEphemeral',
      thread: '7.7',
    });
    const old = { ...lock, action_id: 'lab9:0000000000:0' };
    expect(await read(ada.pressPayload(old, 'press-2', 'thread'))).toMatchObject({
      via: 'response_url',
      replaced: false,
      thread: '7.7',
    });
    const before = open.server.inbox(ada.id).length;
    const event = { type: 'message', channel_type: 'im', channel: 'DU0ADA', text: 'lab', thread_ts: '8.8' };
    await open.server.deliver('events_api', ada.eventPayload(event));
    expect(await open.server.messageTo(ada.id, before)).toMatchObject({ thread: '8.8' });
  });

  it('is given once to a button that is refused and delivered twice', async () => {
    open = await openSlack('http');
    const ada = new Student(open.server, 'U0ADA');
    await ada.say(QUESTION);
    const payload = ada.pressPayload(
      { ...ada.button('Lock A'), action_id: 'lab9:0000000000:0' },
      'press-old',
    );
    const before = open.server.shown.length;
    await Promise.all([
      open.server.deliver('interactive', payload),
      open.server.deliver('interactive', payload),
    ]);
    await open.slack.close();
    expect(open.server.shown).toHaveLength(before + 1);
  });

  it('comes to a message with a file, and not to another app’s mention', async () => {
    open = await openSlack('http');
    const ada = new Student(open.server, 'U0ADA');
    const bot = { type: 'app_mention', channel: 'C0CLASS', text: '<@U0BOT> lab', bot_id: 'B9' };
    await open.server.deliver('events_api', ada.eventPayload(bot));
    const message = {
      type: 'message',
      channel_type: 'im',
      channel: 'DU0ADA',
      text: 'lab',
      subtype: 'file_share',
    };
    await open.server.deliver('events_api', ada.eventPayload(message));
    await open.server.messageTo(ada.id, 0);
    await open.slack.close();
    expect(open.server.shown).toHaveLength(1);
  });

  it('belongs to one student, however Slack names the workspace', async () => {
    open = await openSlack('http');
    const ada = await lockedStudent();
    const { team_id: _, ...nameless } = ada.commandPayload('/ledger');
    const before = open.server.inbox(ada.id).length;
    await open.server.deliver('slash_commands', nameless);
    expect(wordsOf(await open.server.messageTo(ada.id, before))).toMatch(/Act I\s+\*locked\*/);
    const elsewhere = { ...ada.commandPayload('/ledger'), team_id: 'T0PARTNER' };
    await open.server.deliver('slash_commands', elsewhere);
    expect(wordsOf(await open.server.messageTo(ada.id, before + 1))).toMatch(/Act I\s+\*locked\*/);
  });

  it('comes also where the claim of its delivery takes long, once, and the acknowledgement before it', async () => {
    const store = await openTestStore();
    const deliveries = {
      ...store.deliveries,
      claim: async (id: string) => {
        await new Promise((resolve) => setTimeout(resolve, 2_500));
        return store.deliveries.claim(id);
      },
    };
    open = await openSlack('http', { store, deliveries });
    const ada = new Student(open.server, 'U0ADA');
    const payload = ada.commandPayload('/lab', 'slow-claim');
    const started = performance.now();
    await Promise.all([
      open.server.deliver('slash_commands', payload),
      open.server.deliver('slash_commands', payload, { retry: 0 }),
    ]);
    expect(performance.now() - started).toBeLessThan(2_400);
    await open.server.until(() => open.server.shown.length === 1);
    await open.slack.close();
    expect(open.server.shown).toHaveLength(1);
  });
});

describe('the socket', () => {
  it.each(['warning', 'refresh_requested', null] as const)(
    'is renewed where Slack says: %s',
    async (reason) => {
      open = await openSlack('socket', { times: SOON });
      const ada = new Student(open.server, 'U0ADA');
      await ada.say(QUESTION);
      open.server.refresh(reason);
      await open.server.until(() => open.server.openSockets === 0);
      expect(wordsOf(await ada.say('/predict A'))).toContain('Locked: A');
    },
    30_000,
  );

  it('that Slack will not renew for a while is asked for again, and the process lives', async () => {
    open = await openSlack('socket', { times: SOON });
    const ada = new Student(open.server, 'U0ADA');
    await ada.say(QUESTION);
    open.server.fail('apps.connections.open', { error: 'account_inactive' }, { error: 'invalid_auth' });
    open.server.drop();
    expect(wordsOf(await ada.say('/predict A'))).toContain('Locked: A');
    expect(await open.slack.health()).toBe('connected');
  }, 30_000);

  it('that is not greeted yet is no obstacle to a stop', async () => {
    open = await openSlack('socket', { times: SOON });
    open.server.silent = true;
    open.server.drop();
    await open.server.until(() => open.server.openSockets === 0);
    await open.server.until(() => open.server.openSockets === 1);
    const started = performance.now();
    await open.slack.close();
    expect(performance.now() - started).toBeLessThan(4_000);
  }, 30_000);

  it('survives a refresh in the middle of an answer, and a drop', async () => {
    open = await openSlack('socket', { store: await slowStore(150), times: SOON });
    const ada = new Student(open.server, 'U0ADA');
    const delivered = open.server.deliver('slash_commands', ada.commandPayload(QUESTION));
    await open.server.until(() => open.server.calls.includes('usergroups.list'));
    open.server.refresh();
    expect(await delivered, 'acknowledged before the socket is closed').toBe(200);
    await open.server.until(() => open.server.shown.length === 1);
    expect(wordsOf(await ada.say('/predict A'))).toContain('Locked: A');
    open.server.drop();
    expect(wordsOf(await ada.say('/predict A'))).toContain('already');
    expect(await open.slack.health()).toBe('connected');
  }, 30_000);
});

describe('HTTP', () => {
  it('turns away forged, old and future signatures, and takes a charset on the media type', async () => {
    open = await openSlack('http');
    const ada = new Student(open.server, 'U0ADA');
    const body = new URLSearchParams(ada.commandPayload('/lab')).toString();
    const now = Math.floor(Date.now() / 1000);
    const send = async (headers: Record<string, string>) =>
      (
        await fetch(open.server.target, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...headers },
          body,
        })
      ).status;
    expect(await send(signed(body, now, 'another-secret'))).toBe(401);
    expect(await send(signed(body, now - 301))).toBe(401);
    expect(await send(signed(body, now + 303))).toBe(401);
    expect(await send(signed(body, now + 3600))).toBe(401);
    expect(await send({ ...signed(`${body}&x=1`, now) })).toBe(401);
    expect(await send({ 'x-slack-request-timestamp': 'soon', 'x-slack-signature': 'v0=0' })).toBe(401);
    expect(open.server.shown).toHaveLength(0);
    expect(await send(signed(body, now - 200))).toBe(200);
    await open.server.until(() => open.server.shown.length === 1);
  });

  it('says in the log that this machine’s clock is off, where Slack signs what is refused for it', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
    open = await openSlack('http', { log });
    const send = async (at: number, secret?: string) => {
      const headers = { 'content-type': 'application/json', ...signed('{}', at, secret) };
      return (await fetch(open.server.target, { method: 'POST', headers, body: '{}' })).status;
    };
    const hence = Math.floor(Date.now() / 1_000) + 11 * 60;
    expect(await send(hence, 'another-secret')).toBe(401);
    expect(lines).toEqual([]);
    for (let tries = 0; tries < 10; tries++) expect(await send(hence)).toBe(401);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(
      'this machine’s clock is 11 min behind Slack’s, so what it sends is refused. Set',
    );
  });

  it.each<Transport>(['socket', 'http'])(
    'says so by Slack’s answers too, from the start: over %s',
    async (transport) => {
      const lines: string[] = [];
      const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
      const server = await SlackServer.start();
      server.clock = () => Date.now() - 3 * 60_000;
      open = await openSlack(transport, { server, log });
      expect(lines).toEqual([expect.stringContaining('this machine’s clock is 3 min ahead of Slack’s. Set')]);
    },
  );

  it('keeps a connection longer than a load balancer does', async () => {
    open = await openSlack('http');
    const answered = await fetch(`${new URL(open.server.target).origin}/healthz`);
    expect(Number(/timeout=(\d+)/.exec(answered.headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60);
  });

  it('answers /healthz on the same port, and nothing else', async () => {
    open = await openSlack('http');
    const origin = new URL(open.server.target).origin;
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${origin}/`)).status).toBe(404);
    expect((await fetch(open.server.target)).status).toBe(404);
  });
});

describe('the operator', () => {
  it.each([
    ['invalid_auth', 'SLACK_BOT_TOKEN is not accepted'],
    ['token_revoked', 'was revoked'],
    ['something_new', 'something_new): run npm run doctor'],
    ['internal_error', 'Slack can’t be reached (internal_error)'],
  ])('is told in a line what %s means', async (error, message) => {
    const first = await openSlack('http');
    open = first;
    first.server.fail('auth.test', { error }, { error }, { error }, { error }, { error });
    await expect(openSlack('http', { server: first.server })).rejects.toThrow(message);
  });

  it('is told that Slack can’t be reached, which no configuration mends', async () => {
    open = await openSlack('http');
    const nowhere = `http://127.0.0.1:${await freePort()}/api/`;
    const starting = openSlack('socket', { server: open.server, apiUrl: nowhere });
    await expect(starting).rejects.toThrow(UnreachableError);
    await expect(starting).rejects.toThrow('Slack can’t be reached (ECONNREFUSED)');
  });
});

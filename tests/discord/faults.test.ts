/** What can go wrong between Discord and the store: no lock is doubled, none is lost, and the student knows where they stand. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DiscordOptions, startDiscord } from '../../adapters/discord/discord.ts';
import type { LedgerStore } from '../../src/ledger/ledger-store.ts';
import { studentId } from '../../src/messages/actor.ts';
import { NotSavedError } from '../../src/store/errors.ts';
import { openTestLab } from '../support/lab.ts';
import { holding, loadFrom, openTestStore, slow } from '../support/stores.ts';
import { type OpenDiscord, openDiscord, startOptions } from './open-discord.ts';
import { buttonsOf, EPHEMERAL, type Person } from './person.ts';
import { type Answer, type Arrived, error, GUILD_ID, type Shown, wordsOf } from './protocol.ts';

const ADA = '600000000000000001';

let discord: OpenDiscord;
let ada: Person;
let question: Shown;

async function open(options: Partial<DiscordOptions> = {}, store?: LedgerStore): Promise<void> {
  await discord?.close();
  discord = await openDiscord(options, await openTestLab(store ? { store } : {}));
  ada = discord.person(ADA);
  question = await ada.type('predict', { lab: 'quadratic' });
}

beforeEach(() => open());

afterEach(async () => {
  await discord.close();
  expect(discord.server.problems).toEqual([]);
});

const isCallback = ({ path }: Arrived): boolean => path.endsWith('/callback');
const isEdit = ({ method, path }: Arrived): boolean => method === 'PATCH' && path.endsWith('/@original');

/** The server answers the first requests of a kind like this, and then as it should. */
function failFirst(
  which: (request: Arrived) => boolean,
  ...answers: (Answer & { landed?: boolean })[]
): void {
  const left = [...answers];
  discord.server.fault = (request) => (which(request) ? left.shift() : undefined);
}

const locks = async (): Promise<string[]> => {
  const student = studentId({ platform: 'discord', workspace: GUILD_ID, user: ADA });
  const { record } = await loadFrom(discord.lab.store, student);
  return (record?.decisions ?? []).flatMap(({ decision }) =>
    decision.kind === 'locked' && 'option' in decision ? [decision.option] : [],
  );
};

/** Waits for everything that the bot has accepted. */
const settled = () => discord.bot.close();

const callbacksTo = (token: string) => discord.server.answersTo(token).filter(isCallback);
const editsTo = (token: string) => discord.server.answersTo(token).filter(isEdit);

describe('the acknowledgement', () => {
  it('that failed with 500 is sent again', async () => {
    failFirst(isCallback, error(500, 0, 'broken'));
    const { token } = ada.send('predict', { answer: 'A' });
    expect(wordsOf(await discord.server.shown(token))).toContain('Locked: A');
    expect(callbacksTo(token)).toHaveLength(2);
    expect(await locks()).toHaveLength(1);
  });

  it('that arrived although its answer was lost (40060 on the second try) is done', async () => {
    failFirst(isCallback, { ...error(502, 0, 'lost'), landed: true });
    const { token } = ada.send('predict', { answer: 'A' });
    expect(wordsOf(await discord.server.shown(token))).toContain('Locked: A');
    await settled();
    expect(callbacksTo(token)).toHaveLength(2);
    expect(editsTo(token)).toEqual([]);
    expect(await locks()).toHaveLength(1);
  });

  it('that is never answered is sent again while Discord still waits for it', async () => {
    let hung = false;
    discord.server.fault = (request) => {
      if (!isCallback(request) || hung) return undefined;
      hung = true;
      return 'hang';
    };
    expect(wordsOf(await ada.type('predict', { answer: 'A' }))).toContain('Locked: A');
    expect(await locks()).toHaveLength(1);
  });

  it('whose fate stays unknown is settled by an edit', async () => {
    const lost = { ...error(503, 0, 'lost'), landed: true };
    const broken = error(503, 0, 'broken');
    failFirst(isCallback, lost, broken, broken, broken);
    const { token } = ada.send('predict', { answer: 'A' });
    await discord.server.shown(token);
    await settled();
    expect(editsTo(token)).toHaveLength(1);
    expect(await locks()).toHaveLength(1);
  });

  it('that has to wait for 429 waits as long as it is told to', async () => {
    failFirst(isCallback, {
      ...error(429, 0, 'slow down'),
      headers: { 'Retry-After': '0.05', 'X-RateLimit-Scope': 'shared' },
    });
    expect(wordsOf(await ada.type('predict', { answer: 'A' }))).toContain('Locked: A');
    expect(await locks()).toHaveLength(1);
  });

  it('that came too late (10062) leaves the lock, and the same again says so', async () => {
    failFirst(isCallback, error(404, 10062, 'Unknown interaction'));
    const { token } = ada.send('predict', { answer: 'A' });
    while ((await locks()).length === 0 || callbacksTo(token).length === 0) await new Promise(setImmediate);
    expect(wordsOf(await ada.type('predict', { answer: 'B' }))).toContain('already');
    expect(editsTo(token)).toEqual([]);
    expect(await locks()).toHaveLength(1);
  });
});

describe('a message that Discord does not take', () => {
  it.each([
    ['for a missing permission (50013)', error(403, 50013, 'Missing Permissions')],
    ['because of its form (50035)', error(400, 50035, 'Invalid Form Body')],
  ])('%s is sent in words and buttons', async (_, refusal) => {
    await ada.type('predict', { answer: 'A' });
    failFirst(isCallback, refusal);
    const shown = await ada.type('seq', { tokens: 4_096 });
    expect(wordsOf(shown)).toContain('4,096 tokens, 12 heads');
    expect(wordsOf(shown)).toContain('left out');
    expect(JSON.stringify(shown.components)).not.toContain('quickchart.io');
    expect(buttonsOf(shown).length).toBeGreaterThan(0);
  });

  it('in any form becomes one sentence', async () => {
    const refusal = error(400, 50035, 'Invalid Form Body');
    failFirst(isCallback, refusal, refusal);
    expect(wordsOf(await ada.type('predict', { answer: 'A' }))).toContain('What you have locked stands');
    expect(await locks()).toHaveLength(1);
  });

  it('because the person can’t be written to (50007) is given up, and the lock stands', async () => {
    failFirst(isCallback, error(403, 50007, 'Cannot send messages to this user'));
    const { token } = ada.send('predict', { answer: 'A' });
    while (callbacksTo(token).length === 0) await new Promise(setImmediate);
    await settled();
    expect(callbacksTo(token)).toHaveLength(1);
    expect(await locks()).toHaveLength(1);
  });
});

describe('a slow store', () => {
  const SLOW = { saveMs: 150, deferMs: 40 };

  beforeEach(async () => open({ deferMs: SLOW.deferMs }, slow(await openTestStore(), SLOW.saveMs)));

  it('is answered by a deferral and then an edit, privately and in version 2', async () => {
    const { token } = ada.send('predict', { answer: 'A' });
    const shown = await discord.server.shown(token);
    const [callback, edit] = discord.server.answersTo(token);
    expect(callback?.body).toEqual({ type: 5, data: { flags: EPHEMERAL } });
    expect(edit?.body).toMatchObject({ flags: 1 << 15, allowed_mentions: { parse: [] } });
    expect(shown.flags).toBe((1 << 15) | EPHEMERAL);
    expect(wordsOf(shown)).toContain('Locked: A');
  });

  it('and a button: its own message is edited', async () => {
    const [lock] = buttonsOf(question);
    const { token } = ada.sendPress(question, lock?.custom_id ?? '');
    expect(wordsOf(await discord.server.shown(token))).toContain('Locked: A');
    expect(callbacksTo(token).map(({ body }) => body)).toEqual([{ type: 6 }]);
  });

  it('and an edit that fails with 500 is edited again', async () => {
    failFirst(isEdit, error(500, 0, 'broken'));
    const { token } = ada.send('predict', { answer: 'A' });
    expect(wordsOf(await discord.server.shown(token))).toContain('Locked: A');
    expect(editsTo(token)).toHaveLength(2);
  });

  it('and an edit that has to wait for 429 waits', async () => {
    failFirst(isEdit, { ...error(429, 0, 'slow down'), headers: { 'Retry-After': '0.05' } });
    expect(wordsOf(await ada.type('predict', { answer: 'A' }))).toContain('Locked: A');
  });

  it('and a deferral whose answer was lost: one deferral, one edit', async () => {
    failFirst(isCallback, { ...error(502, 0, 'lost'), landed: true });
    const { token } = ada.send('predict', { answer: 'A' });
    expect(wordsOf(await discord.server.shown(token))).toContain('Locked: A');
    await settled();
    expect(editsTo(token)).toHaveLength(1);
  });

  it('and a deferral that came too late: the lock stands, and the same again says so', async () => {
    failFirst(isCallback, error(404, 10062, 'Unknown interaction'));
    ada.send('predict', { answer: 'A' });
    expect(wordsOf(await ada.type('predict', { answer: 'B' }))).toContain('already');
    expect(await locks()).toHaveLength(1);
  });

  it('and two letters at once: one lock, and the other answer says which', async () => {
    const shown = await Promise.all(['A', 'B', 'C'].map((letter) => ada.type('predict', { answer: letter })));
    expect(shown.filter((each) => wordsOf(each).includes('already'))).toHaveLength(2);
    expect(await locks()).toHaveLength(1);
  });

  it('and a stop: what was accepted is finished and shown after the gateway is closed', async () => {
    const { token } = ada.send('predict', { answer: 'A' });
    while (callbacksTo(token).length === 0) await new Promise(setImmediate);
    await discord.bot.close();
    expect(wordsOf(await discord.server.shown(token))).toContain('Locked: A');
    await expect(discord.bot.health()).rejects.toThrow('not connected');
  });

  it('and a gateway that closes in between: the answer comes all the same, once', async () => {
    const { token } = ada.send('predict', { answer: 'A' });
    while (callbacksTo(token).length === 0) await new Promise(setImmediate);
    discord.server.drop(4000);
    expect(wordsOf(await discord.server.shown(token))).toContain('Locked: A');
    expect(editsTo(token)).toHaveLength(1);
  });
});

describe('a store that takes 4 s', () => {
  it('is answered for within Discord’s 3 s, and the answer follows', async () => {
    await open({}, slow(await openTestStore(), 4_000));
    const started = performance.now();
    const { token } = ada.send('predict', { answer: 'A' });
    while (callbacksTo(token).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(wordsOf(await discord.server.shown(token))).toContain('Locked: A');
    expect(discord.server.answersTo(token).map(({ method }) => method)).toEqual(['POST', 'PATCH']);
    expect(await locks()).toHaveLength(1);
  });
});

describe('a store that fails', () => {
  it('says that nothing is saved, reveals nothing, and works when it is back', async () => {
    const store = await openTestStore();
    let broken = false;
    const flaky = holding(store, (held) => ({
      save: (record) => (broken ? Promise.reject(new NotSavedError('disk full')) : held.save(record)),
    }));
    await open({}, flaky);
    broken = true;
    const shown = wordsOf(await ada.type('predict', { answer: 'A' }));
    expect(shown).toContain('try again');
    expect(shown).not.toContain('Locked');
    broken = false;
    expect(wordsOf(await ada.type('predict', { answer: 'A' }))).toContain('Locked: A');
  });
});

describe('two processes on one shard, while one takes over from the other', () => {
  it('answer once between them', async () => {
    const second = await startDiscord(startOptions(discord.server, discord.lab));
    const interaction = ada.send('predict', { answer: 'A' });
    discord.server.dispatchEverywhere(interaction);
    expect(wordsOf(await discord.server.shown(interaction.token))).toContain('Locked: A');
    await second.close();
    await settled();
    expect(callbacksTo(interaction.token)).toHaveLength(1);
    expect(editsTo(interaction.token)).toEqual([]);
    expect(await locks()).toHaveLength(1);
  });
});

describe('a picture that can’t be made', () => {
  it('leaves the answer, its facts and its buttons', async () => {
    const broken = () => Promise.reject(new Error('no canvas'));
    await open({ charts: { image: broken, draw: broken } });
    await ada.type('predict', { answer: 'A' });
    const shown = await ada.type('seq', { tokens: 65_536 });
    expect(wordsOf(shown)).toContain('the attention scores take 4,948 GB');
    expect(wordsOf(shown)).toContain('could not be drawn');
    expect(buttonsOf(shown).length).toBeGreaterThan(1);
  });
});

describe('the gateway', () => {
  it('delivers an interaction twice: it is answered and recorded once', async () => {
    const interaction = ada.send('predict', { answer: 'A' });
    discord.server.dispatch(interaction);
    discord.server.dispatch(interaction);
    await discord.server.shown(interaction.token);
    await settled();
    expect(callbacksTo(interaction.token)).toHaveLength(1);
    expect(await locks()).toHaveLength(1);
  });

  it('drops and resumes: what came meanwhile is answered, what was answered is not again', async () => {
    const first = ada.send('predict', { answer: 'A' });
    await discord.server.shown(first.token);
    discord.server.drop(4000);
    const meanwhile = ada.send('ledger');
    discord.server.dispatch(first);
    await discord.server.shown(meanwhile.token);
    expect(discord.server.sessions).toEqual(['identify', 'resume']);
    expect(callbacksTo(first.token)).toHaveLength(1);
    await expect(discord.bot.health()).resolves.toBe('connected, 1 shard');
  });
});

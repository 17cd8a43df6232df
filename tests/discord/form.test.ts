/** A number is asked for in a form: opened by a button, filled in and sent in Discord, and locked once. */

import { afterEach, describe, expect, it } from 'vitest';
import { DIRECT_MESSAGES } from '../../adapters/discord/actor.ts';
import { type DiscordOptions, startDiscord } from '../../adapters/discord/discord.ts';
import type { LedgerStore } from '../../src/ledger/ledger-store.ts';
import { studentId } from '../../src/messages/actor.ts';
import { openTestLab } from '../support/lab.ts';
import { loadFrom, openTestStore, slow } from '../support/stores.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';
import { type OpenDiscord, openDiscord, startOptions } from './open-discord.ts';
import { buttonOf, EPHEMERAL, type Person, type Where } from './person.ts';
import { error, GUILD_ID, type Shown, wordsOf } from './protocol.ts';

const ADA = '600000000000000001';
const BEN = '600000000000000002';
const V2 = 1 << 15;
const ENTER = 'Enter your prediction';

let discord: OpenDiscord;
afterEach(async () => {
  await discord.close();
  // Forms too are held against Discord's OpenAPI document.
  expect(discord.server.problems).toEqual([]);
});

interface Asked {
  readonly ada: Person;
  readonly question: Shown;
}

async function asked(
  where?: Where,
  options: Partial<DiscordOptions> = {},
  store?: LedgerStore,
): Promise<Asked> {
  discord = await openDiscord(options, await openTestLab({ packs: [COIN_TOSS], ...(store && { store }) }));
  const ada = discord.person(ADA, where);
  const welcome = await ada.type('lab', { name: COIN_TOSS.id });
  return { ada, question: await ada.press(welcome, 'Act I: the question') };
}

/** What this student has locked. */
async function locked(user: string, workspace: string = GUILD_ID): Promise<unknown[]> {
  const student = studentId({ platform: 'discord', workspace, user });
  const { record } = await loadFrom(discord.lab.store, student, { lab: COIN_TOSS.id });
  return (record?.decisions ?? []).flatMap(({ decision }) => ('number' in decision ? [decision.number] : []));
}

const typesTo = (token: string): unknown[] =>
  discord.server.answersTo(token).map(({ body }) => (body as { type?: number }).type ?? 'edit');

describe.each([
  ['a server', { guild: GUILD_ID }, GUILD_ID],
  ['a direct message', { guild: undefined }, DIRECT_MESSAGES],
] as const)('a form in %s', (_, where, workspace) => {
  it('asks for the number, locks it, and replaces the question', async () => {
    const { ada, question } = await asked(where);
    const form = await ada.open(question, ENTER);
    expect(form).toMatchObject({
      custom_id: buttonOf(question, ENTER).custom_id,
      title: 'Your prediction',
      components: [{ label: 'percent', description: '0.1 to 100 percent' }],
    });
    expect(await locked(ADA, workspace), 'opening it decides nothing').toEqual([]);
    const { token } = ada.sendForm(question, form, '12.5 %');
    expect(wordsOf(await discord.server.shown(token))).toContain('12.5 percent');
    expect(typesTo(token)).toEqual([7]);
    expect(await locked(ADA, workspace)).toEqual([12.5]);
  });
});

describe('what is entered', () => {
  it.each(['abc', '500', '-3', '0'])(
    '%j is answered with a sentence and the same form again, and nothing is recorded',
    async (entered) => {
      const { ada, question } = await asked();
      const form = await ada.open(question, ENTER);
      const mistake = await ada.fill(question, form, entered);
      expect(wordsOf(mistake)).toContain('Nothing was recorded');
      expect(wordsOf(mistake)).toContain('0.1 to 100 percent');
      expect(await locked(ADA)).toEqual([]);
      expect(await ada.open(mistake, ENTER)).toEqual(form);
      await ada.fill(mistake, form, '50');
      expect(await locked(ADA)).toEqual([50]);
    },
  );

  it('after a lock changes nothing', async () => {
    const { ada, question } = await asked();
    const form = await ada.open(question, ENTER);
    const again = await ada.open(question, ENTER);
    await ada.fill(question, form, '12.5');
    expect(wordsOf(await ada.fill(question, again, '99'))).toContain('already locked **12.5 percent**');
    expect(await locked(ADA)).toEqual([12.5]);
  });

  it('is locked once, however often the press and the form are delivered', async () => {
    const { ada, question } = await asked();
    const press = ada.sendPress(question, buttonOf(question, ENTER).custom_id);
    discord.server.dispatch(press, question);
    const form = await discord.server.modal(press.token);
    const sent = ada.sendForm(question, form, '12.5');
    discord.server.dispatch(sent, question);
    await discord.server.shown(sent.token);
    discord.server.dispatch(sent, question);
    // Answered after everything that was sent before it.
    await ada.type('ledger');
    await discord.bot.close();
    expect(typesTo(press.token)).toEqual([9]);
    expect(typesTo(sent.token)).toEqual([7]);
    expect(await locked(ADA)).toEqual([12.5]);
  });

  it('is locked and answered once by two processes on one shard', async () => {
    const { ada, question } = await asked();
    const second = await startDiscord(startOptions(discord.server, discord.lab));
    const press = ada.sendPress(question, buttonOf(question, ENTER).custom_id);
    discord.server.dispatchEverywhere(press);
    // Both open it, and Discord takes one.
    await expect.poll(() => typesTo(press.token)).toEqual([9, 9]);
    const sent = ada.sendForm(question, await discord.server.modal(press.token), '12.5');
    discord.server.dispatchEverywhere(sent);
    await discord.server.shown(sent.token);
    await second.close();
    await discord.bot.close();
    expect(typesTo(press.token), 'and nothing else is said').toEqual([9, 9]);
    expect(typesTo(sent.token)).toEqual([7]);
    expect(await locked(ADA)).toEqual([12.5]);
  });

  it('into a slow store takes the place of the question when it is kept', async () => {
    const { ada, question } = await asked(
      { guild: GUILD_ID },
      { deferMs: 20 },
      slow(await openTestStore(), 80),
    );
    const { token } = ada.sendForm(question, await ada.open(question, ENTER), '12.5');
    expect(wordsOf(await discord.server.shown(token))).toContain('12.5 percent');
    expect(typesTo(token)).toEqual([6, 'edit']);
  });
});

describe('a form', () => {
  it('of another student is neither opened nor taken', async () => {
    const { ada, question } = await asked();
    const form = await ada.open(question, ENTER);
    const ben = discord.person(BEN);
    const press = ben.sendPress(question, form.custom_id);
    const sent = ben.sendForm(question, form, '50');
    for (const { token } of [press, sent]) {
      expect(wordsOf(await discord.server.shown(token))).toContain('another student');
      expect(discord.server.answersTo(token)[0]?.body).toMatchObject({
        type: 4,
        data: { flags: V2 | EPHEMERAL },
      });
    }
    expect(await locked(ADA)).toEqual([]);
    expect(await locked(BEN)).toEqual([]);
  });

  it('of a version that is not known says how to go on', async () => {
    const { ada, question } = await asked();
    const form = await ada.open(question, ENTER);
    const newer = { ...form, custom_id: form.custom_id.replace(/^\d+/, '9') };
    expect(wordsOf(await ada.fill(question, newer, '50'))).toContain('another version');
    expect(await locked(ADA)).toEqual([]);
  });

  it('of a lab that the course no longer has is a sentence instead', async () => {
    const { ada, question } = await asked();
    const [start] = buttonOf(question, ENTER).custom_id.split('/');
    const { token } = ada.sendPress(question, `${start}/predict ? lab gone act 1`);
    expect(wordsOf(await discord.server.shown(token))).toContain('no lab **gone**');
  });

  it('that Discord does not take is made up for by a line that can be typed', async () => {
    const { ada, question } = await asked();
    const before = discord.server.requests.length;
    discord.server.fault = ({ body }) =>
      (body as { type?: number } | undefined)?.type === 9
        ? error(400, 50035, 'Invalid Form Body')
        : undefined;
    const told = await ada.press(question, ENTER);
    expect(told.flags).toBe(V2 | EPHEMERAL);
    expect(wordsOf(told)).toContain('`/predict answer:0.1` (0.1 to 100 percent)');
    expect(discord.server.requests.length - before, 'one try, one answer').toBe(2);
    await ada.type('predict', { answer: '0.1' });
    expect(await locked(ADA)).toEqual([0.1]);
  });

  it('whose acknowledgement was lost is open, and nothing more is said', async () => {
    const { ada, question } = await asked();
    let lost = false;
    discord.server.fault = ({ path }) => {
      if (lost || !path.endsWith('/callback')) return undefined;
      lost = true;
      return { ...error(502, 0, 'lost'), landed: true };
    };
    const { token } = ada.sendPress(question, buttonOf(question, ENTER).custom_id);
    const form = await discord.server.modal(token);
    await ada.fill(question, form, '12.5');
    await discord.bot.close();
    expect(typesTo(token)).toEqual([9, 9]);
    expect(await locked(ADA)).toEqual([12.5]);
  });
});

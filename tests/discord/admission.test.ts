/** One person's burst on Discord: a few are answered, the rest is said not to be taken up, and nobody else notices. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMISSION } from '../../src/admission.ts';
import type { Deliveries } from '../../src/store/deliveries.ts';
import { openTestLab } from '../support/lab.ts';
import { type OpenDiscord, openDiscord } from './open-discord.ts';
import { buttonOf } from './person.ts';
import type { Shown } from './protocol.ts';

const ADA = '600000000000000001';
const { underWay: MOST, refusals: REFUSALS } = ADMISSION;

/** A store that is slow while it is held, and tells how often it was asked. */
async function slowLab() {
  const lab = await openTestLab();
  const { deliveries } = lab.store;
  let held: Promise<void> | undefined;
  let asked = 0;
  const slow: Deliveries = {
    claim: async (id) => {
      asked += 1;
      await held;
      return deliveries.claim(id);
    },
    renew: (id) => deliveries.renew(id),
    done: (id) => deliveries.done(id),
  };
  return {
    lab,
    deliveries: slow,
    asked: () => asked,
    hold: (): (() => void) => {
      let release: () => void = () => undefined;
      held = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}

const wordsOf = ({ components }: Shown): string => JSON.stringify(components);
const isRefusal = (shown: Shown): boolean => wordsOf(shown).includes('One moment: I am still answering');

describe('a person’s burst on Discord', () => {
  let store: Awaited<ReturnType<typeof slowLab>>;
  let discord: OpenDiscord;
  beforeEach(async () => {
    store = await slowLab();
    discord = await openDiscord({ deliveries: store.deliveries, deferMs: 100 }, store.lab);
  });
  afterEach(() => discord.close());

  it('is answered in part, and of the rest nothing is recorded or asked of the store', async () => {
    const { server } = discord;
    const [ada, ben] = [discord.person(ADA), discord.person('600000000000000002')];
    await ada.type('predict', { lab: 'quadratic' });
    const release = store.hold();
    const asked = store.asked();
    const taken = Array.from({ length: MOST }, () => ada.send('ledger').token);
    const lock = await ada.type('predict', { answer: 'A' });
    expect(isRefusal(lock)).toBe(true);
    expect(wordsOf(lock)).toContain(`still answering ${MOST} of your messages`);
    expect(store.asked() - asked).toBe(MOST);
    // Others are taken up as ever.
    const other = ben.send('predict', { lab: 'quadratic' }).token;
    await expect.poll(() => store.asked() - asked).toBe(MOST + 1);
    release();
    const answers = await Promise.all([...taken, other].map((token) => server.shown(token)));
    expect(answers.filter(isRefusal)).toEqual([]);
    expect(wordsOf(await ada.type('ledger'))).toContain('not locked');
    expect(wordsOf(await ada.type('predict', { answer: 'A' }))).toContain('Locked: A');
    expect(server.problems).toEqual([]);
  });

  it('leaves the message of a refused button as it is', async () => {
    const { server } = discord;
    const ada = discord.person(ADA);
    const question = await ada.type('predict', { lab: 'quadratic' });
    const release = store.hold();
    const taken = Array.from({ length: MOST }, () => ada.send('ledger').token);
    const { token } = ada.sendPress(question, buttonOf(question, 'Lock A').custom_id);
    expect(isRefusal(await server.shown(token))).toBe(true);
    const CHANNEL_MESSAGE = 4;
    expect(server.answersTo(token).map(({ body }) => (body as { type: number }).type)).toEqual([
      CHANNEL_MESSAGE,
    ]);
    release();
    await Promise.all(taken.map((each) => server.shown(each)));
    expect(wordsOf(await ada.press(question, 'Lock A'))).toContain('Locked: A');
  });

  it('counts what is delivered twice once, and answers it once', async () => {
    const { server } = discord;
    const ada = discord.person(ADA);
    const release = store.hold();
    const taken = Array.from({ length: MOST - 1 }, () => ada.send('lab'));
    for (const interaction of taken) server.dispatch(interaction);
    const last = ada.send('lab');
    const refused = ada.send('lab');
    expect(isRefusal(await server.shown(refused.token))).toBe(true);
    release();
    const answers = await Promise.all([...taken, last].map(({ token }) => server.shown(token)));
    expect(answers.filter(isRefusal)).toEqual([]);
    server.dispatch(refused);
    await ada.type('lab');
    expect(server.answersTo(refused.token)).toHaveLength(1);
  });

  it('of thousands says so a few times, and hears a whole lecture meanwhile', async () => {
    const { server } = discord;
    server.watching = false;
    const ada = discord.person(ADA);
    const lecture = Array.from({ length: 60 }, (_, n) =>
      discord.person(String(600_000_000_000_000_100n + BigInt(n))),
    );
    const burst = Array.from({ length: 2_000 }, () => ada.send('lab').token);
    const answers = await Promise.all(lecture.map((person) => person.type('lab')));
    expect(answers.filter(isRefusal)).toEqual([]);
    await discord.bot.close();
    const told = burst.filter((token) => server.acknowledgedAfterMs(token) !== undefined);
    expect(told.length).toBeGreaterThanOrEqual(MOST + REFUSALS);
    expect(told.length).toBeLessThan(burst.length);
  });
});

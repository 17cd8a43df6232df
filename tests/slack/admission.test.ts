/** One person's burst on Slack: a few are answered, the rest is said not to be taken up beside what is there. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMISSION } from '../../src/admission.ts';
import { openTestStore } from '../support/stores.ts';
import { openSlack } from './open-slack.ts';
import { type Shown, wordsOf } from './slack-server.ts';
import { Student } from './student.ts';

const { underWay: MOST } = ADMISSION;
const isRefusal = (shown: Shown): boolean => wordsOf(shown).includes('One moment: I am still answering');

describe('a person’s burst on Slack', () => {
  let open: Awaited<ReturnType<typeof openSlack>>;
  let held: Promise<void> | undefined;
  let asked = 0;
  beforeEach(async () => {
    const { deliveries } = await openTestStore();
    held = undefined;
    asked = 0;
    open = await openSlack('socket', {
      deliveries: {
        claim: async (id) => {
          asked += 1;
          await held;
          return deliveries.claim(id);
        },
        renew: (id) => deliveries.renew(id),
        done: (id) => deliveries.done(id),
      },
    });
  });
  afterEach(() => open.close());

  const hold = (): (() => void) => {
    let release: () => void = () => undefined;
    held = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  };

  it('is answered in part, and a refused press leaves its message and records nothing', async () => {
    const { server } = open;
    const [ada, ben] = [new Student(server, 'U0ADA'), new Student(server, 'U0BEN')];
    const question = await ada.say('/predict lab quadratic');
    const before = asked;
    const release = hold();
    const commands = Array.from({ length: MOST }, () => ada.commandPayload('/ledger'));
    const taken = commands.map((payload) => server.deliver('slash_commands', payload));
    await expect.poll(() => asked - before).toBe(MOST);
    const refused = await ada.press('Lock A', question);
    expect(isRefusal(refused)).toBe(true);
    expect(refused.replaced).toBe(false);
    expect(wordsOf(refused)).toContain(`still answering ${MOST} of your messages`);
    // A command that is delivered again counts once.
    await server.deliver('slash_commands', commands[0] ?? {});
    expect(asked - before).toBe(MOST);
    const other = server.deliver('slash_commands', ben.commandPayload('/lab'));
    await expect.poll(() => asked - before).toBe(MOST + 1);
    release();
    await Promise.all([...taken, other]);
    await expect.poll(() => server.inbox(ben.id).length).toBe(1);
    await expect.poll(() => server.inbox(ada.id).length).toBe(2 + MOST);
    expect([...server.inbox(ada.id), ...server.inbox(ben.id)].filter(isRefusal)).toEqual([refused]);
    expect(wordsOf(await ada.say('/ledger'))).toContain('not locked');
    expect(wordsOf(await ada.press('Lock A', question))).toContain('Locked: A');
    expect(server.problems).toEqual([]);
  });

  it('says so in a conversation with the app alone too', async () => {
    const { server } = open;
    const ada = new Student(server, 'U0ADA');
    const release = hold();
    const taken = Array.from({ length: MOST }, () =>
      server.deliver('slash_commands', ada.commandPayload('/ledger')),
    );
    await expect.poll(() => asked).toBe(MOST);
    expect(isRefusal(await ada.say('/lab', 'direct'))).toBe(true);
    release();
    await Promise.all(taken);
  });

  it('shows App Home for all who open it at once, and each person’s no more than needed', async () => {
    const { server } = open;
    const views = () => server.shown.filter(({ via }) => via === 'views.publish');
    const opened = (id: string) =>
      server.deliver('events_api', {
        ...new Student(server, id).eventPayload({ type: 'app_home_opened', tab: 'home', channel: `D${id}` }),
      });
    await Promise.all([
      ...Array.from({ length: 200 }, () => opened('U0ADA')),
      ...Array.from({ length: 20 }, (_, n) => opened(`U0${n}`)),
    ]);
    await open.slack.close();
    expect(new Set(views().map(({ to }) => to)).size).toBe(21);
    expect(views().filter(({ to }) => to === 'U0ADA').length).toBeLessThan(100);
  });
});

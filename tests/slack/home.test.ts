/** App Home: the labs of a course, and the ledger of the one touched last. */

import { afterEach, describe, expect, it } from 'vitest';
import type { LabPack } from '../../src/labs/lab.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';
import { openSlack } from './open-slack.ts';
import { buttonsOf, wordsOf } from './slack-server.ts';
import { Student } from './student.ts';

/** Another lab with an instrument of its own. */
const copy = (n: number): LabPack => {
  const [act] = COIN_TOSS.acts;
  return {
    ...COIN_TOSS,
    id: `copy-${n}`,
    chapter: 100 + n,
    title: `Lab ${100 + n} · Copy ${n}`,
    acts: [{ ...act, instrument: { ...act.instrument, id: `copy${n}` } }],
  };
};

let open: Awaited<ReturnType<typeof openSlack>>;
afterEach(async () => {
  await open.close();
  expect(open.server.problems).toEqual([]);
});

async function student(copies: number): Promise<Student> {
  const packs = [COIN_TOSS, ...Array.from({ length: copies }, (_, n) => copy(n))];
  open = await openSlack('http', { packs });
  return new Student(open.server, 'U0ADA');
}

describe('App Home', () => {
  it('lists the labs once before any is begun, and says how to write to the lab', async () => {
    const ada = await student(1);
    const home = await ada.home();
    expect(wordsOf(home).match(/Your labs/g)).toHaveLength(1);
    expect(wordsOf(home)).toContain('*Lab 99 · Coin Toss* · not started');
    expect(wordsOf(home)).toContain('*Lab 100 · Copy 0* · not started');
    expect(wordsOf(home)).not.toContain('Receipt');
    expect(wordsOf(home)).toContain('In any channel type `/lab`');
    expect(wordsOf(home)).toContain('`@lab predict B`');
  });

  it('also shows the ledger of the lab touched last', async () => {
    const ada = await student(1);
    await ada.say('/lab coin-toss');
    await ada.say('/predict');
    await ada.say('/predict 12.5');
    expect(wordsOf(await ada.home())).toContain('12.5 percent');
    await ada.say('/lab copy-0');
    const home = wordsOf(await ada.home());
    expect(home).toContain('*Lab 99 · Coin Toss* · Act I: locked; run the simulator');
    expect(home).toContain('not locked');
    expect(home).not.toContain('12.5 percent');
  });

  it('is within what Slack takes for more labs than a course has', async () => {
    const ada = await student(40);
    await ada.say('/lab coin-toss');
    const home = await ada.home();
    expect(buttonsOf(home).length).toBeGreaterThan(41);
    expect(wordsOf(home)).toContain('Lab 139');
  });
});

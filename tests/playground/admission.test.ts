/** Many turns of one persona at once, as a script sends them: a few are answered, the rest is told that it was not taken up. */

import { expect, it } from 'vitest';
import { PERSONAS } from '../../adapters/playground/personas.ts';
import type { TurnAnswer } from '../../adapters/playground/wire.ts';
import { ADMISSION } from '../../src/admission.ts';
import { openTestLab } from '../support/lab.ts';
import { openTestStore } from '../support/stores.ts';
import { openPlayground, post, sayAt, turn } from './open-playground.ts';

const said = async (response: Promise<Response>): Promise<string> => {
  const { parts } = (await (await response).json()) as TurnAnswer;
  return JSON.stringify(parts);
};
const isRefusal = (words: string): boolean => words.includes('One moment: I am still answering');

it('answers every turn, and takes up no more of one persona’s than so many at once', async () => {
  const store = await openTestStore();
  const { exclusive } = store;
  let held: Promise<void> | undefined;
  let release: () => void = () => undefined;
  let asked = 0;
  store.exclusive = async (student, work) => {
    asked += 1;
    await held;
    return exclusive.call(store, student, work) as ReturnType<typeof work>;
  };
  const { assistant } = await openTestLab({ store });
  const playground = await openPlayground({ assistant });
  const { address } = playground;
  const [ada, ben] = PERSONAS;
  if (!ada || !ben) throw new RangeError('nobody');
  await sayAt(address, ada.id, '/predict lab quadratic');
  const before = asked;
  held = new Promise((resolve) => {
    release = resolve;
  });
  const taken = Array.from({ length: ADMISSION.underWay }, () =>
    said(post(address, turn(ada.id, '/ledger'))),
  );
  await expect.poll(() => asked - before).toBe(ADMISSION.underWay);
  // More than are said one after another: here each is answered all the same.
  const burst = Array.from({ length: 3 * ADMISSION.refusals }, () =>
    said(post(address, turn(ada.id, '/predict A'))),
  );
  expect((await Promise.all(burst)).every(isRefusal)).toBe(true);
  expect(asked - before).toBe(ADMISSION.underWay);
  const other = said(post(address, turn(ben.id, '/predict lab quadratic')));
  await expect.poll(() => asked - before).toBe(ADMISSION.underWay + 1);
  release();
  expect((await Promise.all([...taken, other])).filter(isRefusal)).toEqual([]);
  expect(JSON.stringify(await sayAt(address, ada.id, '/ledger'))).toContain('not locked');
  expect(JSON.stringify(await sayAt(address, ada.id, '/predict A'))).toContain('Locked: A');
  await playground.close();
});

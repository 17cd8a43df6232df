/** What is delivered again after it was stored, because its process died before it had answered, changes nothing more. */

import { beforeAll, describe, expect, it } from 'vitest';
import { ALL_ACTS, isOwn } from '../support/acts.ts';
import { openTestLab, type TestLab } from '../support/lab.ts';
import { fileOf, type Made, makeGround } from './support/ground.ts';
import { ADA, openSeminar, PROF, type Seminar } from './support/seminar.ts';

let made: Made;
beforeAll(async () => {
  made = await makeGround();
});

/**
 * All but the log, which says of each time that something was asked for, and the number of what was drawn up last: who sees the
 * second answer presses that one's buttons.
 */
const stateOf = ({ rows }: Seminar): readonly unknown[] =>
  [...rows]
    .filter(([key]) => !key.startsWith('audit:'))
    .map(([key, text]) => {
      // A ledger that is to be mended is damaged, and so is its copy.
      const row: unknown = /^(?:ledger|quarantine):/.test(key) ? text : JSON.parse(text);
      return [key, key.startsWith('draft:') ? { ...Object(row), id: undefined } : row];
    });

describe('an act of the class that is delivered again', () => {
  for (const act of ALL_ACTS) {
    it(`changes nothing more, and writes to nobody: ${act.what}`, async () => {
      const seminar = openSeminar({ rows: new Map(made.rows), at: made.at });
      const file = fileOf(act.file);
      const call = { actor: isOwn(act) ? ADA : PROF, delivery: 'once', ...(file && { file }) };
      await seminar.assistant.ask(call, act.request(made.ground));
      const [state, messages] = [stateOf(seminar), [...seminar.platform.messages]];
      await seminar.assistant.ask(call, act.request(made.ground));
      expect(stateOf(seminar)).toEqual(state);
      expect(seminar.platform.messages).toEqual(messages);
    });
  }
});

/** From the first word to the end of the lab, with each kind of turn, allowed and not. */
const LINES = [
  '/lab quadratic',
  '/lab',
  '/seq 4k',
  '/predict',
  '/predict B',
  '/predict C',
  '/seq 4k',
  '/device edge',
  '/device cloud',
  '/seq 64k',
  '/reflect',
  '/reflect A',
  '/math',
  '/ledger verify',
  '/seq 8000 commit',
  '/predict',
  '/predict A',
  '/depth 16',
  '/reflect',
  '/reflect B',
  '/depth 16 commit',
  '/ledger',
  '/ledger export',
  'C',
];

describe('a turn in a lab that is delivered again', () => {
  it('counts once, whatever its kind', async () => {
    const now = () => new Date('2026-11-23T19:00:00.000Z');
    const open = (): Promise<TestLab> => openTestLab({ now, newSeed: () => '0'.repeat(32) });
    const [once, twice] = [await open(), await open()];
    for (const [n, line] of LINES.entries()) {
      await once.say('ada', line, `delivery-${n}`);
      await twice.say('ada', line, `delivery-${n}`);
      await twice.say('ada', line, `delivery-${n}`);
      expect(await twice.record('ada'), line).toEqual(await once.record('ada'));
    }
    const { decisions, runs } = await once.record('ada');
    expect(decisions.at(-1)?.decision.kind).toBe('completed');
    expect(runs.length).toBeGreaterThan(2);
  });
});

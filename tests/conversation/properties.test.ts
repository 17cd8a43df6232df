/** Random conversations of several students: what no order of commands may do. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineFor } from '../../commands/grammar/line.ts';
import { parseLine } from '../../commands/grammar/parse.ts';
import { gigabytes, integer, milliseconds } from '../../src/labs/quadratic-wall/format.ts';
import { QUADRATIC_WALL } from '../../src/labs/quadratic-wall/index.ts';
import {
  attentionScoreBytes,
  ffnActivationBytes,
  layerScoreBytes,
  longestContext,
} from '../../src/labs/quadratic-wall/physics/attention.ts';
import { buildableWidth, tokenLatency } from '../../src/labs/quadratic-wall/physics/depth-width.ts';
import { verify } from '../../src/ledger/chain.ts';
import { progressOf } from '../../src/ledger/progress.ts';
import type { Request } from '../../src/messages/request.ts';
import { choicesOf, openTestLab, partsOf, wordsOf } from '../support/lab.ts';

const letter = fc.constantFrom('A', 'B', 'C', 'D');
const line = fc.oneof(
  fc.constantFrom(
    '/lab',
    '/lab help',
    '/predict',
    '/reflect',
    '/math',
    '/math 1',
    '/math 2',
    '/ledger',
    '/ledger export',
    '/ledger verify',
    '/context edge',
    '/context cloud',
    '/seq',
    '/nonsense',
    '',
  ),
  letter.map((l) => `/predict ${l}`),
  letter.map((l) => `/reflect ${l}`),
  fc
    .tuple(fc.integer({ min: 512, max: 131_072 }), fc.integer({ min: 1, max: 32 }))
    .map(([n, h]) => `/seq ${n} heads ${h}`),
  fc
    .tuple(fc.integer({ min: 2, max: 100 }), fc.integer({ min: 64, max: 4096 }))
    .map(([l, w]) => `/depth ${l} width ${w}`),
  fc.integer({ min: 2, max: 100 }).map((l) => `/depth ${l}`),
  fc.integer({ min: 2, max: 100 }).map((l) => `/depth ${l} commit`),
);
const user = fc.constantFrom('ada', 'ben', 'cleo');
/** A typed line, or the n-th button of that student's last reply. */
const step = fc.tuple(user, fc.oneof(line, fc.integer({ min: 0, max: 9 })));

/** What this request's result would show, if it were shown. */
function resultsOf(request: Request): string[] {
  if (request.kind !== 'run') return [];
  const { tokens, heads = 12, layers, width } = request.input;
  if (tokens !== undefined) {
    const shape = { tokens, heads };
    return [
      gigabytes(attentionScoreBytes(shape)),
      gigabytes(attentionScoreBytes(shape), 4),
      gigabytes(layerScoreBytes(shape)),
      gigabytes(ffnActivationBytes(tokens)),
      integer(longestContext(heads, 'cloud')),
      integer(longestContext(heads, 'edge')),
    ];
  }
  if (layers === undefined) return [];
  const shape = { layers, width: width ?? buildableWidth(layers) };
  return (['cloud', 'edge'] as const).flatMap((device) => {
    const { totalMs } = tokenLatency(shape, device, 'notebook');
    return [milliseconds(totalMs), milliseconds(totalMs, 4)];
  });
}

describe('random conversations', () => {
  it('never show a byte of a result before its lock, never change a first answer, and keep students apart', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const lab = await openTestLab();
        const last = new Map<string, Request[]>();
        const firstAnswers = new Map<string, string>();
        for (const [who, what] of steps) {
          const buttons = last.get(who) ?? [];
          const typed = typeof what === 'number' ? buttons[what % (buttons.length || 1)] : what;
          if (typed === undefined) continue;
          const before = await lab.record(who).catch(() => undefined);
          const locked = new Set(
            before?.decisions.flatMap(({ decision }) =>
              decision.kind === 'locked' ? [decision.question] : [],
            ),
          );
          const others = await Promise.all(
            ['ada', 'ben', 'cleo']
              .filter((each) => each !== who)
              .map((each) => lab.record(each).catch(() => undefined)),
          );

          const text = typeof typed === 'string' ? typed : lineFor(typed, { internal: true });
          const reply = await lab.say(who, text);
          last.set(
            who,
            choicesOf(reply).map(({ request }) => request),
          );

          const request = (() => {
            try {
              return parseLine(text);
            } catch {
              return undefined;
            }
          })();
          if (request?.kind === 'run') {
            const act = QUADRATIC_WALL.acts.find(({ instrument }) => instrument.id === request.instrument);
            if (act && !locked.has(act.prediction.id)) {
              const everything = JSON.stringify(reply) + wordsOf(reply);
              expect(
                partsOf(reply, 'chart').length +
                  partsOf(reply, 'metrics').length +
                  partsOf(reply, 'formula').length,
              ).toBe(0);
              for (const result of resultsOf(request)) expect(everything).not.toContain(result);
              expect(
                (await lab.record(who).catch(() => undefined))?.tallies[act.instrument.id],
              ).toBeUndefined();
            }
          }
          const after = await lab.record(who).catch(() => undefined);
          if (after) {
            expect(verify(after)).toEqual({ intact: true });
            const { answers, completedAt } = progressOf(after, { device: 'cloud', edition: 'notebook' });
            for (const [question, { option }] of Object.entries(answers)) {
              const key = `${who}/${question}`;
              if (!firstAnswers.has(key)) firstAnswers.set(key, option);
              expect(option).toBe(firstAnswers.get(key));
            }
            if (!completedAt) expect(wordsOf(reply)).not.toContain('What you take away');
          }
          const othersAfter = await Promise.all(
            ['ada', 'ben', 'cleo']
              .filter((each) => each !== who)
              .map((each) => lab.record(each).catch(() => undefined)),
          );
          expect(othersAfter).toEqual(others);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('shuffle the options by student and question, and always the same way for one student', async () => {
    const orders = new Set<string>();
    const lab = await openTestLab();
    for (let student = 0; student < 60; student++) {
      const first = choicesOf(await lab.say(`s${student}`, '/predict'));
      const second = choicesOf(await lab.say(`s${student}`, '/predict'));
      expect(second).toEqual(first);
      orders.add(JSON.stringify(first.map(({ detail }) => detail)));
    }
    expect(orders.size, 'of 24 possible orders').toBeGreaterThan(15);
  });
});

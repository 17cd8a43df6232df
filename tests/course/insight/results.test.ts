/** What students see of the class: nothing of few, nothing exact, nothing that tells what is right before they have reflected. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Results,
  readResults,
  resultsOf,
  resultsParts,
  resultsText,
} from '../../../src/course/insight/results.ts';
import type { ClassData } from '../../../src/course/members.ts';
import { PACKS } from '../../../src/labs/catalogue.ts';
import type { LabPack } from '../../../src/labs/lab.ts';
import { reply } from '../../../src/messages/reply.ts';
import { COURSE_ROW, classOf, DUE, HOUR, memberOf, randomClass } from '../../support/class.ts';
import { wordsOf } from '../../support/lab.ts';

const [WALL, TAIL] = PACKS as readonly [LabPack, LabPack];
const QUESTION = 'act1_prediction';

/** So many with each option, in this order. */
function lockedBy(counts: Readonly<Record<string, number>>): ClassData {
  const options = Object.entries(counts).flatMap(([option, count]) => Array<string>(count).fill(option));
  return classOf(
    WALL,
    options.map((lock, at) =>
      memberOf(`u${at}`, {
        startedAt: new Date(DUE.getTime() - 50 * HOUR),
        lastAt: new Date(DUE.getTime() - 40 * HOUR),
        minutes: 9,
        acts: [{ lock }, {}],
      }),
    ),
  );
}

function shown(data: ClassData, question = QUESTION): Results {
  const results = resultsOf(data, question);
  if ('tooFew' in results) throw new Error(`too few: ${results.tooFew}`);
  return results;
}

const words = (results: Results, reflected: boolean): string =>
  JSON.stringify(resultsParts(results, { reflected })) +
  wordsOf(reply(...resultsParts(results, { reflected })));

describe('class results for students', () => {
  it('are nothing for nine, and something for ten', () => {
    expect(resultsOf(lockedBy({ linear: 5, quadratic: 4 }), QUESTION)).toEqual({ tooFew: 9 });
    expect(resultsOf(lockedBy({ linear: 5, quadratic: 5 }), QUESTION)).toMatchObject({ n: 10 });
  });

  it('go as low as the course says, and never under five', () => {
    const least = (revealMin: number, locks: number) =>
      resultsOf({ ...lockedBy({ linear: locks }), course: { ...COURSE_ROW, revealMin } }, QUESTION);
    expect(least(6, 5)).toEqual({ tooFew: 5 });
    expect(least(6, 6)).toMatchObject({ n: 0 });
    expect(least(1, 4)).toEqual({ tooFew: 4 });
    expect(least(1, 5)).toMatchObject({ n: 0 });
    expect(least(20, 19)).toEqual({ tooFew: 19 });
  });

  it('count those who locked this question alone', () => {
    expect(resultsOf(lockedBy({ linear: 12 }), 'act2_prediction')).toEqual({ tooFew: 0 });
  });

  it('are rounded to five percent, with their ends left open, and to tens of students', () => {
    const { n, unmarked } = shown(lockedBy({ linear: 17, quadratic: 11, cubic: 4, same: 5 }));
    expect(n).toBe(30);
    // 17, 11, 4 and 5 of 37 are 45.9, 29.7, 10.8 and 13.5 percent.
    expect(unmarked.map(({ share }) => share)).toEqual([45, 30, 10, 15]);
    expect(shown(lockedBy({ linear: 28, quadratic: 2 })).unmarked.map(({ share }) => share)).toEqual([
      'over',
      'under',
      'under',
      'under',
    ]);
    expect(shown(lockedBy({ linear: 27, quadratic: 3 })).unmarked.map(({ share }) => share)).toEqual([
      90,
      10,
      'under',
      'under',
    ]);
  });

  it('mark what is right, and name beliefs, only for who has reflected', () => {
    const results = shown(lockedBy({ linear: 17, quadratic: 11, cubic: 9 }));
    const before = words(results, false);
    expect(before).not.toContain('"right"');
    expect(before).not.toMatch(/which is right|grows like a list|✓/);
    const after = words(results, true);
    expect(after).toContain('"right":true');
    expect(after).toContain('30% 4×, which is right');
    expect(after).toContain('memory grows like a list');
  });

  it('of a number give no bar to those near it before one has reflected', () => {
    const locks = [
      ...Array<number>(8).fill(8.33),
      ...Array<number>(6).fill(5.5),
      ...Array<number>(6).fill(400),
    ];
    const data = classOf(
      TAIL,
      locks.map((lock, at) =>
        memberOf(`u${at}`, {
          startedAt: new Date(DUE.getTime() - 50 * HOUR),
          lastAt: new Date(DUE.getTime() - 40 * HOUR),
          minutes: 9,
          acts: [{}, { lock }],
        }),
      ),
    );
    const results = shown(data, 'act2_prediction');
    expect(results.unmarked).toContainEqual({ label: 'another number', share: 70 });
    expect(words(results, false)).not.toMatch(/near the right|priced/);
    expect(results.marked).toContainEqual({ label: 'near the right number', share: 40, right: true });
    expect(words(results, true)).toContain('priced at full utilisation');
  });

  it('stay as they were when they were revealed', () => {
    const kept = resultsText(shown(lockedBy({ linear: 6, quadratic: 6 })));
    const later = resultsText(shown(lockedBy({ linear: 6, quadratic: 16 })));
    expect(readResults(kept)).toEqual(shown(lockedBy({ linear: 6, quadratic: 6 })));
    expect(later).not.toBe(kept);
    expect(words(readResults(kept), false)).toContain('50%');
    expect(() => readResults(kept.replace('50', '51'))).toThrow();
  });

  it('of any class hold no exact number, and no name', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(WALL, TAIL),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (pack, size, seed) => {
          const data = randomClass(pack, size, { seed });
          for (const act of pack.acts) {
            const results = resultsOf(data, act.prediction.id);
            if ('tooFew' in results) {
              expect(results.tooFew).toBeLessThan(10);
              continue;
            }
            expect(readResults(resultsText(results))).toEqual(results);
            expect(results.n % 10).toBe(0);
            for (const { share } of [...results.marked, ...results.unmarked])
              expect(
                share === 'under' || share === 'over' || (share % 5 === 0 && share >= 10 && share <= 90),
              ).toBe(true);
            for (const { name } of data.members) expect(resultsText(results)).not.toContain(`"${name}"`);
          }
        },
      ),
    );
  });
});

/** Lengths of time: as a setting is typed, and in words. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/messages/user-error.ts';
import { durationWords, readDuration } from '../../src/time/duration.ts';
import { examplesOf } from './examples.ts';

describe('hours before a deadline', () => {
  it.each([
    ['72h 24h 3h', [72, 24, 3]],
    ['48h', [48]],
    ['1d', [24]],
    ['6h, 48 hours', [48, 6]],
    ['2 days and 6 hours', [48, 6]],
    ['1w 2d 48h 3H', [168, 48, 3]],
    ['336h 1h', [336, 1]],
    ['2d6h', [48, 6]],
  ])('%s', (typed, hours) => {
    expect(readDuration(typed)).toEqual(hours);
  });

  it.each([
    '',
    '  ',
    '48',
    '0h',
    '337h',
    '15d',
    '3w',
    '-3h',
    '1.5h',
    '48 6',
    'soon',
    '48h x',
    '6h 5h 4h 3h 2h 1h',
    '9999999h',
  ])('%j is refused with an example that is read', (typed) => {
    let refused: unknown;
    try {
      refused = readDuration(typed);
    } catch (error) {
      refused = error;
    }
    if (!(refused instanceof UserError)) throw new Error(`${typed} was read as ${refused}`);
    const examples = examplesOf(refused);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(readDuration(example).length).toBeGreaterThan(0);
  });

  it('are read in any order and spelling, each once, the longest first', () => {
    const hours = fc.uniqueArray(fc.integer({ min: 1, max: 336 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        hours,
        fc.constantFrom('h', ' h', ' hours', 'hrs'),
        fc.constantFrom(' ', ', ', ' and '),
        (all, unit, between) => {
          const typed = [...all, ...all].map((each) => `${each}${unit}`).join(between);
          expect(readDuration(typed)).toEqual([...all].sort((a, b) => b - a));
        },
      ),
    );
  });
});

describe('a length in words', () => {
  const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
  it.each([
    [DAY + 4 * HOUR + 59 * MINUTE, '1 day 4 h'],
    [2 * DAY, '2 days'],
    [2 * DAY + 30 * MINUTE, '2 days'],
    [DAY - 1, '23 h 59 min'],
    [3 * HOUR + 20 * MINUTE, '3 h 20 min'],
    [HOUR, '1 h'],
    [MINUTE, '1 min'],
    [MINUTE - 1, 'less than a minute'],
    [0, 'less than a minute'],
  ])('%d ms is %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });
});

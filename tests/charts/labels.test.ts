/** Words in a picture: no line longer than its room, no letter cut in two, nothing lost that had room. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, noted, width, wrapped } from '../../src/charts/labels.ts';

const graphemes = (text: string): string[] =>
  Array.from(new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment);

/** Words of letters that take one unit, two, many, or are wide. */
const letter = fc.constantFrom('a', 'W', '½', 'ß', 'ö', 'o\u0308', '語', '😀', '👩‍👩‍👧‍👦', '🇩🇪', '✓', '’');
const word = fc.array(letter, { minLength: 1, maxLength: 30 }).map((letters) => letters.join(''));
const words = fc.array(word, { maxLength: 20 }).map((all) => all.join(' '));
const room = fc.integer({ min: 4, max: 80 });

describe('a text', () => {
  it('is cut between letters, to its room', () => {
    fc.assert(
      fc.property(words, room, (text, most) => {
        const shown = cut(text, most);
        expect(shown === text).toBe(width(text) <= most);
        if (shown === text) return;
        expect(shown.endsWith('…')).toBe(true);
        expect(width(shown)).toBeLessThanOrEqual(most);
        const kept = graphemes(shown.slice(0, -1));
        expect(graphemes(text).slice(0, kept.length)).toEqual(kept);
      }),
      { numRuns: 300 },
    );
  });

  it('is broken between words into lines that fit, and loses nothing while there are lines left', () => {
    fc.assert(
      fc.property(words, room, fc.integer({ min: 1, max: 6 }), (text, most, count) => {
        const lines = wrapped(text, most, count);
        expect(lines.length).toBeLessThanOrEqual(count);
        for (const line of lines) {
          expect(width(line)).toBeLessThanOrEqual(most);
          expect(line).toBe(line.trim());
        }
        expect(wrapped(text, most, 1000).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
      { numRuns: 300 },
    );
  });

  it('is broken inside a word only where the word is longer than a line', () => {
    fc.assert(
      fc.property(words, room, (text, most) => {
        fc.pre(text.split(' ').every((each) => width(each) <= most));
        expect(wrapped(text, most, 1000).join(' ')).toBe(text);
      }),
    );
  });

  it('goes before its note, which is never shortened', () => {
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 20, max: 80 }),
        fc.integer({ min: 1, max: 4 }),
        (text, most, count) => {
          const lines = noted(text, '14 (45%)', most, count);
          expect(lines.length).toBeLessThanOrEqual(count);
          expect(lines.at(-1)).toMatch(/14 \(45%\)$/);
          for (const line of lines) expect(width(line)).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 300 },
    );
  });
});

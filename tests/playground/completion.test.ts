/** What the composer offers, from the declarations as the server sends them. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { courseOf } from '../../adapters/playground/course.ts';
import { complete } from '../../adapters/playground/page/completion.ts';
import { LETTERS } from '../../src/messages/request.ts';
import { openTestLab } from '../support/lab.ts';

const { assistant } = await openTestLab();
const { commands } = courseOf(assistant);
const texts = (typed: string): string[] => complete(typed, commands).suggestions.map(({ text }) => text);

/** Options of the command on this line that only buttons carry. */
const internalOf = (line: string): string[] =>
  (assistant.commands.named(line.slice(1).split(' ')[0] ?? '')?.options ?? [])
    .filter(({ internal }) => internal)
    .map(({ name }) => name);

describe('completion', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['/pre', ['/predict ']],
    ['pre', ['/predict ']],
    ['/LED', ['/ledger ']],
    ['/nothing', []],
    ['/nothing at all', []],
    ['/device ', ['/device cloud', '/device edge']],
    ['/device ed', ['/device edge']],
    ['/device edge', []],
    ['/lab qua', ['/lab quadratic-wall']],
    ['/seq 6', ['/seq 64k']],
    ['/seq 65,', ['/seq 64k']],
    ['/seq 64k ', ['/seq 64k heads ', '/seq 64k commit']],
    ['/seq 64k heads ', []],
    ['/seq 64k heads 16 ', ['/seq 64k heads 16 commit']],
    ['/seq 64k heads 16 commit ', []],
    [
      '/seq heads 16 ',
      [...['4k', '8k', '32k', '64k', '100k', '128k'], 'commit'].map((next) => `/seq heads 16 ${next}`),
    ],
    ['/depth 64 w', ['/depth 64 width ']],
    [
      '/predict ',
      [...LETTERS.map((letter) => `/predict ${letter}`), '/predict lab ', '/predict confidence '],
    ],
    ['/ledger v', ['/ledger verify']],
  ])('of %j is %j', (typed, expected) => {
    expect(texts(typed)).toEqual(expected);
  });

  it('has every command after a slash', () => {
    expect(texts('/').map((text) => text.trim())).toEqual(commands.map(({ name }) => `/${name}`));
  });

  it('takes Enter for a choice only while the word is no command yet', () => {
    expect(complete('/pre', commands).unfinished).toBe(true);
    expect(complete('/lab', commands).unfinished).toBe(false);
    expect(complete('/seq 6', commands).unfinished).toBe(false);
  });

  it.each(LETTERS)('leaves Enter to %s, which answers the question that is open', (letter) => {
    expect(complete(letter.toLowerCase(), commands).unfinished).toBe(false);
  });

  it('says which option is being typed and what it may be', () => {
    const { hint } = complete('/seq 64k heads 1', commands);
    expect(hint?.options).toEqual([
      { label: 'tokens', current: false },
      { label: '[heads]', current: true },
      { label: '[commit]', current: false },
    ]);
    expect(hint?.message).toContain('1 to 32');
  });

  it('goes on from what was typed, and never offers what only buttons carry', () => {
    const line = fc
      .tuple(fc.constantFrom(...commands.map(({ name }) => name)), fc.string({ maxLength: 12 }))
      .map(([name, rest]) => `/${name} ${rest}`);
    fc.assert(
      fc.property(line, (typed) => {
        for (const text of texts(typed)) {
          const kept = typed.slice(0, typed.search(/[^\s=:]*$/));
          expect(text.startsWith(kept)).toBe(true);
          const offered = text.slice(kept.length).trim();
          expect(internalOf(typed)).not.toContain(offered);
        }
      }),
    );
  });
});

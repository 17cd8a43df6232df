/** What is escaped is read as it was typed; what is not would act. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escaped, straight } from '../../../adapters/discord/markdown.ts';
import { asRead } from './discord-reader.ts';

const ACTING = [
  '@everyone',
  '<!channel>',
  '<@1>',
  '`rm -rf`',
  '**b**',
  '_i_',
  '~~s~~',
  '[a](https://a.test)',
];

it('reads escaped words as they were typed', () => {
  const unit = fc.constantFrom(
    ...ACTING,
    ...'\\`*_~|<>@[]()#!+-.:/1a \n',
    '\u202E',
    '\u2066',
    '://',
    '@here',
    '```',
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), (words) => {
      expect(asRead(escaped(words))).toBe(straight(words));
    }),
  );
});

it.each(ACTING)('reads %j otherwise where nothing is escaped', (words) => {
  expect(asRead(words)).not.toBe(words);
});

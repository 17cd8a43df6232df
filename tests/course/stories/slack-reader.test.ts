/** What is inert is read as it was typed; what is not would act. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unturned } from '../../../adapters/slack/message.ts';
import { inert } from '../../../adapters/slack/mrkdwn.ts';
import { asRead } from './slack-reader.ts';

const ACTING = [
  '<!channel>',
  '<!here>',
  '<@U0ADA>',
  '<https://a.test|a>',
  '`rm -rf`',
  '```rm -rf```',
  '*b*',
  '_i_',
  '~s~',
  '> quoted',
  '&lt;',
];

it('reads inert words as they were typed', () => {
  const unit = fc.constantFrom(
    ...ACTING,
    ...'\\`*_~|<>&@[]()#!+-.:/1aé \n',
    '\u202E',
    '\u2066',
    '://',
    '@here',
    '<!date^1^{time}|now>',
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), (words) => {
      expect(asRead(inert(words))).toBe(unturned(words));
    }),
  );
});

it.each(ACTING)('reads %j otherwise where nothing is escaped', (words) => {
  expect(asRead(words)).not.toBe(words);
});

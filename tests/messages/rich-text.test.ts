/** Times in rich text: the same moment on every platform, each in its own spelling, and in words that nobody misreads. */

import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdown, timesInWords } from '../../adapters/discord/markdown.ts';
import { mrkdwn } from '../../adapters/slack/mrkdwn.ts';
import { rich } from '../../adapters/terminal/layout.ts';
import { commandsFor } from '../../commands/index.ts';
import { plain, say, type TimeStyle, time } from '../../src/messages/rich-text.ts';
import { timeWords } from '../../src/messages/time-words.ts';
import { COURSE } from '../support/every-reply.ts';

const commands = commandsFor(COURSE);
const DUE = '2026-11-28T04:59:00.000Z';
const NEW_YORK = 'America/New_York';
const STYLES: readonly TimeStyle[] = ['full', 'short', 'relative'];

describe('a time in words', () => {
  it.each([
    ['UTC', DUE, undefined, 'Sat 28 Nov 2026, 04:59 UTC'],
    ['a zone', DUE, NEW_YORK, 'Fri 27 Nov 2026, 23:59 New York'],
    ['a zone of three parts', DUE, 'America/Indiana/Indianapolis', 'Fri 27 Nov 2026, 23:59 Indianapolis'],
    ['midnight', '2026-09-01T00:00:00Z', undefined, 'Tue 1 Sep 2026, 00:00 UTC'],
    ['an offset', '2026-11-27T23:59:00-05:00', NEW_YORK, 'Fri 27 Nov 2026, 23:59 New York'],
    ['summer time', '2026-07-01T12:00:00Z', NEW_YORK, 'Wed 1 Jul 2026, 08:00 New York'],
  ])('is %s', (_, iso, zone, words) => {
    expect(timeWords(iso, zone)).toBe(words);
  });

  it('is the moment to the minute, for any moment', () => {
    const any = fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(any, (date) => {
        const [, rest = ''] = /^\w{3} (.*)$/.exec(timeWords(date.toISOString())) ?? [];
        expect(Date.parse(rest)).toBe(Math.floor(date.getTime() / 60_000) * 60_000);
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused for what is no moment or no zone', () => {
    expect(() => timeWords('tomorrow')).toThrow(RangeError);
    expect(() => timeWords(DUE, 'Mars/Olympus')).toThrow(RangeError);
  });

  it.each(STYLES)('stands in plain text and in a terminal, with the zone that it names (%s)', (style) => {
    const due = say`Due ${time(DUE, style, NEW_YORK)}, ${time(DUE, style)}.`;
    const words = 'Due Fri 27 Nov 2026, 23:59 New York, Sat 28 Nov 2026, 04:59 UTC.';
    expect(plain(due)).toBe(words);
    expect(stripVTControlCharacters(rich({ colour: true, commands }, due))).toBe(words);
  });
});

describe('a time on the reader’s clock', () => {
  const seconds = Date.parse(DUE) / 1000;

  it('is Discord’s timestamp', () => {
    expect(STYLES.map((style) => markdown([time(DUE, style, NEW_YORK)], commands))).toEqual([
      `<t:${seconds}:F>`,
      `<t:${seconds}:f>`,
      `<t:${seconds}:R>`,
    ]);
  });

  it('is Slack’s date with the words to fall back on; a relative one is never told as past', () => {
    const words = 'Fri 27 Nov 2026, 23:59 New York';
    expect(STYLES.map((style) => mrkdwn([time(DUE, style, NEW_YORK)], commands))).toEqual([
      `<!date^${seconds}^{date_long_pretty} {time}|${words}>`,
      `<!date^${seconds}^{date_short_pretty} {time}|${words}>`,
      `<!date^${seconds}^{date_short_pretty} {time}|${words}>`,
    ]);
  });

  it('is in whole seconds, for any moment', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2999-12-31') }), (date) => {
        expect(markdown([time(date.toISOString(), 'full')], commands)).toMatch(/^<t:\d+:F>$/);
      }),
    );
  });

  it('is nothing that a person can type', () => {
    const typed = `<t:${seconds}:F> <!date^${seconds}^{date}|x>`;
    expect(mrkdwn(typed, commands)).not.toContain('<');
    expect(markdown(typed, commands)).toContain('\\<t:');
    expect(timesInWords(markdown(typed, commands))).toBe(markdown(typed, commands));
  });

  it('is words in a file, where nothing shows a timestamp', () => {
    expect(timesInWords(markdown(say`Due ${time(DUE, 'full')}.`, commands))).toBe(
      'Due Sat 28 Nov 2026, 04:59 UTC.',
    );
  });
});

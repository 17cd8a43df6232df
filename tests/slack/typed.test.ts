/** What a person types, pastes or mentions, as the line that they meant. */

import { describe, expect, it } from 'vitest';
import { commandLine, messageLine } from '../../adapters/slack/typed.ts';

describe('a message', () => {
  it.each([
    ['seq 64k', 'seq 64k'],
    ['', '/lab'],
    ['<@U0BOT> seq 64k', 'seq 64k'],
    ['<@U0BOT|lab>: seq 64k', 'seq 64k'],
    ['hey <@U0BOT> seq 64k', 'seq 64k'],
    ['seq 64k <@U0BOT>', 'seq 64k'],
    ['<@U0BOT>', '/lab'],
    ['<@U0BOT> `/seq 64k`', '/seq 64k'],
    ['*seq 64k*', 'seq 64k'],
    ['```/seq 64k heads 16```', '/seq 64k heads 16'],
    ['seq &lt;b&gt; &amp;', 'seq <b> &'],
    ['<@U0OTHER> seq 64k', '<@U0OTHER> seq 64k'],
    ['<@U0BOT> help', 'help'],
  ])('%j means %j', (text, line) => {
    expect(messageLine(text, 'U0BOT')).toBe(line);
  });

  it('means what follows any mention where the app does not know its own name', () => {
    expect(messageLine('<@U0BOT> seq 64k', undefined)).toBe('seq 64k');
  });
});

describe('a command', () => {
  it.each([
    ['/seq', '64k', '/seq 64k'],
    ['/lab', '', '/lab'],
    ['/lab', 'seq 64k', '/lab seq 64k'],
    ['/seq', '`64k`', '/seq 64k'],
    ['/quadratic-lab', 'seq 64k', '/lab seq 64k'],
    ['/quadratic-lab', '/seq 64k', '/lab seq 64k'],
    ['/quadratic-lab', 'help', '/lab help'],
    ['/quadratic_lab2', '', '/lab'],
  ])('%s %j means %j', (command, text, line) => {
    expect(commandLine(command, text)).toBe(line);
  });
});

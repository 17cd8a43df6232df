/** What a person types, pastes or mentions, as the line that they meant. */

import { describe, expect, it } from 'vitest';
import { commandLine, messageLine } from '../../adapters/slack/slack-input.ts';
import { commandsFor } from '../../commands/index.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';

describe('a message', () => {
  it.each([
    ['toss 5', 'toss 5'],
    ['', '/lab'],
    ['<@U0BOT> toss 5', 'toss 5'],
    ['<@U0BOT|lab>: toss 5', 'toss 5'],
    ['hey <@U0BOT> toss 5', 'toss 5'],
    ['toss 5 <@U0BOT>', 'toss 5'],
    ['<@U0BOT>', '/lab'],
    ['<@U0BOT> `/toss 5`', '/toss 5'],
    ['*toss 5*', 'toss 5'],
    ['```/toss 5 bias fair```', '/toss 5 bias fair'],
    ['toss &lt;b&gt; &amp;', 'toss <b> &'],
    ['<@U0OTHER> toss 5', '<@U0OTHER> toss 5'],
    ['mydata link <mailto:ada@uni.example|ada@uni.example>', 'mydata link ada@uni.example'],
    ['<https://uni.example/?a=1&amp;b=2>', 'https://uni.example/?a=1&b=2'],
    ['<@U0BOT> help', 'help'],
  ])('%j means %j', (text, line) => {
    expect(messageLine(text, 'U0BOT')).toBe(line);
  });

  it('means what follows any mention where the app does not know its own name', () => {
    expect(messageLine('<@U0BOT> toss 5', undefined)).toBe('toss 5');
  });
});

describe('a message of 40,000 characters, which is the longest that Slack takes,', () => {
  it.each(['*', '`', '_', '<', '<@U0BOT|', '<@U0BOT>', '<a|', '&lt;', ' ', ':', 'a'])(
    'is read at once where it repeats %j',
    (part) => {
      const text = part.repeat(40_000 / part.length);
      const began = performance.now();
      for (const each of [text, `${text}x`, `<@U0BOT> ${text}x`]) messageLine(each, 'U0BOT');
      // Some milliseconds; where marks were taken however many there are, ten thousand took 20 s.
      expect(performance.now() - began).toBeLessThan(1_000);
    },
  );
});

const commands = commandsFor([COIN_TOSS]);

describe('a command', () => {
  it.each([
    ['/toss', '5', '/toss 5'],
    ['/lab', '', '/lab'],
    ['/lab', 'toss 5', '/lab toss 5'],
    ['/toss', '`5`', '/toss 5'],
    ['/coin-lab', 'toss 5', '/lab toss 5'],
    ['/coin-lab', '/toss 5', '/lab toss 5'],
    ['/coin-lab', 'help', '/lab help'],
    ['/coin_lab2', '', '/lab'],
    ['/lab', 'assign for <@U0ADA|ada> due Mon 12:00', '/lab assign for <@U0ADA> due Mon 12:00'],
    ['/lab', 'class settings staff <@W0BEN> assistant', '/lab class settings staff <@W0BEN> assistant'],
    ['/lab', 'settings staff <!subteam^S0TAS|@tas>', '/lab settings staff <!subteam^S0TAS>'],
    ['/lab', 'in <#C0CLASS|class> or <#C0PRIVATE|>', '/lab in #class or <#C0PRIVATE|>'],
    ['/lab', 'say <!here> and <!channel|channel>', '/lab say @here and @channel'],
    ['/lab', 'due <!date^1795000000^{date}|27 Nov 2026>', '/lab due 27 Nov 2026'],
    ['/lab', 'see <http://uni.example|uni.example>', '/lab see uni.example'],
    ['/lab', 'mydata link <mailto:ada@uni.example|ada@uni.example>', '/lab mydata link ada@uni.example'],
    ['/lab', 'a &lt; b &gt; c &amp; d', '/lab a < b > c & d'],
    ['/lab', '&lt;@U0ADA&gt;', '/lab <@U0ADA>'],
  ])('%s %j means %j', (command, text, line) => {
    expect(commandLine(commands, command, text)).toBe(line);
  });
});

/** Rich text in Slack's markup. Everything that could be markup is escaped: `&`, `<` and `>`, Slack's three. */

import type { CommandSet } from '../../commands/command-set.ts';
import {
  plain,
  type RichText,
  spansOf,
  type TimeSpan,
  type TimeStyle,
  unixOf,
} from '../../src/messages/rich-text.ts';

import { unturned } from './message.ts';

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' } as const;

/** Words that nobody's typing can turn into a link or a mention. */
export const escaped = (text: string): string =>
  unturned(text).replace(/[&<>]/g, (sign) => ENTITIES[sign as '&']);

/** Slack's marks have no escape, so these stand in for them. */
const LIKENESSES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/** The same without emphasis or code that somebody's name or words would begin or end. */
export const inert = (text: string): string =>
  escaped(text).replace(
    /(?<![\p{L}\p{N}])[*_~](?=\S)|(?<=\S)[*_~](?![\p{L}\p{N}])|`/gu,
    (mark) => LIKENESSES[mark] ?? mark,
  );

/** Emphasis ends at the mark, so the mark can't be inside. */
const without = (mark: string, text: string): string => escaped(text).replaceAll(mark, '');

export const bold = (text: string): string => `*${inert(text).replaceAll('*', '')}*`;

export const codeBlock = (lines: readonly string[]): string =>
  `\`\`\`${escaped(lines.join('\n')).replaceAll('```', '')}\`\`\``;

const inCode = (text: string): string => `\`${without('`', text)}\``;

/**
 * Slack's documentation, date formatting: `{ago}` is described with times past alone (`3 minutes ago`), and most times
 * here are to come, so a relative time is a day: `tomorrow` where it is that.
 */
const TIME_STYLES: Readonly<Record<TimeStyle, string>> = {
  full: '{date_long_pretty} {time}',
  short: '{date_short_pretty} {time}',
  relative: '{date_short_pretty} {time}',
  due: '{date_long_pretty} {time}',
};

/** A time on each reader's own clock, and in words where Slack can't show that. */
const date = (span: TimeSpan): string =>
  `<!date^${unixOf(span)}^${TIME_STYLES[span.style]}|${escaped(plain([span]))}>`;

/** @param commands how what can be typed is written */
export const mrkdwn = (text: RichText, commands: CommandSet): string =>
  spansOf(text)
    .map((span) => {
      if (typeof span === 'string') return inert(span);
      if ('code' in span) return inCode(span.code);
      if ('time' in span) return date(span);
      return 'strong' in span ? bold(span.strong) : inCode(commands.lineFor(span.command));
    })
    .join('');

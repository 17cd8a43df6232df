/** Words as Discord's markdown: what a person typed is shown as typed, whatever it may mean to Discord. */

import type { CommandSet } from '../../commands/command-set.ts';
import type { Request } from '../../src/messages/request.ts';
import { type RichText, spansOf, type TimeSpan, unixOf } from '../../src/messages/rich-text.ts';
import { timeWords } from '../../src/messages/time-words.ts';

/** Signs that turn the direction of everything after them; no name needs them, and a sentence after one would be read backwards. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Words where nothing else of them can act, as on a button. */
export const straight = (words: string): string => words.replace(TURNS, '');

/** What Discord may take for markup, a mention or a link; at the start of a line also a quote, a heading or a list. */
const ACTS = /[\\*_~|`<@[\]\u202A-\u202E\u2066-\u2069]|:\/\/|^\s*(?:[#>+-]|\d+\.(?:\s|$))/m;

/**
 * Puts a backslash before everything that Discord would take for markup, a mention or a link. Discord shows a
 * backslash before any other sign as it is, so only those that act are escaped.
 */
export const escaped = (words: string): string =>
  // Most words hold nothing of the kind, and one look is less work than four replacements.
  ACTS.test(words)
    ? straight(words)
        .replace(/[\\*_~|`<@[\]]/g, '\\$&')
        .replace(/:\/\//g, ':\\//')
        .replace(/^(\s*)([#>+-])/gm, '$1\\$2')
        .replace(/^(\s*\d+)\.(?=\s|$)/gm, '$1\\.')
    : words;

/** Code keeps everything but the fence, which is shown by a letter that looks like it. */
const unfenced = (words: string): string => straight(words).replaceAll('`', 'ˋ');

export const codeBlock = (lines: readonly string[]): string =>
  `\`\`\`\n${unfenced(lines.join('\n'))}\n\`\`\``;

export const bold = (words: string): string => `**${escaped(words)}**`;

const code = (words: string): string => (words === '' ? '' : `\`${unfenced(words)}\``);

/** A command as Discord's composer shows it, where every option has a field of its own: `/predict answer:B`. */
export function composed(request: Request, commands: CommandSet): string {
  const { name, values } = commands.formFor(request);
  const options = Object.entries(values).map(([option, value]) => `${option}:${value}`);
  return [`/${name}`, ...options].join(' ');
}

/** Discord's documentation, message formatting: each reader sees their own clock. */
const TIME_STYLES = { full: 'F', short: 'f', relative: 'R' } as const;

const timestamp = (span: TimeSpan): string => {
  const as = (style: keyof typeof TIME_STYLES): string => `<t:${unixOf(span)}:${TIME_STYLES[style]}>`;
  return span.style === 'due' ? `${as('full')} (${as('relative')})` : as(span.style);
};

/** Words outside Discord, where nothing turns a timestamp into a time. A person's own words are escaped and stay. */
export const timesInWords = (text: string): string =>
  text.replace(/(?<!\\)<t:(\d+):[FfR]>/g, (_, seconds) =>
    timeWords(new Date(Number(seconds) * 1000).toISOString()),
  );

export function markdown(rich: RichText, commands: CommandSet): string {
  return spansOf(rich)
    .map((span) => {
      if (typeof span === 'string') return escaped(span);
      if ('time' in span) return timestamp(span);
      if ('strong' in span) return span.strong === '' ? '' : bold(span.strong);
      return code('code' in span ? span.code : composed(span.command, commands));
    })
    .join('');
}

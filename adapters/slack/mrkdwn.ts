/** Rich text in Slack's markup. Everything that could be markup is escaped: `&`, `<` and `>`, Slack's three. */

import type { CommandSet } from '../../commands/command-set.ts';
import { type RichText, spansOf } from '../../src/messages/rich-text.ts';

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' } as const;

/** Words that nobody's typing can turn into a link or a mention. */
export const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => ENTITIES[sign as '&']);

/** Emphasis ends at the mark, so the mark can't be inside. */
const without = (mark: string, text: string): string => escaped(text).replaceAll(mark, '');

export const bold = (text: string): string => `*${without('*', text)}*`;

export const codeBlock = (lines: readonly string[]): string =>
  `\`\`\`${escaped(lines.join('\n')).replaceAll('```', '')}\`\`\``;

const inCode = (text: string): string => `\`${without('`', text)}\``;

/** @param commands how what can be typed is written */
export const mrkdwn = (text: RichText, commands: CommandSet): string =>
  spansOf(text)
    .map((span) => {
      if (typeof span === 'string') return escaped(span);
      if ('code' in span) return inCode(span.code);
      return 'strong' in span ? bold(span.strong) : inCode(commands.lineFor(span.command));
    })
    .join('');

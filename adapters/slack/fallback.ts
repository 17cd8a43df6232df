/** The text beside a message's blocks: what notifications show, and all that screen readers read. */

import type { CommandSet } from '../../commands/command-set.ts';
import type { Part, Reply } from '../../src/messages/reply.ts';
import { plain, type RichText } from '../../src/messages/rich-text.ts';
import { LIMITS } from './limits.ts';
import { escaped } from './mrkdwn.ts';

function linesOf(part: Part, words: (text: RichText) => string): readonly string[] {
  switch (part.kind) {
    case 'heading':
      return [part.text];
    case 'text':
      return [words(part.text)];
    case 'callout':
      return [part.title === undefined ? words(part.text) : `${part.title}. ${words(part.text)}`];
    case 'chart':
      return [part.chart.finding];
    case 'formula':
      return part.lines;
    case 'metrics':
      return part.items.map(({ label, value }) => `${label}: ${value}`);
    case 'table':
      return part.rows.map((row) => row.map(words).join(', '));
    case 'choices':
      return [
        ...(part.prompt === undefined ? [] : [words(part.prompt)]),
        ...part.choices.flatMap(({ label, detail }) =>
          detail === undefined ? [] : [`${label}: ${words(detail)}`],
        ),
      ];
    case 'file':
      return [part.name];
  }
}

export function fallback({ parts }: Reply, commands: CommandSet): string {
  const words = (text: RichText): string => plain(text, (request) => commands.lineFor(request));
  const said = parts.flatMap((part) => linesOf(part, words));
  const text = said.join('\n') || 'The lab has answered.';
  // Cut before it is escaped, so that no entity is cut in two: shorter by what the escapes add.
  const room = LIMITS.fallbackCharacters - (escaped(text).length - text.length);
  return escaped(text.length > room ? `${text.slice(0, room - 1)}…` : text);
}

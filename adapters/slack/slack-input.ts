/** What a person typed in Slack, as the line that they meant. */

import type { CommandSet } from '../../commands/command-set.ts';

/** `/lab` reaches every command, and says how to begin where nothing is said. */
const throughLab = (said: string): string => `/lab ${said.replace(/^\//, '')}`.trim();

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/**
 * What Slack sends in angle brackets, as it was typed. People stay mentions, by id alone; so do their groups. An address
 * is written twice, and a label that is there is what was seen.
 */
function untagged(tag: string): string {
  const [, sign = '', target = '', label = ''] = /^<([@#!]?)([^|>]*)\|?([^>]*)>$/.exec(tag) ?? [];
  if (sign === '@') return `<@${target}>`;
  if (sign === '#') return label === '' ? tag : `#${label}`;
  if (sign === '!') {
    if (target.startsWith('subteam^')) return `<!${target}>`;
    return /^(?:here|channel|everyone)$/.test(target) ? `@${target}` : label || tag;
  }
  return label || target.replace(/^mailto:/, '');
}

/**
 * Slack sends its three signs as entities, what it knows in brackets, and what is pasted from an answer with its marks around
 * it: a few of them, since the time that this takes grows with the cube of how many there may be.
 */
const unmarked = (text: string): string =>
  text
    .replace(/<[^<>\s][^<>]*>/g, untagged)
    .replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim()
    .replace(/^([`*_~]{1,6})(.*)\1$/s, '$2')
    .trim();

/** A slash command. Under a name that is not ours, because ours was taken, the text says which command is meant. */
export function commandLine(commands: CommandSet, command: string, text: string): string {
  const said = unmarked(text);
  return commands.named(command.slice(1)) ? `${command} ${said}`.trim() : throughLab(said);
}

/**
 * A message or a mention: what stands after the mention, or before it where nothing follows.
 * @param bot the app's own user id, where it is known
 */
export function messageLine(text: string, bot: string | undefined): string {
  const mention = new RegExp(`<@${bot ?? '[A-Z0-9]+'}(?:\\|[^<>]*)?>`);
  const [before = '', ...after] = text.split(mention);
  const said = after
    .join(' ')
    .replace(/^[\s:,]+/, '')
    .trim();
  return unmarked(said || before) || throughLab('');
}

/** Each part of a reply as Slack's blocks. */

import type { CommandSet } from '../../commands/command-set.ts';
import { type Chart, labelsOf } from '../../src/charts/chart.ts';
import type { Choice, Part, Tone } from '../../src/messages/reply.ts';
import type { RichText } from '../../src/messages/rich-text.ts';
import { actionId } from './action-id.ts';
import { LIMITS } from './limits.ts';
import { type Block, type Button, markdownText, type Picture, plainText, section } from './message.ts';
import { bold, codeBlock, escaped, inert, mrkdwn } from './mrkdwn.ts';

/** A picture of a chart as Slack can show it, or undefined where it can't: then its facts stand as words. */
export type PictureOf = (chart: Chart) => Picture | undefined;

export interface RenderContext {
  /** Whose buttons these are. */
  readonly user: string;
  readonly picture: PictureOf;
  readonly commands: CommandSet;
  /** A press leaves this message as it is. */
  readonly stays?: boolean;
  /** The files that their reader has already. */
  readonly sentFiles?: ReadonlySet<Part>;
}

/** From the fullest form to the shortest; each says the same facts. */
export const FORMS = ['full', 'without-notes'] as const;
export type Form = (typeof FORMS)[number];

/** A tone is a sign and a word as well as a colour. */
const TONES = {
  info: { sign: ':information_source:', word: 'Note' },
  success: { sign: ':white_check_mark:', word: 'Good' },
  warning: { sign: ':warning:', word: 'Careful' },
  danger: { sign: ':no_entry:', word: 'Problem' },
  quote: { sign: ':speech_balloon:', word: 'Message' },
} as const satisfies Record<Tone, object>;

/** Longer text goes on in another section, broken between lines or words and never inside a code block or a time. */
function sections(text: string): Block[] {
  if (text.length <= LIMITS.sectionCharacters) return [section(text)];
  const room = text.slice(0, LIMITS.sectionCharacters);
  const at = Math.max(room.lastIndexOf('\n'), room.lastIndexOf(' '));
  const word = at > 0 ? at : LIMITS.sectionCharacters;
  // A time is markup with spaces in it; what anybody typed has no `<` that isn't escaped.
  const opened = room.lastIndexOf('<', word - 1);
  const end = opened > 0 && room.lastIndexOf('>', word - 1) < opened ? opened : word;
  return [section(text.slice(0, end)), ...sections(text.slice(end).trimStart())];
}

function codeSections(lines: readonly string[]): Block[] {
  const whole = codeBlock(lines);
  if (whole.length <= LIMITS.sectionCharacters) return [section(whole)];
  const [only = ''] = lines;
  if (lines.length === 1) {
    const half = Math.ceil(only.length / 2);
    return codeSections([only.slice(0, half), only.slice(half)]);
  }
  const half = Math.ceil(lines.length / 2);
  return [...codeSections(lines.slice(0, half)), ...codeSections(lines.slice(half))];
}

function callout({ tone, title, text }: Part & { kind: 'callout' }, commands: CommandSet): Block[] {
  const { sign, word } = TONES[tone];
  const said = mrkdwn(text, commands);
  return sections(`${sign} ${bold(title ?? word)}\n${tone === 'quote' ? said.replace(/^/gm, '> ') : said}`);
}

function metrics({ items }: Part & { kind: 'metrics' }, form: Form): Block[] {
  const fields = items.map(({ label, value, note }) =>
    markdownText(
      `${inert(label)}\n${bold(value)}${note === undefined || form !== 'full' ? '' : `\n_${inert(note)}_`}`,
    ),
  );
  return Array.from({ length: Math.ceil(fields.length / LIMITS.fields) }, (_, row) => ({
    type: 'section',
    fields: fields.slice(row * LIMITS.fields, (row + 1) * LIMITS.fields),
  }));
}

/** Rows as a list: columns that stand under each other would break on a phone. */
function table({ columns, rows }: Part & { kind: 'table' }, commands: CommandSet): Block[] {
  const line = ([first = '', ...rest]: readonly RichText[]): string => {
    const lead = typeof first === 'string' ? bold(first) : mrkdwn(first, commands);
    return `• ${[lead, ...rest.map((cell) => mrkdwn(cell, commands)).filter((cell) => cell !== '')].join(' · ')}`;
  };
  return [
    { type: 'context', elements: [markdownText(columns.map(inert).join(' · '))] },
    ...sections(rows.map(line).join('\n')),
  ];
}

/** The chart's facts as words, where no picture can be had. */
const chartWords = (chart: Chart): Block[] => [
  ...sections(`${bold(`${chart.title}.`)} ${inert(chart.finding)}`),
  ...sections(
    labelsOf(chart)
      .map((label) => `• ${inert(label)}`)
      .join('\n'),
  ),
];

function buttons(
  choices: readonly Choice[],
  { user, commands, stays }: RenderContext,
  from: number,
): Button[] {
  return choices.map(({ label, request, emphasis, field }, index) => ({
    type: 'button',
    text: plainText(label),
    action_id: actionId(user, from + index, { stays, stands: field?.stands }),
    value: commands.buttonLine(request),
    ...(emphasis === 'primary' && { style: 'primary' }),
  }));
}

function choicesBlocks(
  { prompt, choices }: Part & { kind: 'choices' },
  context: RenderContext,
  from: number,
): Block[] {
  const { commands } = context;
  const said = [
    ...(prompt === undefined ? [] : [mrkdwn(prompt, commands)]),
    ...choices.flatMap(({ label, detail }) =>
      detail === undefined ? [] : [`• ${bold(label)} · ${mrkdwn(detail, commands)}`],
    ),
  ].join('\n');
  const all = buttons(choices, context, from);
  return [
    ...(said === '' ? [] : sections(said)),
    ...Array.from(
      { length: Math.ceil(all.length / LIMITS.actionButtons) },
      (_, row): Block => ({
        type: 'actions',
        elements: all.slice(row * LIMITS.actionButtons, (row + 1) * LIMITS.actionButtons),
      }),
    ),
  ];
}

function file(part: Part & { kind: 'file' }, { sentFiles }: RenderContext): Block[] {
  const name = bold(part.name);
  if (sentFiles?.has(part)) return sections(`${name} is in your direct messages with me.`);
  // Beyond this no form of the message would be taken, with whatever else it says.
  if (JSON.stringify(escaped(part.content)).length > LIMITS.fileCharacters)
    return sections(`${name} is too long to be shown here, and I could not upload it.`);
  return [...sections(name), ...codeSections(part.content.trimEnd().split('\n'))];
}

/** @param from how many buttons of the message stand before this part */
export function partBlocks(part: Part, form: Form, context: RenderContext, from: number): Block[] {
  const { picture, commands } = context;
  switch (part.kind) {
    case 'heading':
      return [{ type: 'header', text: plainText(part.text) }];
    case 'text':
      return sections(mrkdwn(part.text, commands));
    case 'callout':
      return callout(part, commands);
    case 'formula':
      return codeSections(part.lines);
    case 'metrics':
      return metrics(part, form);
    case 'table':
      return table(part, commands);
    case 'chart': {
      const image = picture(part.chart);
      return image ? [image] : chartWords(part.chart);
    }
    case 'choices':
      return choicesBlocks(part, context, from);
    case 'file':
      return file(part, context);
  }
}

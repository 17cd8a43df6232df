/** A reply as a Slack message: the parts in their order, in the fullest form that Slack takes. */

import { lineFor } from '../../commands/grammar/line.ts';
import type { Chart } from '../../src/charts/chart.ts';
import type { Choice, Part, Reply, Tone } from '../../src/messages/reply.ts';
import { plain } from '../../src/messages/rich-text.ts';
import { oncePerPart } from '../once.ts';
import { actionId } from './action-id.ts';
import { LIMITS, problemsOf } from './limits.ts';
import {
  type Block,
  type Button,
  markdownText,
  type Picture,
  plainText,
  type SlackMessage,
  section,
} from './message.ts';
import { bold, codeBlock, escaped, mrkdwn } from './mrkdwn.ts';

/** A picture of a chart as Slack can show it, or undefined where it can't: then its facts stand as words. */
export type PictureOf = (chart: Chart) => Picture | undefined;

export interface RenderContext {
  /** Whose buttons these are. */
  readonly user: string;
  readonly picture: PictureOf;
}

/** A tone is a sign and a word as well as a colour. */
const TONES = {
  info: { sign: ':information_source:', word: 'Note' },
  success: { sign: ':white_check_mark:', word: 'Good' },
  warning: { sign: ':warning:', word: 'Careful' },
  danger: { sign: ':no_entry:', word: 'Problem' },
  quote: { sign: ':speech_balloon:', word: 'Message' },
} as const satisfies Record<Tone, object>;

/** From the fullest form to the shortest; each says the same facts. */
const FORMS = ['full', 'without-notes'] as const;
type Form = (typeof FORMS)[number];

/** Longer text goes on in another section, broken between lines or words and never inside a code block. */
function sections(text: string): Block[] {
  if (text.length <= LIMITS.sectionCharacters) return [section(text)];
  const room = text.slice(0, LIMITS.sectionCharacters);
  const at = Math.max(room.lastIndexOf('\n'), room.lastIndexOf(' '));
  const end = at > 0 ? at : LIMITS.sectionCharacters;
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

function callout({ tone, title, text }: Part & { kind: 'callout' }): Block[] {
  const { sign, word } = TONES[tone];
  const said = mrkdwn(text);
  return sections(`${sign} ${bold(title ?? word)}\n${tone === 'quote' ? said.replace(/^/gm, '> ') : said}`);
}

function metrics({ items }: Part & { kind: 'metrics' }, form: Form): Block[] {
  const fields = items.map(({ label, value, note }) =>
    markdownText(
      `${escaped(label)}\n${bold(value)}${note === undefined || form !== 'full' ? '' : `\n_${escaped(note)}_`}`,
    ),
  );
  return Array.from({ length: Math.ceil(fields.length / LIMITS.fields) }, (_, row) => ({
    type: 'section',
    fields: fields.slice(row * LIMITS.fields, (row + 1) * LIMITS.fields),
  }));
}

/** Rows as a list: columns that stand under each other would break on a phone. */
function table({ columns, rows }: Part & { kind: 'table' }): Block[] {
  const line = ([first = '', ...rest]: readonly string[]): string =>
    `• ${[bold(first), ...rest.filter((cell) => cell !== '').map(escaped)].join(' · ')}`;
  return [
    { type: 'context', elements: [markdownText(columns.map(escaped).join(' · '))] },
    ...sections(rows.map(line).join('\n')),
  ];
}

/** The chart's facts as words, where no picture can be had. */
const chartWords = ({ title, finding, lines, markers }: Chart): Block[] => [
  ...sections(`${bold(`${title}.`)} ${escaped(finding)}`),
  ...sections([...lines, ...markers].map(({ label }) => `• ${escaped(label)}`).join('\n')),
];

function buttons(choices: readonly Choice[], user: string, from: number): Button[] {
  return choices.map(({ label, request, emphasis }, index) => ({
    type: 'button',
    text: plainText(label),
    action_id: actionId(user, from + index),
    value: lineFor(request, { internal: true }),
    ...(emphasis === 'primary' && { style: 'primary' }),
  }));
}

function choicesBlocks({ prompt, choices }: Part & { kind: 'choices' }, user: string, from: number): Block[] {
  const said = [
    ...(prompt === undefined ? [] : [mrkdwn(prompt)]),
    ...choices.flatMap(({ label, detail }) =>
      detail === undefined ? [] : [`• ${bold(label)} · ${mrkdwn(detail)}`],
    ),
  ].join('\n');
  const all = buttons(choices, user, from);
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

/** What the message says, for notifications and screen readers. */
function fallback({ parts }: Reply): string {
  const words = parts.flatMap((part): string[] => {
    switch (part.kind) {
      case 'heading':
        return [part.text];
      case 'text':
        return [plain(part.text)];
      case 'callout':
        return [part.title === undefined ? plain(part.text) : `${part.title}. ${plain(part.text)}`];
      case 'chart':
        return [part.chart.finding];
      case 'choices':
        return part.prompt === undefined ? [] : [plain(part.prompt)];
      default:
        return [];
    }
  });
  const text = words.join('\n') || 'The lab has answered.';
  // Cut before it is escaped, so that no entity is cut in two: shorter by what the escapes add.
  const room = LIMITS.fallbackCharacters - (escaped(text).length - text.length);
  return escaped(text.length > room ? `${text.slice(0, room - 1)}…` : text);
}

/** A part that says the same to whoever reads it. */
type Said = Exclude<Part, { kind: 'chart' | 'choices' }>;

function saidBlocks(part: Said, form: Form): Block[] {
  switch (part.kind) {
    case 'heading':
      return [{ type: 'header', text: plainText(part.text) }];
    case 'text':
      return sections(mrkdwn(part.text));
    case 'callout':
      return callout(part);
    case 'formula':
      return codeSections(part.lines);
    case 'metrics':
      return metrics(part, form);
    case 'table':
      return table(part);
    case 'file':
      return [...sections(bold(part.name)), ...codeSections(part.content.trimEnd().split('\n'))];
  }
}

/** They are escaped and put together once. */
const saidInFull = oncePerPart((part: Said) => saidBlocks(part, 'full'));

/** @param from how many buttons of the message stand before this part */
function partBlocks(part: Part, form: Form, { user, picture }: RenderContext, from: number): Block[] {
  switch (part.kind) {
    case 'chart': {
      const image = picture(part.chart);
      return image ? [image] : chartWords(part.chart);
    }
    case 'choices':
      return choicesBlocks(part, user, from);
    default:
      return form === 'full' ? saidInFull(part) : saidBlocks(part, form);
  }
}

function inForm(form: Form, reply: Reply, context: RenderContext): SlackMessage {
  const blocks: Block[] = [];
  let buttonCount = 0;
  for (const part of reply.parts) {
    blocks.push(...partBlocks(part, form, context, buttonCount));
    if (part.kind === 'choices') buttonCount += part.choices.length;
  }
  return { text: fallback(reply), blocks };
}

/**
 * The fullest form of the reply within Slack's limits.
 * @throws {RangeError} when not even the shortest is, which no reply of the lab comes near
 */
export function render(reply: Reply, context: RenderContext): SlackMessage {
  let problems: string[] = [];
  for (const form of FORMS) {
    const message = inForm(form, reply, context);
    problems = problemsOf(message);
    if (problems.length === 0) return message;
  }
  throw new RangeError(`no form of this reply is within Slack's limits: ${problems.join('; ')}`);
}

/** A reply's parts as Discord's components, each by itself. */

import { ButtonStyle, ComponentType } from 'discord.js';
import type { CommandSet } from '../../commands/command-set.ts';
import { type Chart, labelsOf } from '../../src/charts/chart.ts';
import type { ChartHost, ChartImage } from '../../src/charts/chart-host.ts';
import type { Choice, Part, Tone } from '../../src/messages/reply.ts';
import type { Request } from '../../src/messages/request.ts';
import type { RichText } from '../../src/messages/rich-text.ts';
import { LIMITS } from './limits.ts';
import { bold, codeBlock, escaped, markdown, straight } from './markdown.ts';
import { type DiscordMessage, type Gallery, type Row, text } from './message.ts';

export interface RenderContext {
  readonly charts: ChartHost;
  readonly commands: CommandSet;
  /** The custom id of this student's button for a request. */
  readonly customId: (request: Request) => string;
  /** Told of a picture that could not be made; its finding is said instead. */
  readonly onPictureError?: (error: unknown) => void;
  /** What this application may do in the channel. */
  readonly may: { readonly attachFiles: boolean; readonly embedLinks: boolean };
}

/** A tone is a sign and a word as well as a colour. Colours hold against Discord's light and dark backgrounds. */
const TONES = {
  info: { sign: 'ℹ️', word: 'Note', colour: 0x0077bb },
  success: { sign: '✅', word: 'Good', colour: 0x007755 },
  warning: { sign: '⚠️', word: 'Careful', colour: 0xbb5500 },
  danger: { sign: '⛔', word: 'Problem', colour: 0xaa3366 },
  quote: { sign: '💬', word: 'Message', colour: 0x808080 },
} as const satisfies Record<Tone, object>;

/** From the fullest form to the shortest; each says the same facts. */
export const FORMS = ['full', 'without-notes', 'words-in-a-file'] as const;
export type Form = (typeof FORMS)[number];

/** What one part becomes. */
export interface PartComponents {
  readonly components: DiscordMessage['components'];
  readonly files?: DiscordMessage['files'];
}

const words = (content: string): PartComponents => ({ components: [text(content)] });

/** Said where a picture or a file may not be sent, to whoever can mend it. */
const notAllowed = (permission: string): string =>
  `-# I may not do this here: someone who manages this server can give me the permission “${permission}”.`;

function callout(
  { tone, title, text: body }: Part & { kind: 'callout' },
  commands: CommandSet,
): PartComponents {
  const { sign, word, colour } = TONES[tone];
  const said = markdown(body, commands);
  const content = `${sign} ${bold(title ?? word)}\n${tone === 'quote' ? said.replace(/^/gm, '> ') : said}`;
  return {
    components: [{ type: ComponentType.Container, accent_color: colour, components: [text(content)] }],
  };
}

const metricLines = ({ items }: Part & { kind: 'metrics' }, form: Form): string =>
  items
    .map(({ label, value, note }) => {
      const after = note === undefined || form !== 'full' ? '' : ` (${escaped(note)})`;
      return `- ${escaped(label)}: ${bold(value)}${after}`;
    })
    .join('\n');

/** Rows as a list: columns that stand under each other would break on a phone. */
function tableLines({ columns, rows }: Part & { kind: 'table' }, commands: CommandSet): string {
  const line = ([first = '', ...rest]: readonly RichText[]): string => {
    const cells = rest.filter((cell) => cell !== '').map((cell) => markdown(cell, commands));
    // What is code already is told apart by that.
    const head = typeof first === 'string' ? bold(first) : markdown(first, commands);
    return `- ${[head, ...cells].join(' · ')}`;
  };
  return [`-# ${columns.map(escaped).join(' · ')}`, ...rows.map(line)].join('\n');
}

const NO_PICTURE = '-# The picture could not be drawn just now; these are the facts that it shows.';

/** An address that Discord takes, or bytes; undefined where neither can be had. */
async function pictureOf(
  chart: Chart,
  { charts, onPictureError }: RenderContext,
): Promise<ChartImage | undefined> {
  try {
    const image = await charts.image(chart);
    if (image.kind === 'png' || image.url.length <= LIMITS.urlCharacters) return image;
    return { kind: 'png', bytes: await charts.draw(chart) };
  } catch (error) {
    onPictureError?.(error);
    return undefined;
  }
}

async function chartComponents(chart: Chart, index: number, context: RenderContext): Promise<PartComponents> {
  const said = `${bold(`${chart.title}.`)} ${escaped(chart.finding)}`;
  const inWords = [said, ...labelsOf(chart).map((label) => `- ${escaped(label)}`)].join('\n');
  const image = await pictureOf(chart, context);
  if (!image) return words(`${inWords}\n${NO_PICTURE}`);
  const attached = image.kind === 'png';
  if (attached && !context.may.attachFiles) return words(`${inWords}\n${notAllowed('Attach Files')}`);
  if (!attached && !context.may.embedLinks) return words(`${inWords}\n${notAllowed('Embed Links')}`);
  const name = `chart-${index}.png`;
  const tooLong = chart.finding.length > LIMITS.altCharacters;
  const gallery: Gallery = {
    type: ComponentType.MediaGallery,
    items: [
      {
        media: { url: image.kind === 'png' ? `attachment://${name}` : image.url },
        description: tooLong ? chart.title : chart.finding,
      },
    ],
  };
  return {
    components: [...(tooLong ? [text(said)] : []), gallery],
    files: image.kind === 'png' ? [{ name, bytes: image.bytes }] : [],
  };
}

function fileComponents(part: Part & { kind: 'file' }, { may }: RenderContext): PartComponents {
  const name = part.name.replace(/[^\w.-]/g, '_');
  if (!may.attachFiles) {
    return words(`${bold(part.name)}\n${codeBlock([part.content])}\n${notAllowed('Attach Files')}`);
  }
  return {
    components: [{ type: ComponentType.File, file: { url: `attachment://${name}` } }],
    files: [{ name, bytes: Buffer.from(part.content) }],
  };
}

const fits = (id: string): boolean => id.length <= LIMITS.customIdCharacters;

const choiceLines = (
  { prompt, choices }: Part & { kind: 'choices' },
  { commands, customId }: RenderContext,
): string =>
  [
    ...(prompt === undefined ? [] : [markdown(prompt, commands)]),
    ...choices.flatMap(({ label, detail, request }) => {
      // A request with many words of a person's own: no button can carry it, and what they would type says the same.
      const typed = fits(customId(request)) ? [] : [markdown([{ command: request }], commands)];
      const said = [...(detail === undefined ? [] : [markdown(detail, commands)]), ...typed];
      return said.length === 0 ? [] : [`- ${[bold(label), ...said].join(' · ')}`];
    }),
  ].join('\n');

function rows(choices: readonly Choice[], context: RenderContext, taken: Set<string>): Row[] {
  const buttons = choices.flatMap(({ label, request, emphasis }) => {
    const id = context.customId(request);
    // The same button twice in one message says nothing more, and Discord refuses it.
    if (taken.has(id) || !fits(id)) return [];
    taken.add(id);
    return {
      type: ComponentType.Button,
      style: emphasis === 'primary' ? ButtonStyle.Primary : ButtonStyle.Secondary,
      label: straight(label),
      custom_id: id,
    } as const;
  });
  const count = Math.ceil(buttons.length / LIMITS.rowButtons);
  return Array.from({ length: count }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(row * LIMITS.rowButtons, (row + 1) * LIMITS.rowButtons),
  }));
}

function choicesComponents(
  part: Part & { kind: 'choices' },
  context: RenderContext,
  taken: Set<string>,
): PartComponents {
  const lines = choiceLines(part, context);
  return { components: [...(lines === '' ? [] : [text(lines)]), ...rows(part.choices, context, taken)] };
}

/** @param taken the custom ids that the message has already */
export async function componentsOf(
  part: Part,
  index: number,
  form: Form,
  context: RenderContext,
  taken: Set<string>,
): Promise<PartComponents> {
  const { commands } = context;
  switch (part.kind) {
    case 'heading':
      return words(`## ${escaped(part.text)}`);
    case 'text':
      return words(markdown(part.text, commands));
    case 'callout':
      return callout(part, commands);
    case 'formula':
      return words(codeBlock(part.lines));
    case 'metrics':
      return words(metricLines(part, form));
    case 'table':
      return words(tableLines(part, commands));
    case 'chart':
      return chartComponents(part.chart, index, context);
    case 'file':
      return fileComponents(part, context);
    case 'choices':
      return choicesComponents(part, context, taken);
  }
}

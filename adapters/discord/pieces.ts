/** A reply's parts as Discord's components, each by itself. */

import { ButtonStyle, ComponentType } from 'discord.js';
import type { Chart } from '../../src/charts/chart.ts';
import type { ChartHost, ChartImage } from '../../src/charts/chart-host.ts';
import type { Choice, Part, Tone } from '../../src/messages/reply.ts';
import type { Request } from '../../src/messages/request.ts';
import { oncePerPart } from '../once.ts';
import { composed } from './composer.ts';
import { LIMITS } from './limits.ts';
import { bold, codeBlock, escaped, markdown } from './markdown.ts';
import { type DiscordMessage, type Gallery, type Row, text } from './message.ts';

export interface RenderContext {
  readonly charts: ChartHost;
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

export interface Piece {
  readonly components: DiscordMessage['components'];
  readonly files?: DiscordMessage['files'];
}

const words = (content: string): Piece => ({ components: [text(content)] });

/** Said where a picture or a file may not be sent, to whoever can mend it. */
const notAllowed = (permission: string): string =>
  `-# I may not do this here: someone who manages this server can give me the permission “${permission}”.`;

function calloutPiece({ tone, title, text: body }: Part & { kind: 'callout' }): Piece {
  const { sign, word, colour } = TONES[tone];
  const said = markdown(body);
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
function tableLines({ columns, rows }: Part & { kind: 'table' }): string {
  const line = ([first = '', ...rest]: readonly string[]): string =>
    `- ${[bold(first), ...rest.filter((cell) => cell !== '').map((cell) => escaped(composed(cell)))].join(' · ')}`;
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

/** Pictures by address, for readers who may see them: nothing in them depends on who reads. */
const linked = new WeakMap<ChartHost, WeakMap<Chart, Piece>>();

function linkedBy(host: ChartHost): WeakMap<Chart, Piece> {
  let pieces = linked.get(host);
  if (!pieces) {
    pieces = new WeakMap();
    linked.set(host, pieces);
  }
  return pieces;
}

async function chartPiece(chart: Chart, index: number, context: RenderContext): Promise<Piece> {
  const said = `${bold(`${chart.title}.`)} ${escaped(chart.finding)}`;
  const image = await pictureOf(chart, context);
  if (!image) return words(`${said}\n${NO_PICTURE}`);
  const attached = image.kind === 'png';
  if (attached && !context.may.attachFiles) return words(`${said}\n${notAllowed('Attach Files')}`);
  if (!attached && !context.may.embedLinks) return words(`${said}\n${notAllowed('Embed Links')}`);
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
  const piece = {
    components: [...(tooLong ? [text(said)] : []), gallery],
    files: image.kind === 'png' ? [{ name, bytes: image.bytes }] : [],
  };
  if (!attached) linkedBy(context.charts).set(chart, piece);
  return piece;
}

function filePiece(part: Part & { kind: 'file' }, { may }: RenderContext): Piece {
  const name = part.name.replace(/[^\w.-]/g, '_');
  if (!may.attachFiles) {
    return words(`${bold(part.name)}\n${codeBlock([part.content])}\n${notAllowed('Attach Files')}`);
  }
  return {
    components: [{ type: ComponentType.File, file: { url: `attachment://${name}` } }],
    files: [{ name, bytes: Buffer.from(part.content) }],
  };
}

const choiceLines = ({ prompt, choices }: Part & { kind: 'choices' }): string =>
  [
    ...(prompt === undefined ? [] : [markdown(prompt)]),
    ...choices.flatMap(({ label, detail }) =>
      detail === undefined ? [] : [`- ${bold(label)} · ${markdown(detail)}`],
    ),
  ].join('\n');

function rows(choices: readonly Choice[], context: RenderContext, taken: Set<string>): Row[] {
  const buttons = choices.flatMap(({ label, request, emphasis }) => {
    const id = context.customId(request);
    // The same button twice in one message says nothing more, and Discord refuses it.
    if (taken.has(id)) return [];
    taken.add(id);
    return {
      type: ComponentType.Button,
      style: emphasis === 'primary' ? ButtonStyle.Primary : ButtonStyle.Secondary,
      label,
      custom_id: id,
    } as const;
  });
  const count = Math.ceil(buttons.length / LIMITS.rowButtons);
  return Array.from({ length: count }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(row * LIMITS.rowButtons, (row + 1) * LIMITS.rowButtons),
  }));
}

/** A part that says the same to whoever reads it, wherever. */
type Said = Exclude<Part, { kind: 'chart' | 'file' | 'choices' }>;

function saidPiece(part: Said, form: Form): Piece {
  switch (part.kind) {
    case 'heading':
      return words(`## ${escaped(part.text)}`);
    case 'text':
      return words(markdown(part.text));
    case 'callout':
      return calloutPiece(part);
    case 'formula':
      return words(codeBlock(part.lines));
    case 'metrics':
      return words(metricLines(part, form));
    case 'table':
      return words(tableLines(part));
  }
}

/** Equal runs and fixed texts come as the same parts, so they are escaped and put together once. */
const saidInFull = oncePerPart((part: Said) => saidPiece(part, 'full'));

function choicesPiece(part: Part & { kind: 'choices' }, context: RenderContext, taken: Set<string>): Piece {
  const lines = choiceLines(part);
  return { components: [...(lines === '' ? [] : [text(lines)]), ...rows(part.choices, context, taken)] };
}

export function piece(
  part: Part,
  index: number,
  form: Form,
  context: RenderContext,
  taken: Set<string>,
): Piece | Promise<Piece> {
  switch (part.kind) {
    case 'chart': {
      const known = context.may.embedLinks ? linkedBy(context.charts).get(part.chart) : undefined;
      return known ?? chartPiece(part.chart, index, context);
    }
    case 'file':
      return filePiece(part, context);
    case 'choices':
      return choicesPiece(part, context, taken);
    default:
      return form === 'full' ? saidInFull(part) : saidPiece(part, form);
  }
}

/** A reply as text for a terminal: buttons become the lines to type, a chart the sentence that says what it shows. */

import { type BarsChart, noteOf, RIGHT } from '../../src/charts/chart.ts';
import type { Choice, Part, Reply, Tone } from '../../src/messages/reply.ts';
import { TO_BE_ENTERED } from '../../src/messages/request.ts';
import { aligned, columns, type Look, rich, shown, styled, wrapped } from './layout.ts';

/** A tone is a sign and a word as well as a colour. */
const TONES = {
  info: { sign: 'i', word: 'Note', colour: 'blue' },
  success: { sign: '✓', word: 'Good', colour: 'green' },
  warning: { sign: '!', word: 'Careful', colour: 'yellow' },
  danger: { sign: '✗', word: 'Problem', colour: 'red' },
  quote: { sign: '»', word: 'Message from', colour: 'magenta' },
} as const satisfies Record<Tone, object>;

const INDENT = '  ';

function callout(look: Look, { tone, title, text }: Part & { kind: 'callout' }): string {
  const { sign, word, colour } = TONES[tone];
  const separator = tone === 'quote' ? ' ' : ' · ';
  const head = title === undefined ? word : `${word}${separator}${shown(title)}`;
  return [
    styled(look, [colour, 'bold'], `${sign} ${wrapped(look, head, INDENT)}`),
    INDENT + wrapped(look, rich(look, text), INDENT),
  ].join('\n');
}

function choiceRow(look: Look, { label, detail, request, field }: Choice): readonly [string, string] {
  const line = look.commands.lineInLab(request);
  const entered = request.kind === 'predict' ? 'number' : field?.label.toLowerCase();
  return [
    styled(look, 'cyan', field ? line.replace(TO_BE_ENTERED, `<${entered}>`) : line),
    [label, ...(field ? [field.hint] : []), ...(detail === undefined ? [] : [rich(look, detail)])].join(': '),
  ];
}

function choices(look: Look, { prompt, choices: offered }: Part & { kind: 'choices' }): string {
  const rows = offered.map((choice) => choiceRow(look, choice));
  return [
    ...(prompt === undefined ? [] : [wrapped(look, rich(look, prompt))]),
    aligned(look, rows, INDENT),
  ].join('\n');
}

function table(look: Look, part: Part & { kind: 'table' }): string {
  const heads = part.columns.map((column) => styled(look, 'bold', column));
  return aligned(look, [heads, ...part.rows.map((row) => row.map((cell) => rich(look, cell)))]);
}

/** The longest bar, in columns. */
const LONGEST_BAR = 20;

/** Bars of the first series, with what they stand for beside them; the finding says the rest. */
function bars(look: Look, { categories, max }: BarsChart): string {
  const most = max ?? Math.max(...categories.map(({ values: [value = 0] }) => value));
  const rows = categories.map((each) => {
    const [value = 0] = each.values;
    const length = Math.round((value / (most || 1)) * LONGEST_BAR);
    return ['█'.repeat(length), shown(noteOf(each)), `${each.right ? `${RIGHT} ` : ''}${shown(each.label)}`];
  });
  return aligned(look, rows, INDENT);
}

function chart(look: Look, { chart: each }: Part & { kind: 'chart' }): string {
  const said = wrapped(look, `${styled(look, 'bold', `${each.title}.`)} ${each.finding}`);
  return each.kind === 'bars' ? `${said}\n${bars(look, each)}` : said;
}

/** Files are for whoever runs the terminal to keep or to print. */
export type FilePart = Part & { readonly kind: 'file' };

function partText(look: Look, part: Part, file: (part: FilePart) => string): string {
  switch (part.kind) {
    case 'heading': {
      const text = shown(part.text);
      return `${styled(look, 'bold', text)}\n${'─'.repeat(columns(text))}`;
    }
    case 'text':
      return wrapped(look, rich(look, part.text));
    case 'callout':
      return callout(look, part);
    case 'formula':
      return part.lines.map((line) => INDENT + line).join('\n');
    case 'metrics':
      return aligned(
        look,
        part.items.map(({ label, value, note }) => [label, styled(look, 'bold', value), note ?? '']),
        INDENT,
      );
    case 'table':
      return table(look, part);
    case 'chart':
      return chart(look, part);
    case 'choices':
      return choices(look, part);
    case 'file':
      return file(part);
  }
}

/** Parts with an empty line between them, and a line break at the end. */
export const render = (look: Look, reply: Reply, file: (part: FilePart) => string): string =>
  `${reply.parts.map((part) => partText(look, part, file)).join('\n\n')}\n`;

/** A reply as the page gets it: charts of lines become pictures, commands and buttons the lines that they stand for. */

import { BUTTON_VERSION } from '../../commands/button.ts';
import type { CommandSet } from '../../commands/command-set.ts';
import type { LinesChart } from '../../src/charts/chart.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import { CHART_SIZE } from '../../src/charts/look.ts';
import type { Logger } from '../../src/log.ts';
import type { Choice, Part, Reply } from '../../src/messages/reply.ts';
import { type RichText, type Span, spansOf } from '../../src/messages/rich-text.ts';
import type { TurnAnswer, WireChoice, WirePart, WireSpan, WireText } from './wire.ts';

export interface Rendering {
  readonly commands: CommandSet;
  readonly charts: ChartHost;
  readonly log: Logger;
}

/**
 * The picture's address at the chart host, or the picture itself: nothing has to be kept here for a transcript that is
 * read again after a restart. Undefined where it can't be had: the decision that it goes with is stored, and the answer
 * must say so.
 */
async function source(chart: LinesChart, { charts, log }: Rendering): Promise<string | undefined> {
  try {
    const image = await charts.image(chart);
    if (image.kind === 'url') return image.url;
    return `data:image/png;base64,${Buffer.from(image.bytes).toString('base64')}`;
  } catch (error) {
    log.error({ err: error }, 'a chart could not be drawn; its finding was sent');
    return undefined;
  }
}

async function chartPart(chart: LinesChart, rendering: Rendering): Promise<WirePart> {
  const { title, finding } = chart;
  const { width, height } = CHART_SIZE;
  const found = await source(chart, rendering);
  return { kind: 'chart', title, finding, width, height, ...(found !== undefined && { source: found }) };
}

export function textOf(text: RichText, commands: CommandSet): WireText {
  const spanOf = (span: Span): WireSpan =>
    typeof span !== 'string' && 'command' in span ? { line: commands.lineFor(span.command) } : span;
  return typeof text === 'string' ? text : spansOf(text).map(spanOf);
}

export const choiceOf = (
  { label, detail, request, emphasis, field }: Choice,
  commands: CommandSet,
): WireChoice => ({
  version: BUTTON_VERSION,
  label,
  ...(detail !== undefined && { detail: textOf(detail, commands) }),
  primary: emphasis === 'primary',
  line: commands.buttonLine(request),
  shown: commands.lineInLab(request),
  ...(field && { field }),
});

async function partOf(part: Part, rendering: Rendering): Promise<WirePart> {
  const { commands } = rendering;
  switch (part.kind) {
    case 'text':
    case 'callout':
      return { ...part, text: textOf(part.text, commands) };
    case 'table':
      return { ...part, rows: part.rows.map((row) => row.map((cell) => textOf(cell, commands))) };
    case 'chart':
      return part.chart.kind === 'bars' ? part.chart : chartPart(part.chart, rendering);
    case 'choices':
      return {
        kind: 'choices',
        ...(part.prompt !== undefined && { prompt: textOf(part.prompt, commands) }),
        choices: part.choices.map((choice) => choiceOf(choice, commands)),
      };
    default:
      return part;
  }
}

export const render = async (reply: Reply, rendering: Rendering): Promise<TurnAnswer> => ({
  parts: await Promise.all(reply.parts.map((part) => partOf(part, rendering))),
});

/** A reply as the page gets it: charts become pictures, buttons the lines that they stand for. */

import { lineFor } from '../../commands/grammar/line.ts';
import type { Chart } from '../../src/charts/chart.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import { CHART_SIZE } from '../../src/charts/configuration.ts';
import type { Logger } from '../../src/log.ts';
import type { Choice, Part, Reply } from '../../src/messages/reply.ts';
import type { TurnAnswer, WireChoice, WirePart } from './wire.ts';

export interface Drawing {
  readonly charts: ChartHost;
  readonly log: Logger;
}

/**
 * The picture's address at the chart host, or the picture itself: nothing has to be kept here for a transcript that is
 * read again after a restart. Undefined where it can't be had: the decision that it goes with is stored, and the answer
 * must say so.
 */
async function source(chart: Chart, { charts, log }: Drawing): Promise<string | undefined> {
  try {
    const image = await charts.image(chart);
    if (image.kind === 'url') return image.url;
    return `data:image/png;base64,${Buffer.from(image.bytes).toString('base64')}`;
  } catch (error) {
    log.error({ err: error }, 'a chart could not be drawn; its finding was sent');
    return undefined;
  }
}

async function chartPart(chart: Chart, drawing: Drawing): Promise<WirePart> {
  const { title, finding } = chart;
  const { width, height } = CHART_SIZE;
  const found = await source(chart, drawing);
  return { kind: 'chart', title, finding, width, height, ...(found !== undefined && { source: found }) };
}

const choiceOf = ({ label, detail, request, emphasis }: Choice): WireChoice => ({
  label,
  ...(detail !== undefined && { detail }),
  primary: emphasis === 'primary',
  line: lineFor(request, { internal: true }),
  shown: lineFor(request),
});

async function partOf(part: Part, drawing: Drawing): Promise<WirePart> {
  switch (part.kind) {
    case 'chart':
      return chartPart(part.chart, drawing);
    case 'choices':
      return { ...part, choices: part.choices.map(choiceOf) };
    default:
      return part;
  }
}

export const render = async (reply: Reply, drawing: Drawing): Promise<TurnAnswer> => ({
  parts: await Promise.all(reply.parts.map((part) => partOf(part, drawing))),
});

/** A reply as the page gets it: charts become picture addresses, buttons the lines that they stand for. */

import { lineFor } from '../../commands/line.ts';
import type { Chart } from '../../src/charts/chart.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import { CHART_SIZE } from '../../src/charts/configuration.ts';
import type { Choice, Part, Reply } from '../../src/messages/reply.ts';
import { chartName } from './chart-address.ts';
import type { TurnAnswer, WireChoice, WirePart } from './wire.ts';

/** Where the page fetches a chart's picture: from the chart host, or from here where that draws or gives bytes. */
async function pictureAddress(chart: Chart, charts: ChartHost): Promise<string> {
  const own = `/charts/${chartName(chart)}.png`;
  if (charts.origin === undefined) return own;
  const image = await charts.image(chart);
  return image.kind === 'url' ? image.url : own;
}

const choiceOf = ({ label, detail, request, emphasis }: Choice): WireChoice => ({
  label,
  ...(detail !== undefined && { detail }),
  primary: emphasis === 'primary',
  line: lineFor(request, { internal: true }),
  shown: lineFor(request),
});

async function partOf(part: Part, charts: ChartHost): Promise<WirePart> {
  switch (part.kind) {
    case 'chart': {
      const { title, finding } = part.chart;
      const { width, height } = CHART_SIZE;
      return {
        kind: 'chart',
        title,
        finding,
        width,
        height,
        source: await pictureAddress(part.chart, charts),
      };
    }
    case 'choices':
      return { ...part, choices: part.choices.map(choiceOf) };
    default:
      return part;
  }
}

export const render = async (reply: Reply, charts: ChartHost): Promise<TurnAnswer> => ({
  parts: await Promise.all(reply.parts.map((part) => partOf(part, charts))),
});

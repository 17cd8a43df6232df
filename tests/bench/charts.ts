/** Chart addresses and pictures, beside the libraries alone. */

import { createCanvas } from '@napi-rs/canvas';
import { Chart as ChartJs } from 'chart.js/auto';
import QuickChart from 'quickchart-js';
import { configuration } from '../../src/charts/configuration.ts';
import { drawChart } from '../../src/charts/embedded.ts';
import { CHART_SIZE } from '../../src/charts/look.ts';
import { chartUrl } from '../../src/charts/quickchart.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { evaluated } from '../../src/labs/instrument.ts';
import type { LabPack } from '../../src/labs/lab.ts';
import { chartOf } from '../../src/labs/sweep.ts';
import { perSecond, type Row } from './row.ts';

export async function benchCharts(): Promise<Row[]> {
  const setting = { context: 'cloud', edition: 'notebook', prior: {} };
  const { instrument } = (PACKS[0] as LabPack).acts[0];
  const chart = chartOf(instrument, evaluated(instrument, { tokens: 65_536 }, setting), setting);
  const config = configuration(chart);
  await drawChart(chart);
  const result = await perSecond(
    {
      url: () => chartUrl(chart),
      bareUrl: () => new QuickChart().setConfig(JSON.stringify(config)).getUrl(),
      png: () => drawChart(chart),
      barePng: async () => {
        const canvas = createCanvas(CHART_SIZE.width, CHART_SIZE.height);
        const drawn = new ChartJs(canvas as object as ConstructorParameters<typeof ChartJs>[0], {
          ...(configuration(chart) as object as ConstructorParameters<typeof ChartJs>[1]),
        });
        await canvas.encode('png');
        drawn.destroy();
      },
    },
    1500,
  );
  return [
    { name: 'chart URL', ours: result.url, bare: result.bareUrl, unit: '/s' },
    { name: 'chart PNG, drawn here', ours: result.png, bare: result.barePng, unit: '/s' },
  ];
}

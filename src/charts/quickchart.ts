/** The address under which a QuickChart server draws a chart. */

import QuickChart from 'quickchart-js';
import type { Chart } from './chart.ts';
import { configuration } from './configuration.ts';
import { BACKGROUND, CHART_SIZE } from './look.ts';
import { inQuery, LONGEST_URL } from './query.ts';

export { LONGEST_URL };

/** The hosted service. */
const HOSTED = 'https://quickchart.io';

/** Stands for the configuration, which goes in unencoded where a query may hold it so. */
const PLACE = 'CONFIGURATION';

const addressAt = (host: string): string =>
  new QuickChart()
    .setConfig(PLACE)
    .setVersion('4')
    .setWidth(CHART_SIZE.width)
    .setHeight(CHART_SIZE.height)
    .setDevicePixelRatio(CHART_SIZE.pixelRatio)
    .setBackgroundColor(BACKGROUND)
    .getUrl()
    .replace(HOSTED, host.replace(/\/+$/, ''));

/**
 * The addresses of charts on a QuickChart host. The configuration is handed over as JSON text, never as code. Callers
 * compare their length with {@link LONGEST_URL} before they send one; every chart of the labs is shorter.
 */
export function chartUrls(host: string): (chart: Chart) => string {
  const address = addressAt(host);
  return (chart) => address.replace(PLACE, () => inQuery(JSON.stringify(configuration(chart))));
}

/** The chart's address at the hosted service. */
export const chartUrl = chartUrls(HOSTED);

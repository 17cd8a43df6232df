/** The address under which a QuickChart server draws a chart. */

import QuickChart from 'quickchart-js';
import type { Chart } from './chart.ts';
import { BACKGROUND, CHART_SIZE, configuration } from './configuration.ts';

/** Discord's limit for an embed or media URL, the narrowest of the platforms. */
export const LONGEST_URL = 2_048;

/** The hosted service. */
export const HOSTED = 'https://quickchart.io';

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

/** As the value of a query: what a value may hold stays as it is, which is a quarter shorter than encoding everything. */
const inQuery = (text: string): string => encodeURI(text).replace(/[#&+;]/g, encodeURIComponent);

/**
 * The chart's address on this QuickChart host. The configuration is handed over as JSON text, never as code. Callers
 * compare its length with {@link LONGEST_URL} before they send it; every chart of the lab is shorter.
 */
export function chartUrl(chart: Chart, host: string = HOSTED): string {
  return addressAt(host).replace(PLACE, () => inQuery(JSON.stringify(configuration(chart))));
}

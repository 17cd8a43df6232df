/** A chart as a Chart.js 4 configuration: plain JSON, no plugins, short enough for a URL. */

import { barsConfiguration } from './bars.ts';
import type { Chart } from './chart.ts';
import { linesConfiguration } from './lines.ts';
import type { Json } from './look.ts';

/** The whole picture. The same JSON goes to QuickChart and to the renderer in this process. */
export const configuration = (chart: Chart): Json =>
  chart.kind === 'bars' ? barsConfiguration(chart) : linesConfiguration(chart);

/** The same picture drawn in this process: Chart.js on a Skia canvas, with letters from a package. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'chart.js';
import type { Chart } from './chart.ts';
import { CHECK_FONT, CHECK_MARK } from './check-mark.ts';
import { configuration } from './configuration.ts';
import { BACKGROUND, CHART_SIZE } from './look.ts';

const FONT = 'Inter';
/** A bare machine has no fonts, so these come with the program. */
const FONT_FILES = ['400', '700'].map(
  (weight) => `@fontsource/inter/files/inter-latin-${weight}-normal.woff2`,
);

/** What QuickChart's background colour does there. */
const background: Plugin = {
  id: 'background',
  beforeDraw: ({ ctx, width, height }) => {
    ctx.fillStyle = BACKGROUND;
    ctx.fillRect(0, 0, width, height);
  },
};

type Draw = (chart: Chart) => Promise<Uint8Array>;

/** Loads Chart.js, the canvas and the font: about a tenth of a second, so only when the first chart is drawn. */
async function load(): Promise<Draw> {
  const [{ Chart: ChartJs }, { createCanvas, GlobalFonts }] = await Promise.all([
    import('chart.js/auto'),
    import('@napi-rs/canvas'),
  ]);
  const require = createRequire(import.meta.url);
  for (const file of FONT_FILES) {
    if (!GlobalFonts.register(await readFile(require.resolve(file)), FONT))
      throw new Error(`${file} is no usable font`);
  }
  if (!GlobalFonts.register(Buffer.from(CHECK_MARK), CHECK_FONT)) throw new Error('the ✓ is no usable font');
  ChartJs.defaults.font.family = `${FONT}, ${CHECK_FONT}`;
  ChartJs.defaults.animation = false;
  ChartJs.defaults.responsive = false;
  ChartJs.defaults.devicePixelRatio = CHART_SIZE.pixelRatio;
  return async (chart) => {
    const canvas = createCanvas(CHART_SIZE.width, CHART_SIZE.height);
    // Chart.js changes the configuration it draws, so it gets one of its own.
    const config = configuration(chart) as object as ConstructorParameters<typeof ChartJs>[1];
    const drawn = new ChartJs(canvas as object as ConstructorParameters<typeof ChartJs>[0], {
      ...config,
      plugins: [background],
    });
    try {
      return await canvas.encode('png');
    } finally {
      drawn.destroy();
    }
  };
}

let loaded: Promise<Draw> | undefined;

/** PNG bytes of the chart, the same for the same chart, at twice its logical size. */
export async function drawChart(chart: Chart): Promise<Uint8Array> {
  loaded ??= load();
  return (await loaded)(chart);
}

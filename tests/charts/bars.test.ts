/** Charts of bars on both hosts: short enough for a URL whatever the options say, readable, and the right answer told. */

import { createCanvas, loadImage } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsConfiguration } from '../../src/charts/bars.ts';
import type { BarsChart } from '../../src/charts/chart.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import { CHECK_FONT } from '../../src/charts/check-mark.ts';
import { drawChart } from '../../src/charts/embedded.ts';
import { CHART_SIZE, COLOURS } from '../../src/charts/look.ts';
import { chartUrl, LONGEST_URL } from '../../src/charts/quickchart.ts';
import { LYING_TWO, OPTIONS, SAMPLE_BARS, STAGES, TIMES } from '../support/sample-charts.ts';

/** What is looked at of a configuration. */
interface Shown {
  readonly data: {
    readonly labels: readonly (readonly string[])[];
    readonly datasets: readonly {
      readonly data: readonly number[];
      readonly backgroundColor: string | readonly string[];
      readonly borderWidth: number | readonly number[];
      readonly barThickness: number;
    }[];
  };
}
const shownOf = (chart: BarsChart): Shown => JSON.parse(new URL(chartUrl(chart)).searchParams.get('c') ?? '');
/** A category's lines as one text. */
const labelsOf = (chart: BarsChart): string[] =>
  shownOf(chart).data.labels.map((lines) => lines.filter((line) => line !== '').join(' '));

const anything = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  fc.lorem({ maxCount: 40 }),
  fc.constant('語'.repeat(200)),
  fc.constant('"\\<&#+%;'.repeat(30)),
  fc.constant('👩‍👩‍👧‍👦'.repeat(40)),
);
const fourOptions = fc
  .record({
    words: fc.array(anything, { minLength: 6, maxLength: 6 }),
    counts: fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 4, maxLength: 4 }),
    right: fc.integer({ min: 0, max: 3 }),
    orientation: fc.constantFrom('horizontal', 'vertical'),
  })
  .map(
    ({ words: [title = '', unit = '', ...options], counts, right, orientation }): BarsChart => ({
      ...OPTIONS,
      title,
      unit,
      orientation,
      categories: options.map((label, index) => ({
        label,
        values: [counts[index] ?? 0],
        note: `${counts[index]} (25%)`,
        ...(index === right && { right: true }),
      })),
    }),
  );

describe('the address of a chart of bars', () => {
  it('stays under the limit for every sample, and holds plain JSON', () => {
    for (const chart of SAMPLE_BARS) {
      const url = chartUrl(chart);
      expect(url.length, chart.title).toBeLessThan(LONGEST_URL);
      expect(JSON.parse(new URL(url).searchParams.get('c') ?? '')).toEqual(barsConfiguration(chart));
    }
  });

  it('stays under the limit for four options, whatever they say', () => {
    fc.assert(
      fc.property(fourOptions, (chart) => {
        expect(chartUrl(chart).length).toBeLessThan(LONGEST_URL);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every note and the ✓ whole, whatever the options say', () => {
    fc.assert(
      fc.property(fourOptions, (chart) => {
        const labels = labelsOf(chart);
        chart.categories.forEach(({ note = '', right }, index) => {
          expect(labels[index]).toContain(note);
          if (right) expect(labels[index]?.startsWith('✓')).toBe(true);
        });
      }),
    );
  });

  it('shortens options of 120 characters to what two lines hold, with an ellipsis', () => {
    for (const { label } of OPTIONS.categories) expect(label.length).toBeGreaterThanOrEqual(115);
    const labels = labelsOf(OPTIONS);
    expect(labels.filter((label) => label.includes('…')).length).toBeGreaterThan(0);
    OPTIONS.categories.forEach(({ label }, index) => {
      const [before = ''] = (labels[index] ?? '').replace('✓ ', '').split(/…| · /);
      expect(label.startsWith(before)).toBe(true);
      expect(before.length).toBeGreaterThan(90);
    });
  });

  it('gives bytes where even the shortest words are too long for it', async () => {
    const chart: BarsChart = {
      ...LYING_TWO,
      categories: Array.from({ length: 12 }, (_, n) => ({
        label: '語'.repeat(40),
        values: [n * 1234.567, n],
        note: '語'.repeat(9),
        right: n === 3,
      })),
    };
    expect(chartUrl(chart).length).toBeGreaterThan(LONGEST_URL);
    expect((await createChartHost('https://quickchart.io').image(chart)).kind).toBe('png');
  });
});

describe('the right answer', () => {
  it('is told by ✓ in its label and by a fill of its own, and no other is', () => {
    const { data } = shownOf(OPTIONS);
    expect(labelsOf(OPTIONS).map((label) => label.startsWith('✓'))).toEqual(
      OPTIONS.categories.map(({ right }) => right ?? false),
    );
    const [fills] = data.datasets.map(({ backgroundColor }) => backgroundColor);
    expect(fills).toEqual(OPTIONS.categories.map(({ right }) => (right ? COLOURS.main : `${COLOURS.main}3`)));
  });

  it('is told by its frame where fills tell series apart', () => {
    const { datasets } = shownOf(LYING_TWO).data;
    expect(new Set(datasets.map(({ backgroundColor }) => backgroundColor)).size).toBe(2);
    for (const { borderWidth } of datasets) {
      const widths = borderWidth as readonly number[];
      const right = LYING_TWO.categories.findIndex((each) => each.right);
      widths.forEach((width, index) => {
        if (index !== right) expect(width).toBeLessThan(widths[right] ?? 0);
      });
    }
  });

  it('has its ✓ on a machine without fonts', async () => {
    await drawChart(OPTIONS);
    const context = createCanvas(200, 200).getContext('2d');
    context.font = `100px Inter, ${CHECK_FONT}`;
    // The letter that comes with the program is 0.8 of an em wide; what stands for a missing one isn't.
    expect(context.measureText('✓').width).toBeCloseTo(80, 1);
  });
});

/** The picture's pixels, at twice its logical size. */
async function pixels(chart: BarsChart) {
  const image = await loadImage(Buffer.from(await drawChart(chart)));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const at = (x: number, y: number): string =>
    Array.from(data.subarray((y * image.width + x) * 4, (y * image.width + x) * 4 + 3)).join();
  return { width: image.width, height: image.height, at };
}

const BLUE = '0,119,187';
const BLACK = '0,0,0';

/** The middles of what is drawn in a colour along a line through the picture. */
function middles(along: number, colourAt: (at: number) => string, colour: string): number[] {
  const found: number[] = [];
  let start: number | undefined;
  for (let at = 0; at <= along; at += 1) {
    const is = at < along && colourAt(at) === colour;
    if (is) start ??= at;
    else if (start !== undefined) {
      if (at - start > 1) found.push((start + at - 1) / 2);
      start = undefined;
    }
  }
  return found;
}

describe('the renderer in this process', () => {
  it('draws at twice the size, under 150 kB, the same bytes each time', async () => {
    for (const chart of SAMPLE_BARS) {
      const [first, second] = [await drawChart(chart), await drawChart(chart)];
      expect(first.byteLength).toBeLessThan(150_000);
      expect(Buffer.compare(Buffer.from(first), Buffer.from(second))).toBe(0);
      const image = await loadImage(Buffer.from(first));
      expect([image.width, image.height]).toEqual([CHART_SIZE.width * 2, CHART_SIZE.height * 2]);
    }
  });

  it('gives four options and seven stages bars that are thick enough to see on a phone', () => {
    for (const chart of [OPTIONS, STAGES])
      for (const { barThickness } of shownOf(chart).data.datasets)
        expect(barThickness).toBeGreaterThanOrEqual(14);
  });

  it.each(['vertical', 'horizontal'] as const)(
    'draws the mark where it is among %s bars, in the middle of one or between two',
    async (orientation) => {
      for (const count of [1, 2, 9]) {
        const categories = Array.from({ length: count }, (_, n) => ({ label: `${n}`, values: [10] }));
        for (const at of new Set([0, Math.floor(count / 2), count - 1, (count - 1) / 2])) {
          const mark = { at, label: 'Median' };
          const {
            width,
            height,
            at: colourAt,
          } = await pixels({ ...TIMES, orientation, categories, max: 10, mark });
          // Across the bars' middles; the line is dashed, so that one of these goes through a dash and one between two.
          const [along, across] = orientation === 'vertical' ? [width, height / 2] : [height, width / 2];
          const seen = (colour: string): number[][] =>
            Array.from({ length: 20 }, (_, step) =>
              middles(
                along,
                (x) => (orientation === 'vertical' ? colourAt(x, across + step) : colourAt(across + step, x)),
                colour,
              ),
            );
          const marks = seen(BLACK).find(({ length }) => length > 0);
          const bars = seen(BLUE).find(({ length }) => length === count) ?? [];
          const [before = 0, after = 0] = [bars[Math.floor(at)], bars[Math.ceil(at)]];
          expect(marks, `${count} bars, a mark at ${at}`).toHaveLength(1);
          expect(bars).toHaveLength(count);
          expect(Math.abs((marks?.[0] ?? 0) - (before + after) / 2)).toBeLessThan(3);
        }
      }
    },
  );
});

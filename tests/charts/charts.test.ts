/** Every chart of lines of the lab, on both hosts: short enough for a URL, drawn the same each time, told apart without colour. */

import { createCanvas, loadImage } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chart, LinesChart } from '../../src/charts/chart.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import { configuration } from '../../src/charts/configuration.ts';
import { drawChart } from '../../src/charts/embedded.ts';
import { BACKGROUND, CHART_SIZE, COLOURS } from '../../src/charts/look.ts';
import { chartUrl, chartUrls, LONGEST_URL } from '../../src/charts/quickchart.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { evaluated } from '../../src/labs/instrument.ts';
import type { LabPack } from '../../src/labs/lab.ts';
import {
  HEADS_RANGE,
  longestContext,
  TOKENS_RANGE,
} from '../../src/labs/quadratic-wall/physics/attention.ts';
import {
  buildableWidth,
  LAYERS_RANGE,
  WIDTH_RANGE,
} from '../../src/labs/quadratic-wall/physics/depth-width.ts';
import { DEVICE_IDS, EDITION_IDS } from '../../src/labs/quadratic-wall/physics/hardware.ts';
import { chartOf } from '../../src/labs/sweep.ts';
import type { Input } from '../../src/messages/request.ts';

/** The picture of a run in an act of the first lab. */
const chartOfAct =
  (act: number) =>
  (input: object, { device, edition }: { readonly device: string; readonly edition: string }): LinesChart => {
    const { instrument } = (PACKS[0] as LabPack).acts[act] as LabPack['acts'][number];
    const setting = { context: device, edition, prior: {} };
    return chartOf(instrument, evaluated(instrument, input as Input, setting), setting);
  };
const attentionChart = chartOfAct(0);
const depthChart = chartOfAct(1);

const setting = fc.record({
  device: fc.constantFrom(...DEVICE_IDS),
  edition: fc.constantFrom(...EDITION_IDS),
});
const attention = fc
  .tuple(fc.integer(TOKENS_RANGE), fc.integer(HEADS_RANGE), setting)
  .map(([tokens, heads, on]) => attentionChart({ tokens, heads }, on));
const depth = fc
  .tuple(fc.integer(LAYERS_RANGE), fc.integer(WIDTH_RANGE), setting)
  .map(([layers, width, on]) => depthChart({ layers, width }, on));
const anyChart = fc.oneof(attention, depth);

/** Small, boundary and huge: the pictures that are looked at. */
const SAMPLES: readonly LinesChart[] = DEVICE_IDS.flatMap((device) => [
  attentionChart({ tokens: 512, heads: 1 }, { device, edition: 'notebook' }),
  attentionChart({ tokens: longestContext(12, device), heads: 12 }, { device, edition: 'notebook' }),
  attentionChart({ tokens: 131_072, heads: 32 }, { device, edition: 'notebook' }),
  depthChart({ layers: 4, width: buildableWidth(4) }, { device, edition: 'notebook' }),
  depthChart({ layers: 100, width: 4096 }, { device, edition: 'datasheet' }),
]);

/** Relative luminance of `#rgb`, WCAG 2.2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 2, 3].map((at) => {
    const share = Number.parseInt(colour.charAt(at).repeat(2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe('the address of a chart', () => {
  it('stays under the limit for every input, and holds the configuration as JSON', () => {
    fc.assert(
      fc.property(anyChart, (chart) => {
        const url = chartUrl(chart);
        expect(url.length).toBeLessThan(LONGEST_URL);
        const query = new URL(url).searchParams;
        expect(JSON.parse(query.get('c') ?? '')).toEqual(JSON.parse(JSON.stringify(configuration(chart))));
        expect(query.get('v')).toBe('4');
      }),
      { numRuns: 2000 },
    );
  });

  it('is the longest of all at the widest numbers, and still fits', () => {
    const lengths = DEVICE_IDS.flatMap((device) =>
      EDITION_IDS.flatMap((edition) => [
        ...[512, 1023, 26_111, 99_999, 100_001, 131_071].flatMap((tokens) =>
          Array.from(
            { length: 32 },
            (_, h) => chartUrl(attentionChart({ tokens, heads: h + 1 }, { device, edition })).length,
          ),
        ),
        ...Array.from(
          { length: 99 },
          (_, l) => chartUrl(depthChart({ layers: l + 2, width: 4095 }, { device, edition })).length,
        ),
      ]),
    );
    expect(lengths.length).toBeGreaterThan(1000);
    expect(Math.max(...lengths)).toBeLessThan(LONGEST_URL);
  });

  it('goes to the host that is configured, with any path before /chart', () => {
    const [chart] = SAMPLES as [Chart];
    expect(chartUrls('http://127.0.0.1:3400')(chart)).toMatch(/^http:\/\/127\.0\.0\.1:3400\/chart\?c=/);
    expect(chartUrls('https://charts.example.edu/q/')(chart)).toMatch(
      /^https:\/\/charts\.example\.edu\/q\/chart\?c=/,
    );
  });

  it('gives bytes where a long host would make an address too long', async () => {
    const far = `https://${'charts.'.repeat(8)}example.edu`;
    const image = await createChartHost(far).image(SAMPLES[0] as Chart);
    expect(image.kind).toBe('png');
  });

  it('keeps a quotation mark, a hash, a plus and an ampersand in a title', () => {
    const chart: Chart = { ...(SAMPLES[0] as Chart), title: `"a" & b + c # d; e % f = g?` };
    const query = new URL(chartUrl(chart)).searchParams;
    expect(JSON.parse(query.get('c') ?? '').options.plugins.title.text).toBe(chart.title);
    expect([...query.keys()]).toEqual(['c', 'w', 'h', 'ref', 'devicePixelRatio', 'bkg', 'f', 'v']);
  });
});

describe('what a chart says without colour', () => {
  it('tells every pair of lines apart by dash and by label', () => {
    for (const chart of SAMPLES) {
      expect(new Set(chart.lines.map(({ style }) => style)).size).toBe(chart.lines.length);
      expect(new Set([...chart.lines, ...chart.markers].map(({ label }) => label)).size).toBe(
        chart.lines.length + chart.markers.length,
      );
    }
  });

  it('has colours of at least 3:1 against the background', () => {
    for (const colour of Object.values(COLOURS)) {
      expect((luminance(BACKGROUND) + 0.05) / (luminance(colour) + 0.05)).toBeGreaterThanOrEqual(3);
    }
  });

  it('marks the student’s point and names the devices', () => {
    const chart = attentionChart({ tokens: 65_536, heads: 12 }, { device: 'cloud', edition: 'notebook' });
    expect(chart.lines.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['H100 80 GB', 'Orin NX 16 GB']),
    );
    expect(chart.markers.at(-1)?.at).toEqual([65_536, 4947.802324992]);
    expect(chart.finding).toContain('4,948 GB');
    expect(chart.finding).toContain('8,333 tokens');
  });

  it('says so when a shape is off the budget', () => {
    const off = depthChart({ layers: 64, width: 512 }, { device: 'edge', edition: 'notebook' });
    expect(off.markers[0]?.label).toContain('off budget');
    expect(off.finding).toContain('off the budget');
  });
});

describe.each([
  ['embedded', 'embedded'],
  ['a QuickChart server', 'http://127.0.0.1:3400'],
])('%s as a chart host', (_, address) => {
  const host = createChartHost(address);

  it('gives an image for every sample', async () => {
    for (const chart of SAMPLES) {
      const image = await host.image(chart);
      if (address === 'embedded') expect(image.kind).toBe('png');
      else expect(image).toEqual({ kind: 'url', url: chartUrls(address)(chart) });
    }
  });

  it('draws bytes for whoever can’t fetch', async () => {
    const bytes = await host.draw(SAMPLES[0] as Chart);
    expect(Buffer.from(bytes.subarray(1, 4)).toString()).toBe('PNG');
  });
});

describe('the renderer in this process', () => {
  it('draws at twice the size, under 150 kB, with letters in it', async () => {
    for (const chart of SAMPLES) {
      const bytes = await drawChart(chart);
      expect(bytes.byteLength).toBeLessThan(150_000);
      const image = await loadImage(Buffer.from(bytes));
      expect([image.width, image.height]).toEqual([CHART_SIZE.width * 2, CHART_SIZE.height * 2]);
      const canvas = createCanvas(image.width, 60);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, 60);
      const inked = data.filter((value, at) => at % 4 === 0 && value < 160).length;
      expect(inked, 'dark pixels where the title stands').toBeGreaterThan(1000);
      expect([...data.subarray(0, 4)], 'an opaque corner').toEqual([255, 255, 255, 255]);
    }
  });

  it('draws the same bytes each time, and leaves the chart as it was', async () => {
    const chart = SAMPLES[2] as Chart;
    const before = JSON.stringify(chart);
    const [first, second] = [await drawChart(chart), await drawChart(chart)];
    expect(Buffer.compare(Buffer.from(first), Buffer.from(second))).toBe(0);
    expect(JSON.stringify(chart)).toBe(before);
  });
});

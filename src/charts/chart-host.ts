/** Where pictures come from: a QuickChart server's address, or bytes drawn here. */

import { LRUCache } from 'lru-cache';
import type { Chart } from './chart.ts';
import { drawingQueue } from './drawing-queue.ts';
import { drawChart } from './embedded.ts';
import { chartUrls, LONGEST_URL } from './quickchart.ts';

export type ChartImage =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'png'; readonly bytes: Uint8Array };

export interface ChartHost {
  /** The origin that images come from, for a page's security policy; absent where they are drawn here. */
  readonly origin?: string;
  /**
   * The picture as this host gives it: a URL of at most {@link LONGEST_URL} characters, or PNG bytes. Where it is drawn here
   * it may reject, as {@link draw} does.
   */
  image(chart: Chart): Promise<ChartImage>;
  /**
   * PNG bytes, whatever the host: for platforms that could not fetch the URL. Rejects where too many others wait, and the
   * chart's own words have to stand for it.
   */
  draw(chart: Chart): Promise<Uint8Array>;
}

/** Pictures kept, in bytes: about two hundred, so that a class that runs the same numbers draws them once. */
const KEPT_BYTES = 16 * 1024 * 1024;

function drawer(): (chart: Chart) => Promise<Uint8Array> {
  const kept = new LRUCache<string, Uint8Array>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (bytes) => bytes.byteLength,
  });
  const underWay = new Map<string, Promise<Uint8Array>>();
  const inTurn = drawingQueue(drawChart);
  return async (chart) => {
    const key = JSON.stringify(chart);
    const known = kept.get(key) ?? underWay.get(key);
    if (known) return known;
    const drawing = inTurn(chart);
    underWay.set(key, drawing);
    try {
      const bytes = await drawing;
      kept.set(key, bytes);
      return bytes;
    } finally {
      underWay.delete(key);
    }
  };
}

/** @param quickchartUrl `embedded`, or the address of a QuickChart server */
export function createChartHost(quickchartUrl: string): ChartHost {
  const draw = drawer();
  const drawn = async (chart: Chart): Promise<ChartImage> => ({ kind: 'png', bytes: await draw(chart) });
  if (quickchartUrl === 'embedded') return { image: drawn, draw };
  const urlOf = chartUrls(quickchartUrl);
  return {
    origin: new URL(quickchartUrl).origin,
    draw,
    image: async (chart) => {
      const url = urlOf(chart);
      return url.length <= LONGEST_URL ? { kind: 'url', url } : drawn(chart);
    },
  };
}

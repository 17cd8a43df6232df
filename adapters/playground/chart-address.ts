/**
 * A chart's address on this server is the chart itself, packed. Nothing has to be kept for a transcript that is read
 * again after a restart, and the same chart is fetched once.
 */

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { Chart } from '../../src/charts/chart.ts';

/** What an address may ask to be drawn; the lab's charts stay far below. */
export const CHART_LIMITS = {
  /** Characters of the packed name. Node's HTTP parser takes 16 KiB of request head in all. */
  name: 8_000,
  /** Bytes after unpacking, so that a small address can't become a large one. */
  unpackedBytes: 32_000,
  text: 600,
  lines: 8,
  points: 200,
  markers: 8,
} as const;

const words = z.string().max(CHART_LIMITS.text);
const point = z.tuple([z.number(), z.number()]);
const axis = z.strictObject({
  label: words,
  scale: z.enum(['linear', 'log']),
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
});
const colour = z.enum(['main', 'comparison', 'limit-a', 'limit-b', 'you']);

const chartSchema = z.strictObject({
  title: words,
  finding: words,
  x: axis,
  y: axis,
  lines: z
    .array(
      z.strictObject({
        label: words,
        style: z.enum(['solid', 'dashed', 'dotted', 'dashdot']),
        colour,
        points: z.array(point).max(CHART_LIMITS.points),
      }),
    )
    .max(CHART_LIMITS.lines),
  markers: z
    .array(
      z.strictObject({
        label: words,
        shape: z.enum(['circle', 'diamond', 'cross']),
        colour,
        at: point,
      }),
    )
    .max(CHART_LIMITS.markers),
}) satisfies z.ZodType<Chart>;

/** The last part of the path, without `.png`. */
export const chartName = (chart: Chart): string =>
  deflateRawSync(JSON.stringify(chart), { level: 9 }).toString('base64url');

/** The chart behind a name, or undefined when it is none that this server would have given out. */
export function chartNamed(name: string): Chart | undefined {
  if (name.length > CHART_LIMITS.name) return undefined;
  try {
    const packed = Buffer.from(name, 'base64url');
    const text = inflateRawSync(packed, { maxOutputLength: CHART_LIMITS.unpackedBytes }).toString('utf8');
    const parsed = chartSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

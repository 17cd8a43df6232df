/** Where the lines of a chart on linear axes stand, in pixels of the page. Pure: the page draws what this says. */

import type { LinesChart } from '../../../../src/charts/chart.ts';

const HEIGHT = 220;
/** Left of the axis for its numbers, under it for the other's, and free above and right for a number's half. */
const ROOM = { left: 34, bottom: 26, top: 10, right: 14 } as const;
/** About so many pixels from one number to the next. */
const APART = { x: 70, y: 48 } as const;

export interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface LinesDrawing {
  readonly height: number;
  /** The axes' rectangle. */
  readonly area: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly foot: number;
  };
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
  /** In the chart's order: points of a polyline. */
  readonly lines: readonly string[];
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** 1, 2 or 5 times a power of ten, at least one: what is counted are people and hours. */
function stepFor({ min, max }: Range, most: number): number {
  const rough = Math.max(1, (max - min) / Math.max(1, most));
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((each) => each * power >= rough) ?? 10) * power;
}

function valuesIn(range: Range, most: number): readonly number[] {
  const step = stepFor(range, most);
  const first = Math.ceil(range.min / step);
  const last = Math.floor(range.max / step);
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

function rangeOf(values: readonly number[], min?: number, max?: number): Range {
  const from = Math.min(min ?? Number.POSITIVE_INFINITY, ...values);
  const to = Math.max(max ?? Number.NEGATIVE_INFINITY, ...values);
  return { min: from, max: to > from ? to : from + 1 };
}

const said = (value: number): string => String(value).replace('-', '−');
const rounded = (value: number): number => Math.round(value * 10) / 10;

/** @param width that the page has for it */
export function linesDrawing({ lines, x, y }: LinesChart, width: number): LinesDrawing {
  const points = lines.flatMap((each) => each.points);
  const across = rangeOf(
    points.map(([at]) => at),
    x.min,
    x.max,
  );
  const up = rangeOf(
    points.map(([, value]) => value),
    y.min,
    y.max,
  );
  const area = { left: ROOM.left, right: width - ROOM.right, top: ROOM.top, foot: HEIGHT - ROOM.bottom };
  const xOf = (value: number): number =>
    rounded(area.left + ((value - across.min) / (across.max - across.min)) * (area.right - area.left));
  const yOf = (value: number): number =>
    rounded(area.foot - ((value - up.min) / (up.max - up.min)) * (area.foot - area.top));
  const ticks = (range: Range, room: number, apart: number, place: (value: number) => number) =>
    valuesIn(range, room / apart).map((value): Tick => ({ at: place(value), text: said(value) }));
  return {
    height: HEIGHT,
    area,
    x: ticks(across, area.right - area.left, APART.x, xOf),
    y: ticks(up, area.foot - area.top, APART.y, yOf),
    lines: lines.map((each) => each.points.map(([at, value]) => `${xOf(at)},${yOf(value)}`).join(' ')),
  };
}

/** Where the bars, the words and the line of a chart stand, in pixels of the page. Pure: the page draws what this says. */

import { type BarsChart, noteOf, RIGHT } from '../../../src/charts/chart.ts';
import { width as columnsOf, noted, wrapped } from '../../../src/charts/labels.ts';

/** In pixels: letters of 13 in lines of 18, of which a column takes 7.2, and 8.6 of the digits of a value. */
const LINE = 18;
const LETTER = 7.2;
const DIGIT = 8.6;
const BAR = 18;
/** Between a bar's end and its value, and between a bar and its words. */
const GAP = 6;
const CLOSE = 3;
/** Between one category and the next. */
const APART = 14;
/** Standing bars, from the foot to the top. */
const HEIGHT = 200;
/** Of a standing category's width. */
const FILLED = 0.72;

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly series: 0 | 1;
  readonly right: boolean;
}

export interface Word {
  readonly x: number;
  /** Of the letters' foot. */
  readonly y: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Of a value, set stronger than a label. */
  readonly value?: boolean;
}

export interface Drawing {
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly words: readonly Word[];
  /** What standing bars stand on. */
  readonly base?: Stroke;
  /** Across the bars. */
  readonly mark?: Stroke;
}

export interface Stroke {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

const most = ({ categories, max }: BarsChart): number =>
  Math.max(max ?? 0, ...categories.flatMap(({ values }) => values)) || 1;

const labelOf = ({ label, right }: BarsChart['categories'][number]): string =>
  right ? `${RIGHT} ${label}` : label;

/** Where in the picture a place among the categories is, between the places that are known. */
function between(known: readonly (readonly [at: number, y: number])[], at: number): number {
  const after = known.findIndex(([each]) => each >= at);
  const [at1 = 0, y1 = 0] = known[after === -1 ? known.length - 1 : after] ?? [];
  const [at0 = 0, y0 = 0] = known[Math.max(0, after - 1)] ?? [];
  return at1 === at0 || after === -1 ? y1 : y0 + ((at - at0) / (at1 - at0)) * (y1 - y0);
}

/** Lying bars: a category's words above its bars, across the whole width, and the value at the bar's end. */
function lying(chart: BarsChart, width: number): Drawing {
  const { categories, series, mark } = chart;
  const alone = series.length === 1;
  const ends = categories.flatMap((each) => (alone ? [noteOf(each)] : each.values.map(String)));
  const room = Math.max(40, width - (Math.max(...ends.map(columnsOf)) + 1) * DIGIT);
  const scale = room / most(chart);
  const bars: Bar[] = [];
  const words: Word[] = [];
  // The middle of its bars is where a category is, and half-way to the next one is between the two.
  const known: [number, number][] = [];
  let y = 0;
  for (const [index, each] of categories.entries()) {
    known.push([index - 0.5, y - APART / 2]);
    const columns = Math.floor(width / LETTER);
    for (const text of noted(labelOf(each), alone ? '' : (each.note ?? ''), columns, 4)) {
      y += LINE;
      words.push({ x: 0, y: y - 5, text, anchor: 'start' });
    }
    y += CLOSE;
    known.push([index, y + (BAR * series.length) / 2]);
    series.forEach((_, at) => {
      const length = (each.values[at] ?? 0) * scale;
      bars.push({ x: 0, y, width: length, height: BAR, series: at as 0 | 1, right: each.right ?? false });
      const text = alone ? noteOf(each) : String(each.values[at] ?? 0);
      words.push({ x: length + GAP, y: y + BAR - 5, text, anchor: 'start', value: true });
      y += BAR;
    });
    y += APART;
  }
  const height = y - APART + 1;
  known.push([categories.length - 0.5, height]);
  const across = mark && between(known, mark.at);
  return {
    height,
    bars,
    words,
    ...(across !== undefined && { mark: { x1: 0, y1: across, x2: width, y2: across } }),
  };
}

/** Standing bars: a category's words under its bars, the value above them. */
function standing(chart: BarsChart, width: number): Drawing {
  const { categories, series, mark } = chart;
  const alone = series.length === 1;
  const step = width / categories.length;
  const thick = (step * FILLED) / series.length;
  const top = LINE;
  const foot = top + HEIGHT;
  const bars: Bar[] = [];
  const words: Word[] = [];
  let lines = 0;
  categories.forEach((each, index) => {
    const middle = (index + 0.5) * step;
    series.forEach((_, at) => {
      const value = each.values[at] ?? 0;
      const height = (value / most(chart)) * HEIGHT;
      const x = middle - (thick * series.length) / 2 + at * thick;
      bars.push({
        x,
        y: foot - height,
        width: thick,
        height,
        series: at as 0 | 1,
        right: each.right ?? false,
      });
      const text = alone ? noteOf(each) : String(value);
      words.push({ x: x + thick / 2, y: foot - height - 5, text, anchor: 'middle', value: true });
    });
    const columns = Math.floor(step / LETTER);
    const under = [
      ...wrapped(labelOf(each), columns, 4),
      ...(alone ? [] : wrapped(each.note ?? '', columns, 2)),
    ];
    under.forEach((text, line) => {
      words.push({ x: middle, y: foot + (line + 1) * LINE, text, anchor: 'middle' });
    });
    lines = Math.max(lines, under.length);
  });
  const across = mark && (mark.at + 0.5) * step;
  return {
    height: foot + lines * LINE + 6,
    bars,
    words,
    base: { x1: 0, y1: foot, x2: width, y2: foot },
    ...(across !== undefined && { mark: { x1: across, y1: 0, x2: across, y2: foot } }),
  };
}

/** The longest word that can't be broken under a standing bar, in columns. */
const widest = ({ categories, series }: BarsChart): number =>
  Math.max(
    ...categories.flatMap((each) =>
      [...each.label.split(' '), ...(series.length === 1 ? [noteOf(each)] : [])].map(columnsOf),
    ),
  );

/** @param width that the page has for it; where standing bars have no room for their words, they lie */
export function drawing(chart: BarsChart, width: number): Drawing {
  const roomy = (widest(chart) + 1) * LETTER <= width / chart.categories.length;
  return chart.orientation === 'vertical' && roomy ? standing(chart, width) : lying(chart, width);
}

/** A chart of bars as a Chart.js configuration. */

import { type BarsChart, type Mark, RIGHT, type Series } from './chart.ts';
import { cut, type Measure, noted, wrapped } from './labels.ts';
import { CHART_SIZE, COLOURS, type Json } from './look.ts';
import { inQuery, LONGEST_QUERY } from './query.ts';

/** In pixels. Letters of 15 pixels are set in lines of 18, and a word takes 8.2 a letter in the widest font of a chart host. */
const LINE = 18;
const LETTER = 8.2;
/** Chart.js's own padding around a title and beside an axis. */
const PADDING = 10;
const LEGEND = 36;
/** An axis with its numbers and its title. */
const AXIS = 56;
/** Between a bar and the next category's words, so that words belong to the bar under them. */
const GAP = 8;
const THICKEST = 30;
/** A bar that is thinner than this gives its label one line less. */
const THIN = 14;

/** Finer than the pixels of a picture. */
const short = (value: number): number => Number(value.toPrecision(6));

/** What words may take of an address, in its characters: a Latin letter is one, a Chinese sign nine. */
const ROOM = { title: 150, axis: 60, series: 50, mark: 60, categories: 1000 } as const;
/** A note is a number, and is not shortened with the rest. */
const NOTE = 40;
/** Shares of that room, from all of it down to where only the first letters are left. */
const SHARES = [1, 0.8, 0.6, 0.4, 0.2, 0.1];

const encoded: Measure = (text) => inQuery(JSON.stringify(text).slice(1, -1)).length;

/** Shortens the words of one kind to their share of the room. */
type Fit = (text: string, room: keyof typeof ROOM) => string;

const fitIn =
  (share: number): Fit =>
  (text, room) =>
    cut(text, ROOM[room] * share, encoded);

interface Words {
  readonly label: string;
  readonly note: string;
}

/** The categories' words, short enough for an address that holds all of them. */
function wordsOf({ categories }: BarsChart, share: number): readonly Words[] {
  const each = (ROOM.categories * share) / categories.length;
  return categories.map(({ label, note = '', right }) => {
    const shown = cut(note, NOTE, encoded);
    return { label: cut(right ? `${RIGHT} ${label}` : label, each - encoded(shown), encoded), note: shown };
  });
}

/**
 * Lying bars have their words above them, across the whole picture: beside them an option's text would leave no room
 * for the bars. The words are the axis's own labels, mirrored into the picture and moved up.
 */
function lying({ categories, series }: BarsChart, words: readonly Words[], height: number) {
  const columns = Math.floor((CHART_SIZE.width - 2 * PADDING) / LETTER);
  const told = (most: number) => words.map(({ label, note }) => noted(label, note, columns, most));
  const share = (lines: number): number => (height - (lines * LINE) / 2) / categories.length;
  const fits = (lines: number): boolean => share(lines) - lines * LINE - GAP >= THIN;
  const most = [3, 2].find(fits) ?? 1;
  const lines = Math.max(...told(most).map(({ length }) => length));
  const bars = Math.max(2, Math.min(THICKEST, Math.floor(share(lines) - lines * LINE - GAP)));
  // The first category's words stand above the bars' own area, which is smaller by that.
  const half = 1 / (2 * categories.length);
  const over = (bars / 2 + lines * LINE - height * half) / (1 - half);
  return {
    // Shorter labels stand on the same line as the last of longer ones.
    labels: told(most).map((each) => [...Array<string>(lines - each.length).fill(''), ...each]),
    thickness: Math.floor(bars / series.length),
    ticks: { mirror: true, labelOffset: -Math.ceil((bars + lines * LINE) / 2) },
    over: Math.max(0, Math.ceil(over)),
  };
}

/** Standing bars have their words under them, each line as wide as its category. */
function standing(words: readonly Words[]) {
  const columns = Math.max(3, Math.floor((CHART_SIZE.width - AXIS) / words.length / LETTER));
  return words.map(({ label, note }) => [...wrapped(label, columns, 3), ...(note === '' ? [] : [note])]);
}

/** A colour with a fifth of its strength. */
const light = (colour: string): string => `${colour}3`;

/**
 * JSON can't hold a hatching. So where one of the answers is right it alone is filled and the others are light in a
 * frame. Two series are one filled and one light; there the right answer's frame is the thick one.
 */
function fills({ colour }: Series, index: number, { categories, series }: BarsChart): Record<string, Json> {
  const full = COLOURS[colour];
  const backgroundColor = index === 0 ? full : light(full);
  if (!categories.some(({ right }) => right))
    return index === 0 ? { backgroundColor } : { backgroundColor, borderColor: full, borderWidth: 2 };
  if (series.length === 2) {
    const borderWidth = categories.map(({ right }) => (right ? 3 : 1));
    return { backgroundColor, borderColor: COLOURS.you, borderWidth };
  }
  return {
    backgroundColor: categories.map(({ right }) => (right ? full : light(full))),
    borderColor: full,
    borderWidth: 2,
  };
}

/**
 * The mark is the only visible grid line of an axis that nothing else is on: a dataset of its own would need a second
 * axis too, and Chart.js 4.5 then moves the bars aside for it. The axis has zero at the mark and a line at each whole
 * number, all but that one without a width; half a unit is added to its length, because Chart.js would begin the lines
 * at the end of an axis of whole length.
 */
function markAxis({ at }: Mark, count: number, isLying: boolean): Json {
  const units = (count + 0.5) / count;
  const before = short((at + 0.5) * units);
  const after = short((count - 0.5 - at) * units);
  // Upright axes count from below, categories from above.
  const [low, high] = isLying ? [after, before] : [before, after];
  const line = Math.floor(low);
  return {
    type: 'linear',
    min: -low,
    max: high,
    // Bars' axes have room at their ends, and lines between the categories; this one has neither.
    offset: false,
    border: { display: false, dash: [6, 4] },
    grid: {
      offset: false,
      z: 1,
      color: COLOURS.you,
      lineWidth: Array.from({ length: count + 2 }, (_, index) => (index === line ? 2 : 0)),
      drawTicks: false,
    },
    ticks: { display: false, stepSize: 1, precision: 0, includeBounds: false },
  };
}

function withWords(chart: BarsChart, share: number): Json {
  const { categories, series, orientation, x, unit, max, mark } = chart;
  const isLying = orientation === 'horizontal';
  const words = wordsOf(chart, share);
  const fitting = fitIn(share);
  const title = wrapped(fitting(chart.title, 'title'), Math.floor(CHART_SIZE.width / LETTER), 2);
  const hasLegend = series.length > 1;
  const above = (title.length + (mark ? 1 : 0)) * LINE + 2 * PADDING + (hasLegend ? LEGEND : 0);
  const layout = lying(chart, words, CHART_SIZE.height - above - AXIS);
  const over = isLying ? layout.over : 0;
  const axisTitle = (text: string): Json => ({ display: true, text: fitting(text, 'axis') });
  const whole = categories.every(({ values }) => values.every(Number.isInteger));
  const byCategory: Json = {
    ticks: { autoSkip: false, maxRotation: 0, ...(isLying && layout.ticks) },
    grid: { display: false },
    ...(x !== undefined && { title: axisTitle(x) }),
  };
  const byValue: Json = {
    title: axisTitle(unit),
    ticks: { ...(whole && { precision: 0 }), ...(max !== undefined && { includeBounds: false }) },
    ...(max !== undefined && { max }),
  };
  const datasets = series.map((each, index) => ({
    label: fitting(each.label, 'series'),
    data: categories.map(({ values }) => short(values[index] ?? 0)),
    ...fills(each, index, chart),
    ...(isLying && { barThickness: layout.thickness }),
  }));
  return {
    type: 'bar',
    data: { labels: isLying ? layout.labels : standing(words), datasets },
    options: {
      ...(isLying && { indexAxis: 'y' }),
      font: { size: CHART_SIZE.fontSize },
      plugins: {
        title: { display: true, text: title, padding: { top: PADDING, bottom: PADDING + (mark ? 0 : over) } },
        ...(mark && {
          subtitle: {
            display: true,
            text: `${fitting(mark.label, 'mark')} (dashed line)`,
            padding: { bottom: PADDING + over },
          },
        }),
        legend: hasLegend
          ? { labels: { boxWidth: CHART_SIZE.fontSize }, ...(isLying && { position: 'bottom' }) }
          : { display: false },
      },
      scales: {
        x: isLying ? byValue : byCategory,
        y: isLying ? byCategory : byValue,
        ...(mark && { [isLying ? 'y2' : 'x2']: markAxis(mark, categories.length, isLying) }),
      },
    },
  };
}

/** With as many of its words as an address holds; with few of them where not even that is enough. */
export function barsConfiguration(chart: BarsChart): Json {
  let made: Json = null;
  for (const share of SHARES) {
    made = withWords(chart, share);
    if (inQuery(JSON.stringify(made)).length <= LONGEST_QUERY) break;
  }
  return made;
}

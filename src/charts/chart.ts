/** A chart as data: enough to draw it, and the one sentence that says what it shows. */

export interface Axis {
  /** With its unit: `context length (tokens)`. */
  readonly label: string;
  readonly scale: 'linear' | 'log';
  readonly min?: number;
  readonly max?: number;
}

/** Lines are told apart by their dash and their label as well as by their colour. */
export type LineStyle = 'solid' | 'dashed' | 'dotted' | 'dashdot';

/** Colour roles of a palette that holds for colour-blind readers; every chart uses the same one. */
export type ColourRole = 'main' | 'comparison' | 'limit-a' | 'limit-b' | 'you';

export interface Line {
  readonly label: string;
  readonly style: LineStyle;
  readonly colour: ColourRole;
  /** `[x, y]` in axis units, in order of x. A straight line on the chart's axes needs two points. */
  readonly points: readonly (readonly [number, number])[];
}

/** A labelled point: the student's own run, or a crossing. */
export interface Marker {
  readonly label: string;
  readonly shape: 'circle' | 'diamond' | 'cross';
  readonly colour: ColourRole;
  readonly at: readonly [number, number];
}

interface Told {
  readonly title: string;
  /** What the picture shows, in one sentence computed from the same numbers: the alt text, and the fallback where no image can be had. */
  readonly finding: string;
}

export interface LinesChart extends Told {
  readonly kind: 'lines';
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  /** Later ones are drawn over earlier ones, and all of them over the lines. */
  readonly markers: readonly Marker[];
}

export interface Category {
  /** A picture shortens it where it has no room. */
  readonly label: string;
  /** One for each series, in their order, at least zero. */
  readonly values: readonly number[];
  /** The right answer: told by a ✓ and by its fill. */
  readonly right?: boolean;
  /** The value as it is read, shown with the label or at the bar: `14 (45%)`. It is never shortened away. */
  readonly note?: string;
}

/** Told apart by fill as well as by colour: the first is filled, the second light in a frame. */
export interface Series {
  readonly label: string;
  readonly colour: ColourRole;
}

/** A line across the bars: a median, a deadline. */
export interface Mark {
  /** In categories: 2 is the middle of the third, 2.5 the end of it. */
  readonly at: number;
  readonly label: string;
}

/** At most twelve categories are readable in a picture; the page has room for more. */
export interface BarsChart extends Told {
  readonly kind: 'bars';
  /** Horizontal for words, vertical for what has an order such as time. */
  readonly orientation: 'horizontal' | 'vertical';
  /** What the categories are, where their labels don't say it: `minutes on task`. */
  readonly x?: string;
  readonly categories: readonly Category[];
  readonly series: readonly [Series] | readonly [Series, Series];
  /** Of the values: `students`, `% right`. */
  readonly unit: string;
  /** The end of the value axis: 100 for shares. Absent: as far as the bars need. */
  readonly max?: number;
  readonly mark?: Mark;
}

export type Chart = LinesChart | BarsChart;

/** The sign of the right answer. */
export const RIGHT = '✓';

/** A category's value as it is read: its note, or the numbers of its series. */
export const noteOf = ({ note, values }: Category): string => note ?? values.join(' and ');

/** What a picture's lines, points or bars are labelled with, for where there is no picture. */
export const labelsOf = (chart: Chart): readonly string[] =>
  chart.kind === 'lines'
    ? [...chart.lines, ...chart.markers].map(({ label }) => label)
    : [
        ...chart.categories.map((each) => `${each.right ? `${RIGHT} ` : ''}${each.label} · ${noteOf(each)}`),
        ...(chart.mark ? [chart.mark.label] : []),
      ];

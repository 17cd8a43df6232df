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

export interface Chart {
  readonly title: string;
  /** What the picture shows, in one sentence computed from the same numbers: the alt text, and the fallback where no image can be had. */
  readonly finding: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  /** Later ones are drawn over earlier ones, and all of them over the lines. */
  readonly markers: readonly Marker[];
}

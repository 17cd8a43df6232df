/** What every picture looks like: its size, its colours, and the JSON that it is told in. */

import type { ColourRole } from './chart.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Logical size in pixels; drawn at twice that. A phone shows it at about 340, where the letters are still 9 pixels high. */
export const CHART_SIZE = { width: 560, height: 420, pixelRatio: 2, fontSize: 15 } as const;

/** Opaque, so that a chart reads the same in a light and in a dark chat. */
export const BACKGROUND = '#fff';

/** Dark variants of the Okabe–Ito palette: told apart by colour-blind readers, at least 3:1 against the background. */
export const COLOURS: Readonly<Record<ColourRole, string>> = {
  main: '#07b',
  comparison: '#b50',
  'limit-a': '#a36',
  'limit-b': '#075',
  you: '#000',
};

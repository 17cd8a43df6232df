/** Shares and quantiles, always with the number that they are of. */

/** So many of so many. */
export interface Share {
  readonly count: number;
  readonly n: number;
}

export const shareOf = <T>(all: readonly T[], holds: (each: T) => boolean): Share => ({
  count: all.filter(holds).length,
  n: all.length,
});

/** From 0 to 1; 0 of nothing. */
export const ratio = ({ count, n }: Share): number => (n === 0 ? 0 : count / n);

/** What lies in the middle, and the half around it. */
export interface Spread {
  readonly n: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

/** Between the two nearest values in proportion (type 7 of Hyndman and Fan, as spreadsheets do it). */
function quantile(ascending: readonly number[], share: number): number {
  const at = (ascending.length - 1) * share;
  const below = ascending[Math.floor(at)] ?? 0;
  const above = ascending[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}

/** Undefined of nothing. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const ascending = values.toSorted((a, b) => a - b);
  return {
    n: values.length,
    lower: quantile(ascending, 0.25),
    median: quantile(ascending, 0.5),
    upper: quantile(ascending, 0.75),
  };
}

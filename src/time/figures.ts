/** Dates in figures: `12/4` is the fourth of December to some and the twelfth of April to others. */

/** A date without its year. */
export interface MonthDay {
  readonly month: number;
  readonly day: number;
}

export interface Figures {
  readonly typed: string;
  /** What the figures can mean, the day first before the month first. */
  readonly dates: readonly MonthDay[];
  readonly year: number | undefined;
  /** `4.12` is a time of day in Britain and a date in Germany. */
  readonly mayBeClock: boolean;
}

const FIGURES = /(?<![\d.:/-])(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?!\d|[:/]| ?[ap]\.?m)/i;

/** The first date in figures; undefined where there is none. Years first are ISO’s, and plain. */
export function figuresIn(text: string): Figures | undefined {
  const [typed, a, sign, b, years] = FIGURES.exec(text) ?? [];
  if (typed === undefined) return undefined;
  const [first, second] = [Number(a), Number(b)];
  const mayBeClock = sign === '.' && years === undefined;
  const dayFirst = { month: second, day: first };
  // Nobody writes a point after the month, and 5/5 is the same both ways.
  const both = mayBeClock || first === second ? [dayFirst] : [dayFirst, { month: first, day: second }];
  const dates = both.filter(({ month, day }) => month >= 1 && month <= 12 && day >= 1 && day <= 31);
  return { typed, dates, year: years?.length === 4 ? Number(years) : undefined, mayBeClock };
}

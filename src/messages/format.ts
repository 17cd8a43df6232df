/** Numbers as students read them: grouped digits, sensible precision, and always a unit. */

const BYTES_PER_GB = 1e9;

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const significant = [1, 2, 3, 4].map(
  (digits) => new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits }),
) as [Intl.NumberFormat, Intl.NumberFormat, Intl.NumberFormat, Intl.NumberFormat];

/** Below this nothing is grouped, and JavaScript writes numbers as Intl does, in a tenth of the time. */
const UNGROUPED = 1000;
/** From zero to this there is at most one comma, which is set here in a tenth of Intl's time. */
const ONE_COMMA = 999_999;
/** Below this JavaScript writes exponents. */
const PLAIN = 1e-6;

/** `65,536`; what is not whole is rounded. */
export function integer(value: number): string {
  if (value < 0 || value > ONE_COMMA) return grouped.format(value);
  const whole = Math.round(value);
  if (whole < UNGROUPED) return String(whole);
  return `${Math.floor(whole / UNGROUPED)},${String(whole % UNGROUPED).padStart(3, '0')}`;
}

/** Up to `digits` significant digits, never fewer than the whole part: `19.3`, `4,948`, `0.0633`. */
export function number(value: number, digits: 1 | 2 | 3 | 4 = 3): string {
  const size = Math.abs(value);
  if (size >= 10 ** digits) return integer(value);
  const rounded = Number(value.toPrecision(digits));
  return size >= PLAIN && Math.abs(rounded) < UNGROUPED
    ? String(rounded)
    : significant[(digits - 1) as 0].format(value);
}

const asGiven = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });

/** A number that somebody gave, grouped, with the digits it has, up to six: `8.33`, `1,250`. */
export const exact = (value: number): string => asGiven.format(value);

/** Bytes as GB, 1 GB being 1e9 bytes: `19.3 GB`. */
export const gigabytes = (bytes: number, digits: 3 | 4 = 3): string =>
  `${number(bytes / BYTES_PER_GB, digits)} GB`;

/** Small sizes in MB, 1 MB being 1e6 bytes. */
export const megabytes = (bytes: number): string => `${number(bytes / 1e6)} MB`;

/** `1.98 ms`, four digits where three hide the difference that a lesson is about. */
export const milliseconds = (ms: number, digits: 3 | 4 = 3): string => `${number(ms, digits)} ms`;

/** `625×`, `0.0156×`. */
export const times = (ratio: number, digits: 3 | 4 = 3): string => `${number(ratio, digits)}×`;

/** How often a limit is exceeded, in words where it is by a hair: `61.8×`, `just over`. */
export const excess = (ratio: number): string => (times(ratio) === times(1) ? 'just over' : times(ratio));

/** A number as it is typed and read: `65,536`, `0.1`. */
export const readable = (value: number): string =>
  Number.isInteger(value) ? integer(value) : number(value, 4);

interface Range {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

/** `512 to 131,072 tokens`. */
export const rangeOf = ({ min, max, unit }: Range): string => `${readable(min)} to ${readable(max)} ${unit}`;

/** Two digits, and more of them where two would say 100% of something that is less. */
export function percent(share: number): string {
  const value = share * 100;
  return `${number(value, share < 1 && Math.round(value) === 100 ? 4 : 2)}%`;
}

/** `100 M parameters` from 1e8. */
export const parameters = (count: number): string =>
  count >= 1e9 ? `${number(count / 1e9)} B` : `${number(count / 1e6)} M`;

/** Token counts that people say in K (1K = 1,024): `64K`, or `8,333` when they don't. */
export const tokensShort = (tokens: number): string =>
  tokens >= 1024 && tokens % 1024 === 0 ? `${tokens / 1024}K` : integer(tokens);

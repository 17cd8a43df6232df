/** Points as whole hundredths, so that no sum or share has the dust of binary fractions. */

const NUMBER = /^-?[0-9.,]+$/;

/**
 * A cell of a gradebook in hundredths, thousandths rounded half up; undefined where it holds no number. The last point or
 * comma is the decimal mark and the others vanish, as Canvas reads it: `1,000.50` and `1.000,50` are 100050.
 */
export function readPoints(cell: string): number | undefined {
  const text = cell.trim().replace(/\s?%$/, '');
  if (!NUMBER.test(text) || !/\d/.test(text)) return undefined;
  const negative = text.startsWith('-');
  const parts = text.slice(negative ? 1 : 0).split(/[.,]/);
  const decimals = parts.length > 1 ? (parts.pop() ?? '') : '';
  const thousandths = Number(parts.join('') || '0') * 1000 + Number(decimals.padEnd(3, '0').slice(0, 3));
  const hundredths = Math.floor((thousandths + 5) / 10);
  return negative && hundredths > 0 ? -hundredths : hundredths;
}

/** `450` as `4.5`, `600` as `6`: never more than two decimals, always a point. Not negative. */
export function writePoints(hundredths: number): string {
  const decimals = String(hundredths % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  const whole = String(Math.floor(hundredths / 100));
  return decimals === '' ? whole : `${whole}.${decimals}`;
}

/** `points` of `of` as points of `to`, all in hundredths; half up, from 0 to `to`. */
export function scaledPoints(points: number, of: number, to: number): number {
  const twice = 2 * points * to + of;
  const scaled = (twice - (twice % (2 * of))) / (2 * of);
  return Math.min(to, Math.max(0, scaled));
}

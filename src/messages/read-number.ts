/** Numbers as people type them, wherever one is asked for. */

const NUMBER = /^[+-]?(?:\d{1,3}(?:[,_ ]\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i;

/**
 * `65536`, `65,536`, `65_536`, `65 536`, `.5`, `1e5`, and with a suffix `64k` or `64 K`. Undefined when it is no number.
 * @param suffixes what may follow, in lower case, and what it multiplies by
 */
export function readNumber(
  typed: string,
  suffixes: Readonly<Record<string, number>> = {},
): number | undefined {
  const text = typed.trim();
  const suffix = Object.keys(suffixes).find((each) => text.toLowerCase().endsWith(each));
  const digits = suffix === undefined ? text : text.slice(0, -suffix.length).trim();
  if (!/\d/.test(digits) || !NUMBER.test(digits)) return undefined;
  const value = Number(digits.replace(/[,_ ]/g, '')) * (suffix === undefined ? 1 : (suffixes[suffix] ?? 1));
  return Number.isFinite(value) ? value : undefined;
}

/** The multiple of `step` nearest to the value, without the dust of binary fractions: 0.3 rather than 0.30000000000000004. */
export function toStep(value: number, step: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return Number((Math.round(value / step) * step).toFixed(decimals));
}

/** True where the value is a multiple of `step`, up to what binary fractions can hold. */
export const isOnStep = (value: number, step: number): boolean =>
  Math.abs(value - toStep(value, step)) <= Math.abs(value) * 1e-12;

/** Amounts as this lab says them: loads, prices, shares, and values beside the limit that they are judged by. */

import { integer, milliseconds, number } from '../../../messages/format.ts';

/** Whole requests per second, as they are typed. */
export const qps = (load: number): string => `${integer(load)} qps`;

/** Computed rates, which need not be whole: `53.95 qps`. */
export const rate = (perSecond: number): string => `${number(perSecond, 4)} qps`;

/** `8.33 USD`. */
export const usd = (amount: number): string => `${number(amount)} USD`;

/** Three digits, where two would hide half of a percent: `87.5%`. */
export const share = (value: number): string => `${number(value * 100)}%`;

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${integer(count)} ${count === 1 ? one : many}`;

/** How a value is written with so many digits. */
type Write = (value: number, digits: 3 | 4) => string;

/** With as many digits as tell the value from its limit, and in words where four don't: `100.1 ms`, `just over 100 ms`. */
export function apart(value: number, limit: number, write: Write = milliseconds): string {
  const alike = write(limit, 3);
  for (const digits of [3, 4] as const) {
    const written = write(value, digits);
    if (written !== alike && written !== write(limit, digits)) return written;
  }
  return value === limit ? alike : `just ${value > limit ? 'over' : 'under'} ${alike}`;
}

/** A utilisation that is not everything, told from 100% and from any other limit. */
export const shareApart = (value: number, limit: number): string =>
  apart(value, limit, (each, digits) => `${number(each * 100, digits)}%`);

/** A rate told from the one that it is judged by. */
export const rateApart = (perSecond: number, limit: number): string =>
  apart(perSecond, limit, (each, digits) => `${number(each, digits)} qps`);

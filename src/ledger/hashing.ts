/** SHA-256 over JSON whose keys have one order. */

import { hash } from 'node:crypto';

export const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** Keys in one order, whatever order they were written in, so that equal values have equal hashes. */
export function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, canonical(inner)]);
}

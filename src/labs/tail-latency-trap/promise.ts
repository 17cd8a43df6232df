/** The lab's contexts: two latency promises on the same hardware. */

import type { Setting } from '../lab.ts';

/** In the order in which they are listed; the first is selected at the start. */
export const PROMISES = [
  { id: 'interactive', sloMs: 100, who: 'A person waits for the answer' },
  { id: 'relaxed', sloMs: 200, who: 'A document pipeline waits for the answer' },
] as const;

export const INTERACTIVE = PROMISES[0];

/**
 * The most that P99 may be, in ms.
 * @throws {RangeError} when a stored setting names a context that this lab never had
 */
export function sloMs({ context }: Pick<Setting, 'context'>): number {
  const found = PROMISES.find(({ id }) => id === context);
  if (!found) throw new RangeError(`unknown promise ${context}`);
  return found.sloMs;
}

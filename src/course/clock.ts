/** This machine's clock beside the store's: who sends in a wrong hour, or to a whole class at once, does not take it back. */

import type { CourseStore } from './course-store.ts';

/** Further off than this, reminders pause. */
export const PAUSE_MS = 30_000;
/** Further off than this, an operator is told. */
export const ADVISE_MS = 2_000;

export interface ClockReading {
  /** The store's time, which all processes share. */
  readonly now: Date;
  /** In milliseconds: above zero where this machine's clock is ahead. */
  readonly offMs: number;
  readonly verdict: 'right' | 'off' | 'too far off';
}

export async function readClock(store: Pick<CourseStore, 'now'>, own: () => Date): Promise<ClockReading> {
  const before = own().getTime();
  const now = await store.now();
  // The store was asked at some moment in between.
  const offMs = Math.round((before + own().getTime()) / 2 - now.getTime());
  const size = Math.abs(offMs);
  return { now, offMs, verdict: size > PAUSE_MS ? 'too far off' : size > ADVISE_MS ? 'off' : 'right' };
}

/** `31 s ahead`, `1 h behind` */
export function offWords(offMs: number): string {
  const seconds = Math.round(Math.abs(offMs) / 1_000);
  const units = [
    [86_400, 'days'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const;
  const [size, unit] = units.find(([length]) => seconds >= 2 * length) ?? [1, 's'];
  return `${Math.round(seconds / size)} ${unit} ${offMs > 0 ? 'ahead' : 'behind'}`;
}

/** `31 s ahead of the store’s`, `1 h behind the store’s` */
export const offFrom = (offMs: number, whose: string): string =>
  `${offWords(offMs)} ${offMs > 0 ? `of ${whose}` : whose}`;

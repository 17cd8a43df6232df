/** This machine's clock beside another's, as answers and requests tell it: how far off it is, and what to do about it. */

import { offFrom } from './course/clock.ts';
import type { Logger } from './log.ts';

/** Where times are whole seconds and travel a while, this much is no fault. */
const EXACT_MS = 5_000;
/** From here on a running program says so. */
const SAID_FROM_MS = 30_000;
/** So often at most. */
const SAID_AGAIN_MS = 5 * 60_000;

/**
 * A sentence without its full stop, or undefined where the clock is right.
 * @param offMs above zero where this machine's clock is ahead
 * @param whose `Slack’s`
 */
export const clockFault = (offMs: number, whose: string): string | undefined =>
  Math.abs(offMs) <= EXACT_MS ? undefined : `this machine’s clock is ${offFrom(offMs, whose)}`;

export const SET_CLOCK = 'Set this machine’s clock, best by NTP: timedatectl set-ntp true.';

/**
 * What an HTTP `Date` says of this machine's clock.
 * @param own milliseconds since 1970, when it came
 * @returns milliseconds, above zero where this machine is ahead; undefined where it is no date
 */
export function offBy(date: string | null | undefined, own: number): number | undefined {
  const theirs = Date.parse(date ?? '');
  // It is cut off to the second.
  return Number.isNaN(theirs) ? undefined : own - (theirs + 500);
}

/** How far off the clock was by the last answer. */
export class ClockReading {
  /** Above zero where this machine is ahead; undefined before anything was answered. */
  offMs: number | undefined;

  answered(date: string | null | undefined, own = Date.now()): void {
    this.offMs = offBy(date, own) ?? this.offMs;
  }
}

/** Says in the log that the clock is off, when it is noticed and every few minutes. */
export class ClockWatch {
  readonly #whose: string;
  readonly #log: Pick<Logger, 'warn'>;
  readonly #now: () => number;
  #saidAt = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds since 1970, by this machine */
  constructor(whose: string, log: Pick<Logger, 'warn'>, now: () => number = Date.now) {
    this.#whose = whose;
    this.#log = log;
    this.#now = now;
  }

  /** Of an answer that has just come. */
  answered(date: string | null | undefined): void {
    const off = offBy(date, this.#now());
    if (off !== undefined) this.#note(off, '');
  }

  /** Of a request that is refused for its time. */
  refused(at: Date): void {
    this.#note(this.#now() - at.getTime(), ', so what it sends is refused');
  }

  #note(offMs: number, consequence: string): void {
    // By a clock that goes on evenly, whatever is done to the other.
    const now = performance.now();
    const fault = clockFault(offMs, this.#whose);
    if (!fault || Math.abs(offMs) < SAID_FROM_MS || now - this.#saidAt < SAID_AGAIN_MS) return;
    this.#saidAt = now;
    this.#log.warn({ offMs: Math.round(offMs) }, `${fault}${consequence}. ${SET_CLOCK}`);
  }
}

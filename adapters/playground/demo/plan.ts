/** What each student of the demo does and when: drawn once from a fixed seed, so that the demo is the same each time. */

import type { DemoStudent } from './people.ts';
import { STUDENTS } from './people.ts';

const HOUR = 3_600_000;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Plan {
  readonly student: DemoStudent;
  /** When they press Start. */
  readonly starts: Date;
  /** Steps they take before they stop, more than any lab has where they finish. */
  readonly steps: number;
  /** When they come back, if they stop in between: each with the step after which they had stopped. */
  readonly pauses: readonly { readonly after: number; readonly hours: number }[];
  /** How many runs more than one they make in an act. */
  readonly curious: number;
  /** How likely a first lock of theirs is right. */
  readonly knows: number;
  /** Says how sure they are, or leaves it out. */
  readonly tells: boolean;
}

const FINISHES = 99;

/** @param from when it was assigned, six days before now */
export function plans(from: Date, now: Date): readonly Plan[] {
  const draw = numbersFrom(20_261_124);
  const span = now.getTime() - from.getTime();
  return STUDENTS.map((student, index): Plan => {
    const kind = index % 10;
    const finishes = kind < 4 || index === 38;
    const waits = index % 10 === 9;
    const underWay = kind >= 4 && kind < 8;
    // Most begin in the evening, many on the last days; those under way did something today.
    const late = underWay ? 0.86 + draw() * 0.1 : 0.04 + draw() ** 0.8 * 0.78;
    const steps = finishes
      ? FINISHES
      : waits
        ? 0
        : underWay
          ? 1 + Math.floor(draw() * 6)
          : 1 + Math.floor(draw() * 4);
    return {
      student,
      starts: new Date(
        from.getTime() + span * (waits ? 0.3 + draw() * 0.5 : kind === 8 ? 0.1 + draw() * 0.5 : late),
      ),
      steps,
      pauses: draw() < 0.35 && finishes ? [{ after: 4, hours: 5 + Math.floor(draw() * 20) }] : [],
      curious: index === 5 || index === 16 ? 17 : Math.floor(draw() * 4),
      knows: 0.42,
      tells: draw() < 0.8,
    };
  });
}

/** Between two steps: a few minutes, of which the longest is no pause yet. */
export const minutesToNext = (draw: () => number): number => 1.5 + draw() * draw() * 9;

export const afterHours = (at: Date, hours: number): Date => new Date(at.getTime() + hours * HOUR);

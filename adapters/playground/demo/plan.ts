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
  /** Goes on running the first simulator, and never reflects. */
  readonly circles: boolean;
  /** How likely a first lock of theirs is right. */
  readonly knows: number;
  /** Says how sure they are, or leaves it out. */
  readonly tells: boolean;
}

const FINISHES = 99;

/** By their place in the list of names; all others finish. */
const UNDER_WAY: readonly number[] = [4, 5, 6, 7, 14, 15, 16, 17, 25, 26, 34, 35, 36, 37];
const STUCK: readonly number[] = [8, 18, 27, 28, 33];
const WAITING: readonly number[] = [9, 19, 29, 39];
const CIRCLING: readonly number[] = [5, 16];

/** Parts of the time since it was assigned, at which somebody begins: from here, and so much longer at most. */
const BEGINS = {
  underWay: [0.86, 0.1],
  stuck: [0.2, 0.5],
  waiting: [0.3, 0.5],
  finishing: [0.04, 0.86],
} as const;

function kindOf(index: number): keyof typeof BEGINS {
  if (UNDER_WAY.includes(index)) return 'underWay';
  if (STUCK.includes(index)) return 'stuck';
  return WAITING.includes(index) ? 'waiting' : 'finishing';
}

/** @param from when it was assigned, six days before now */
export function plans(from: Date, now: Date): readonly Plan[] {
  const draw = numbersFrom(20_261_124);
  const span = now.getTime() - from.getTime();
  const steps = {
    underWay: () => 1 + Math.floor(draw() * 6),
    stuck: () => 1 + Math.floor(draw() * 4),
    waiting: () => 0,
    finishing: () => FINISHES,
  };
  return STUDENTS.map((student, index): Plan => {
    const kind = kindOf(index);
    const [earliest, longest] = BEGINS[kind];
    return {
      student,
      // More begin late than early.
      starts: new Date(from.getTime() + span * (earliest + Math.sqrt(draw()) * longest)),
      steps: CIRCLING.includes(index) ? FINISHES : steps[kind](),
      pauses: draw() < 0.35 && kind === 'finishing' ? [{ after: 4, hours: 5 + Math.floor(draw() * 14) }] : [],
      curious: CIRCLING.includes(index) ? 17 : Math.floor(draw() * 4),
      circles: CIRCLING.includes(index),
      knows: 0.42,
      tells: draw() < 0.8,
    };
  });
}

/** Between two steps: a few minutes, of which the longest is no pause yet. */
export const minutesToNext = (draw: () => number): number => 1.5 + draw() * draw() * 9;

export const afterHours = (at: Date, hours: number): Date => new Date(at.getTime() + hours * HOUR);

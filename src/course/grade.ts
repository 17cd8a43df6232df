/** A grade: credit for finishing, never for being right. Pure, computed whenever it is read, stored nowhere. */

import type { LabPack } from '../labs/lab.ts';
import type { Summary } from '../ledger/summary.ts';
import type { Assignment } from './rows.ts';
import { type Step, stepAt, stepsOf } from './steps.ts';

/** `after`: too late to count. */
export type StepState = 'on time' | 'late' | 'after' | 'missing';

export interface GradedStep extends Step {
  readonly at?: Date;
  readonly state: StepState;
}

export interface Grade {
  readonly steps: readonly GradedStep[];
  /** In hundredths of a point. */
  readonly points: number;
  /** All that could be had, in hundredths. */
  readonly of: number;
  readonly excused: boolean;
  /** Nothing that the student may still do changes it. */
  readonly final: boolean;
  readonly complete: boolean;
  /** `4 on time + 1 late at 50 % = 4.5 of 6`. */
  readonly why: string;
}

export const exceptionOf = (assignment: Assignment, student: string) => assignment.exceptions[student];

/**
 * Until when steps count fully for this student, and until when they count in part. An extension only ever gives more: where
 * the class's own deadline was moved beyond it since, that one holds.
 */
export function deadlinesOf(
  assignment: Assignment,
  student: string,
): { readonly due: Date; readonly lateUntil?: Date; readonly extended: boolean } {
  const { due: extension } = exceptionOf(assignment, student) ?? {};
  const extended = extension !== undefined && extension.instant > assignment.due.instant;
  const due = new Date((extended ? extension : assignment.due).instant);
  const lateUntil = assignment.late && new Date(assignment.late.until.instant);
  return {
    due,
    ...(lateUntil && lateUntil > due && { lateUntil }),
    extended,
  };
}

/** Hundredths as they are read: `4.5`, `6`. */
export const pointsWords = (hundredths: number): string => String(hundredths / 100);

function stateOf(at: Date | undefined, due: Date, lateUntil: Date | undefined): StepState {
  if (!at) return 'missing';
  // The millisecond of the deadline itself counts.
  if (at <= due) return 'on time';
  return lateUntil && at <= lateUntil ? 'late' : 'after';
}

function whyOf(counts: Readonly<Record<StepState, number>>, percent: number, total: string): string {
  const terms = [
    counts['on time'] > 0 && `${counts['on time']} on time`,
    counts.late > 0 && `${counts.late} late at ${percent}%`,
    counts.after > 0 && `${counts.after} too late`,
    counts.missing > 0 && `${counts.missing} not done`,
  ].filter((term) => term !== false);
  return `${terms.join(' + ')} = ${total}`;
}

export function gradeOf(
  pack: LabPack,
  summary: Summary | undefined,
  assignment: Assignment,
  student: string,
  now: Date,
): Grade {
  const { due, lateUntil } = deadlinesOf(assignment, student);
  const percent = assignment.late?.percent ?? 0;
  const steps = stepsOf(pack).map((step): GradedStep => {
    const at = stepAt(summary, step);
    return { ...step, ...(at && { at }), state: stateOf(at, due, lateUntil) };
  });
  const counts: Record<StepState, number> = { 'on time': 0, late: 0, after: 0, missing: 0 };
  for (const { state } of steps) counts[state] += 1;
  const full = Math.min(assignment.full ?? steps.length, steps.length);
  // In whole numbers throughout: steps in hundredths, then points in hundredths, half up.
  const earned = Math.min(counts['on time'] * 100 + counts.late * percent, full * 100);
  const points = Math.floor((assignment.points * earned * 2 + full * 100) / (full * 200));
  const complete = counts.missing === 0;
  const excused = exceptionOf(assignment, student)?.excused === true;
  return {
    steps,
    points,
    of: assignment.points,
    excused,
    complete,
    final: excused || complete || now > (lateUntil ?? due),
    why: excused
      ? 'excused'
      : whyOf(counts, percent, `${pointsWords(points)} of ${pointsWords(assignment.points)}`),
  };
}

/** How long a class takes, when it finishes, and how often it runs the simulators. */

import type { Act } from '../../labs/lab.ts';
import { deadlinesOf } from '../grade.ts';
import type { ClassData } from '../members.ts';
import { stepsOf } from '../steps.ts';
import { type Share, type Spread, shareOf, spreadOf } from './figures.ts';
import { completedAt, HOUR_MS } from './standing.ts';

const MINUTE_MS = 60_000;
/** More than twice what the labs are made for. */
export const LONG_MINUTES = 90;
/** A last-minute finish. */
const LAST_HOURS = 6;

/** Of those complete, in minutes; pauses count five minutes at most. */
export function minutesOnTask({ pack, members }: ClassData): readonly number[] {
  const steps = stepsOf(pack);
  return members.flatMap(({ summary }) =>
    summary && completedAt(steps, summary) ? [summary.activeMs / MINUTE_MS] : [],
  );
}

export interface TimeOnTask {
  /** Minutes; undefined while nobody is complete. */
  readonly minutes: Spread | undefined;
  readonly long: Share;
}

export function timeOnTask(data: ClassData): TimeOnTask {
  const minutes = minutesOnTask(data);
  return { minutes: spreadOf(minutes), long: shareOf(minutes, (each) => each > LONG_MINUTES) };
}

/** Of those complete: hours before their own deadline, below nought for those after it. */
export function hoursBeforeDue({ pack, members, assignment }: ClassData): readonly number[] {
  const steps = stepsOf(pack);
  return members.flatMap(({ student, summary }) => {
    const at = completedAt(steps, summary);
    return at ? [(deadlinesOf(assignment, student).due.getTime() - at.getTime()) / HOUR_MS] : [];
  });
}

export interface Lateness {
  /** Hours before the deadline; undefined while nobody is complete. */
  readonly hours: Spread | undefined;
  /** In the last six hours before it. */
  readonly lastHours: Share;
  readonly late: Share;
}

export function latenessOf(data: ClassData): Lateness {
  const hours = hoursBeforeDue(data);
  return {
    hours: spreadOf(hours),
    lastHours: shareOf(hours, (each) => each >= 0 && each <= LAST_HOURS),
    late: shareOf(hours, (each) => each < 0),
  };
}

export interface RunsOfAct {
  readonly act: Act;
  /** Of those who have run it; undefined while nobody has. */
  readonly runs: Spread | undefined;
  readonly wall: Share;
}

export const runsByAct = ({ pack, members }: ClassData): readonly RunsOfAct[] =>
  pack.acts.map((act, index) => {
    const made = members.flatMap(({ summary }) => summary?.acts[index]?.run ?? []);
    return {
      act,
      runs: spreadOf(made.map(({ count }) => count)),
      wall: shareOf(made, ({ wall }) => wall),
    };
  });

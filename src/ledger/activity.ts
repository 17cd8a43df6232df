/** Time on task: between the moments at which something was stored, with pauses cut short. */

import type { StudentRecord } from './record.ts';

/** A longer pause is somebody who went away: it counts as this much. */
const LONGEST_PAUSE_MS = 5 * 60_000;

export type Activity = NonNullable<StudentRecord['activity']>;

const step = ({ lastAt, activeMs }: Activity, at: string): Activity => {
  const gap = Date.parse(at) - Date.parse(lastAt);
  return gap <= 0
    ? { lastAt, activeMs }
    : { lastAt: at, activeMs: activeMs + Math.min(gap, LONGEST_PAUSE_MS) };
};

/** As it is kept, or for rows of before that, as far as the times that are in them tell. */
export function activityOf({ activity, startedAt, decisions, runs }: StudentRecord): Activity {
  if (activity) return activity;
  const times = [...decisions, ...runs].map(({ at }) => at).sort();
  return times.reduce(step, { lastAt: startedAt, activeMs: 0 });
}

/** The record with this moment among those at which it was stored. */
export const active = (record: StudentRecord, now: Date): StudentRecord => ({
  ...record,
  activity: step(activityOf(record), now.toISOString()),
});

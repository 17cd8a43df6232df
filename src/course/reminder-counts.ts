/** What became of an assignment's reminders, by kind, for staff. */

import type { Out } from './rows.ts';

export interface ReminderCounts {
  /** `48h`, `6h`, `nudge`. */
  readonly kind: string;
  readonly sent: number;
  /** They take no direct messages. */
  readonly closed: number;
  /** They had stopped reminders by the time it would have been sent. */
  readonly stopped: number;
  /** Not wanted any more: done meanwhile, excused, moved. */
  readonly skipped: number;
  readonly failed: number;
  /** Nobody can tell whether it arrived. */
  readonly unknown: number;
  /** Being sent, or to be looked for. */
  readonly open: number;
}

type Count = Exclude<keyof ReminderCounts, 'kind'>;

const NONE: Readonly<Record<Count, number>> = {
  sent: 0,
  closed: 0,
  stopped: 0,
  skipped: 0,
  failed: 0,
  unknown: 0,
  open: 0,
};

function countOf({ state, why }: Out): Count {
  if (state === 'sending') return 'open';
  return state === 'skipped' && (why === 'stopped' || why === 'closed') ? why : state;
}

/** The earliest kind first. */
export function reminderCounts(
  outs: ReadonlyMap<string, Out>,
  assignment: string,
): readonly ReminderCounts[] {
  const counts = new Map<string, Record<Count, number>>();
  for (const out of [...outs.values()].toSorted((a, b) => (a.since < b.since ? -1 : 1))) {
    if (out.assignment !== assignment || !/^(\d+h|nudge)$/.test(out.kind)) continue;
    const count = counts.get(out.kind) ?? { ...NONE };
    count[countOf(out)] += 1;
    counts.set(out.kind, count);
  }
  return [...counts].map(([kind, count]) => ({ kind, ...count }));
}

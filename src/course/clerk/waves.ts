/** A wave: everybody whose reminder of one kind and deadline has come. Whose turn it is, when it starts, when to look again. */

import type { LabPack } from '../../labs/lab.ts';
import type { CourseView } from '../course-store.ts';
import type { Member } from '../members.ts';
import { deadlines, dueReminders, type Reminder, type ReminderTime, reminderTimes } from '../reminders.ts';
import type { Assignment } from '../rows.ts';
import { type Desk, type Line, later } from './desk.ts';
import { LEASE_MS, PATIENCE_MS, writeTo } from './wave-messages.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Of a wave that nothing is left of, the class is looked at again so much later: some turn reminders on again, or are owed one. */
const LOOK_AGAIN_MS = 15 * MINUTE;
/** Of one with messages that are not through. */
const TRY_AGAIN_MS = MINUTE;
/** A wave starts so much earlier for each student, that the last is not late: ten minutes for 2,000. */
const EARLY_MS = (10 * MINUTE) / 2_000;
const EARLIEST_MS = 60 * MINUTE;

export interface Wave extends ReminderTime {
  readonly view: CourseView;
  readonly assignment: Assignment;
  readonly pack: LabPack;
}

export const waveName = ({ view, assignment, kind, due }: Wave): string =>
  `wave:${view.id}:${assignment.id}:${kind}:${due.toISOString()}`;

/** The waves that may have to be written now, or soon where a class is large. */
export function wavesOf(view: CourseView, assignment: Assignment, pack: LabPack, now: Date): readonly Wave[] {
  return deadlines(assignment)
    .flatMap((due) => reminderTimes(view.course, assignment, due))
    .filter(({ at, until }) => at.getTime() - EARLIEST_MS <= now.getTime() && now < until)
    .map((time) => ({ ...time, view, assignment, pack }));
}

export const earlyFor = (students: number): number => Math.min(EARLIEST_MS, students * EARLY_MS);

const inWave = (wave: Wave, members: readonly Member[], now: Date, early: number): readonly Reminder[] =>
  dueReminders(wave.view, wave.assignment, members, now, early).filter(
    ({ kind, due }) => kind === wave.kind && due.getTime() === wave.due.getTime(),
  );

/**
 * Writes the waves of a course, in one process and one after another: whoever is written to in one is not in the next, which
 * would come too soon after it. The one that is of no use first goes first.
 */
export async function writeWaves(
  desk: Desk,
  view: CourseView,
  waves: readonly Wave[],
  line: Line,
  now: Date,
): Promise<void> {
  const { store, turns } = desk;
  const course = `waves:${view.id}`;
  const open = waves.filter((wave) => turns.mayBeOpen(waveName(wave), now));
  if (open.length === 0 || line.pace.pausedMs > PATIENCE_MS) return;
  if (!(await turns.take(course, now, LEASE_MS))) return;
  try {
    for (const wave of open.toSorted((a, b) => a.until.getTime() - b.until.getTime())) {
      const start = await store.now();
      if (!(await turns.renew(course, start, LEASE_MS))) return;
      if (!(await turns.take(waveName(wave), start, LEASE_MS))) continue;
      let next = start;
      try {
        next = await write(desk, wave, line, course, start);
      } finally {
        await turns.rest(waveName(wave), next);
      }
      if (line.pace.pausedMs > PATIENCE_MS) return;
    }
  } finally {
    await turns.rest(course, now);
  }
}

/** @returns when to look again */
async function write(desk: Desk, wave: Wave, line: Line, turn: string, now: Date): Promise<Date> {
  const { store, classes } = desk;
  const members = await classes.members(wave.view, wave.assignment.lab, now);
  const early = now < wave.at ? earlyFor(inWave(wave, members, wave.at, 0).length) : 0;
  const start = later(wave.at, -early);
  if (now < start) return new Date(Math.min(start.getTime(), later(now, LOOK_AGAIN_MS).getTime()));
  const due = inWave(wave, members, now, early);
  if (due.length === 0) return later(now, LOOK_AGAIN_MS);
  const outs = await store.outs(wave.view.id);
  const left = due.filter(({ rid }) => (outs.get(rid)?.state ?? 'sending') === 'sending');
  const open = await writeTo(desk, wave, line, turn, members, left);
  const after = await store.now();
  return later(
    after,
    open ? Math.max(TRY_AGAIN_MS, Math.min(line.pace.pausedMs, LOOK_AGAIN_MS)) : LOOK_AGAIN_MS,
  );
}

/**
 * Who is to be reminded of what: derived from the assignment, the class and the moment, and stored nowhere. A moved deadline
 * needs no rescheduling, and a process that was down over two reminders sends one.
 */

import { createHash } from 'node:crypto';
import { shiftOutOfQuiet } from '../time/quiet.ts';
import { wallOf } from '../time/wall.ts';
import type { CourseView } from './course-store.ts';
import { deadlinesOf, exceptionOf } from './grade.ts';
import type { Member } from './members.ts';
import type { Assignment, Course } from './rows.ts';
import { quietOf, settingsOf } from './settings.ts';

const HOUR_MS = 60 * 60_000;
/** Nobody is written to first twice within so long, nor reminded of what they joined as shortly before. */
export const APART_MS = 4 * HOUR_MS;

/** One of an assignment's reminders, for those whose deadline it is counted from. */
export interface ReminderTime {
  /** `48h`: hours before the deadline. */
  readonly kind: string;
  readonly at: Date;
  /** From when on it is of no use: the next one's time, or the deadline. */
  readonly until: Date;
  readonly due: Date;
}

export interface Reminder extends ReminderTime {
  readonly student: string;
  readonly rid: string;
}

/** Why somebody is not reminded, though it is time. */
export type NotReminded =
  | 'complete'
  | 'excused'
  | 'stopped'
  | 'closed'
  | 'not reachable'
  | 'joined late'
  | 'recent';

/** Twelve hexadecimal digits for what a message is about: in a course of 10,000 rows two are alike once in five million. */
export const ridOf = (...about: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 12);

const reminderId = (assignment: Assignment, student: string, { kind, due }: ReminderTime): string =>
  ridOf(assignment.id, student, kind, due.toISOString());

/** The wall clock that a course goes by: its own, or that of the assignment. */
export const zoneOf = (course: Course, assignment: Assignment): string => course.zone ?? assignment.due.zone;

/** One nudge a student and day of the course's calendar. */
export const nudgeId = (course: Course, assignment: Assignment, student: string, now: Date): string =>
  ridOf(assignment.id, student, 'nudge', wallOf(now, zoneOf(course, assignment)).slice(0, 10));

/** The reminders of a deadline, the earliest first; one that another overtakes is left out. */
export function reminderTimes(course: Course, assignment: Assignment, due: Date): readonly ReminderTime[] {
  const zone = zoneOf(course, assignment);
  const quiet = quietOf(course);
  const times = settingsOf(course).reminders.value.map((hours) => ({
    kind: `${hours}h`,
    at: shiftOutOfQuiet(new Date(due.getTime() - hours * HOUR_MS), zone, quiet),
  }));
  return times
    .map(({ kind, at }, index) => ({ kind, at, until: times[index + 1]?.at ?? due, due }))
    .filter(({ at, until }) => at < until);
}

/** The deadlines that somebody has: the assignment's, and those of extensions. */
export function deadlines(assignment: Assignment): readonly Date[] {
  const extended = Object.values(assignment.exceptions).flatMap(({ due }) => (due ? [due.instant] : []));
  return [...new Set([assignment.due.instant, ...extended])].map((instant) => new Date(instant));
}

/** True while it is quiet and will be quiet no more before the message is of no use. */
function canWait(course: Course, assignment: Assignment, now: Date, until: Date): boolean {
  const zone = zoneOf(course, assignment);
  const quiet = quietOf(course);
  if (shiftOutOfQuiet(now, zone, quiet).getTime() === now.getTime()) return false;
  return shiftOutOfQuiet(new Date(until.getTime() - 1), zone, quiet) > now;
}

/** Why somebody is not to be written to at this moment, though the reminder's time has come. */
export function whyNot(
  assignment: Assignment,
  { student, person, summary }: Pick<Member, 'student' | 'person' | 'summary'>,
  { at }: ReminderTime,
  now: Date,
): NotReminded | undefined {
  if (summary?.completedAt) return 'complete';
  if (exceptionOf(assignment, student)?.excused) return 'excused';
  if (person?.direct === undefined) return 'not reachable';
  if (person.reminders === 'stopped') return 'stopped';
  if (person.reach === 'closed') return 'closed';
  if (Date.parse(person.joinedAt) >= at.getTime() - APART_MS) return 'joined late';
  const since = person.remindedAt === undefined ? APART_MS : now.getTime() - Date.parse(person.remindedAt);
  // One from the future was marked by a clock that has been set back since.
  return since >= 0 && since < APART_MS ? 'recent' : undefined;
}

/** A student's reminder of this kind; undefined where the assignment has none, or none any more. */
export function reminderOf(
  course: Course,
  assignment: Assignment,
  student: string,
  kind: string,
): Reminder | undefined {
  const { due } = deadlinesOf(assignment, student);
  const time = reminderTimes(course, assignment, due).find((each) => each.kind === kind);
  return time && { ...time, student, rid: reminderId(assignment, student, time) };
}

const remembered = <T>(compute: (at: Date) => T): ((at: Date) => T) => {
  const known = new Map<number, T>();
  return (at) => {
    const value = known.get(at.getTime()) ?? compute(at);
    known.set(at.getTime(), value);
    return value;
  };
};

/**
 * Those to be written to now, in the order of the class.
 * @param early in milliseconds: how much before its time a reminder may be sent
 */
export function dueReminders(
  { course }: CourseView,
  assignment: Assignment,
  members: readonly Member[],
  now: Date,
  early = 0,
): readonly Reminder[] {
  // A class has few deadlines, and zones are slow.
  const timesOf = remembered((due) => reminderTimes(course, assignment, due));
  const waits = remembered((until) => canWait(course, assignment, now, until));
  return members.flatMap((member) => {
    const { student } = member;
    const { due } = deadlinesOf(assignment, student);
    const time = timesOf(due).findLast(({ at }) => at.getTime() - early <= now.getTime());
    if (!time || now >= time.until || waits(time.until) || whyNot(assignment, member, time, now)) return [];
    return [{ ...time, student, rid: reminderId(assignment, student, time) }];
  });
}

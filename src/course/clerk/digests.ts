/** The morning's overview for instructors, by direct message: after the deadline, or on the weekdays that they chose. */

import { studentId, userOf } from '../../messages/actor.ts';
import type { Reply } from '../../messages/reply.ts';
import { daysLater, instantsOf, type Wall, wallOf } from '../../time/wall.ts';
import { directTo, platformOf, workspaceOf } from '../address.ts';
import type { CourseView } from '../course-store.ts';
import { ridOf, zoneOf } from '../reminders.ts';
import { purgeAt } from '../retention.ts';
import type { Assignment, Course, Person } from '../rows.ts';
import { DIGEST_AT, settingsOf } from '../settings.ts';
import { type Desk, type Line, later } from './desk.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The one after the deadline is still of use when a process comes back after a weekend. */
const AFTER_DEADLINE_MS = 2 * DAY;
/** One of several is not: the next is near. */
const CHOSEN_DAY_MS = DAY / 2;
const LEASE_MS = MINUTE;
const LOOK_AGAIN_MS = 15 * MINUTE;

export interface DigestTime {
  /** Of the course's calendar: `2026-11-28`. */
  readonly day: string;
  readonly at: Date;
  readonly until: Date;
}

/** From 1, Monday. */
const weekdayOf = (wall: Wall): number => new Date(`${wall.slice(0, 10)}T00:00Z`).getUTCDay() || 7;

function timeOn(wall: Wall, zone: string, ms: number): readonly DigestTime[] {
  const [at] = instantsOf(wall, zone);
  return at ? [{ day: wall.slice(0, 10), at, until: later(at, ms) }] : [];
}

/** The digest whose time it is. On chosen days an assignment is in it until the week after its last deadline. */
export function digestTime(course: Course, assignment: Assignment, now: Date): DigestTime | undefined {
  const { value: digest } = settingsOf(course).digest;
  const zone = zoneOf(course, assignment);
  const isNow = ({ at, until }: DigestTime): boolean => at <= now && now < until;
  if (digest === 'off') return undefined;
  if (digest === 'after-deadline') {
    const due = new Date(assignment.due.instant);
    return [0, 1, 2]
      .flatMap((days) => timeOn(daysLater(wallOf(due, zone), days, DIGEST_AT), zone, AFTER_DEADLINE_MS))
      .filter(({ at }) => at > due)
      .slice(0, 1)
      .find(isNow);
  }
  const last = Date.parse((assignment.late?.until ?? assignment.due).instant);
  return [0, -1]
    .map((days) => daysLater(wallOf(now, zone), days, digest.at))
    .filter((wall) => digest.days.includes(weekdayOf(wall)))
    .flatMap((wall) => timeOn(wall, zone, CHOSEN_DAY_MS))
    .filter(({ at }) => Date.parse(assignment.at) < at.getTime() && at.getTime() < last + 7 * DAY)
    .find(isNow);
}

/** So many days before the identities of a course go, its instructors are told, whatever digests they chose. */
const WARNED_DAYS = [14, 3];

/** The warning whose time it is: in the digest of the homework that ends last. */
export function warningTime(view: CourseView, assignment: Assignment, now: Date): DigestTime | undefined {
  const ends = purgeAt(view);
  const lastOf = ({ late, due }: Assignment): number => Date.parse((late?.until ?? due).instant);
  const isLast = view.assignments.every((each) => lastOf(each) <= lastOf(assignment));
  if (!isLast || view.course.purgeAt !== undefined) return undefined;
  const zone = zoneOf(view.course, assignment);
  return WARNED_DAYS.flatMap((days) =>
    timeOn(daysLater(wallOf(ends, zone), -days, DIGEST_AT), zone, AFTER_DEADLINE_MS),
  ).find(({ at, until }) => at <= now && now < until);
}

interface Recipient {
  readonly student: string;
  readonly channel: string;
}

/** Instructors who can be written to and have not stopped it. */
export function digestTo(
  { id, course }: CourseView,
  people: ReadonlyMap<string, Person>,
): readonly Recipient[] {
  const listed = Object.entries(course.staff.users).flatMap(([user, role]) =>
    role === 'instructor' ? [studentId({ platform: platformOf(id), workspace: workspaceOf(id), user })] : [],
  );
  const speaking = [...people].flatMap(([student, { role }]) =>
    role === 'instructor' && course.staff.users[userOf(student)] !== 'assistant' ? [student] : [],
  );
  return [...new Set([...listed, ...speaking])].flatMap((student) => {
    const { direct: channel, reach, reminders } = people.get(student) ?? {};
    return channel !== undefined && reach !== 'closed' && reminders !== 'stopped'
      ? [{ student, channel }]
      : [];
  });
}

export async function sendDigests(
  desk: Desk,
  view: CourseView,
  assignment: Assignment,
  { pace }: Line,
  now: Date,
): Promise<void> {
  const { digest, store, outbox, turns, signal } = desk;
  const time = digestTime(view.course, assignment, now) ?? warningTime(view, assignment, now);
  if (!digest || !time || pace.pausedMs > 0) return;
  const name = `digest:${view.id}:${assignment.id}:${time.day}`;
  if (!(await turns.take(name, now, LEASE_MS))) return;
  let written: Promise<Reply | undefined> | undefined;
  let open = false;
  for (const { student, channel } of digestTo(view, await store.people(view.id))) {
    await pace.slot(signal);
    const { state, waitMs } = await outbox.deliver(view.id, {
      id: ridOf(assignment.id, student, 'digest', time.day),
      kind: 'digest',
      to: directTo(student, channel),
      assignment: assignment.id,
      student,
      until: time.until,
      make: () => {
        written ??= digest(view, assignment);
        return written;
      },
    });
    if (state === 'later') pace.pause(waitMs ?? 1_000);
    if (state === 'later' || state === 'busy') open = true;
  }
  await turns.rest(name, later(now, open ? LEASE_MS : LOOK_AGAIN_MS));
}

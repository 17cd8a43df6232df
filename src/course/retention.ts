/** How long a course's identities are kept, and their end: after the last deadline, or after the app was taken away. */

import type { LabPack } from '../labs/lab.ts';
import { dropLeaves } from './checkpoints/erase.ts';
import type { CourseStore, CourseView } from './course-store.ts';
import { erase } from './privacy.ts';
import { settingsOf } from './settings.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The app was taken away: so long it may come back before anything is deleted. */
export const REGRET_DAYS = 30;
/** A gradebook's export that was not used for so long is deleted. */
export const ROSTER_DAYS = 90;
/** Messages that were sent so long ago are of no use to anybody. */
export const OUTBOX_DAYS = 30;

const later = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS);

/** When the identities of a course go. A course without an assignment has no last deadline: it stays. */
export function purgeAt({ course, assignments }: CourseView): Date {
  if (course.purgeAt !== undefined) return new Date(course.purgeAt);
  const ends = assignments.map(({ late, due }) => Date.parse((late?.until ?? due).instant));
  if (ends.length === 0) return new Date(8.64e15);
  return later(new Date(Math.max(...ends)), settingsOf(course).retentionDays.value);
}

/** Notes that the app was taken away from a workspace; nothing is deleted before it had time to come back. */
export async function noteRemoved(store: CourseStore, course: string, now: Date): Promise<void> {
  if (!(await store.viewNow(course))) return;
  await store.changeCourse(course, (before) =>
    before.purgeAt === undefined ? { ...before, purgeAt: later(now, REGRET_DAYS).toISOString() } : before,
  );
}

/** It is back: nothing is deleted. */
export async function noteBack(store: CourseStore, course: string): Promise<void> {
  const view = await store.viewNow(course);
  if (view?.course.purgeAt === undefined) return;
  await store.changeCourse(course, ({ purgeAt: _, ...course }) => course);
}

/** Everybody who has a row in the course, with when they last joined or did something in a lab. */
async function lastSeen(
  store: CourseStore,
  packs: readonly LabPack[],
  course: string,
): Promise<ReadonlyMap<string, Date>> {
  const seen = new Map<string, Date>();
  const note = (student: string, at: Date): void => {
    const before = seen.get(student);
    if (!before || before < at) seen.set(student, at);
  };
  for (const [student, { joinedAt }] of await store.people(course)) note(student, new Date(joinedAt));
  for (const { id } of packs)
    for (const [student, { lastAt }] of await store.progress(course, id)) note(student, lastAt);
  return seen;
}

/** Who came back to the labs after everything had gone begins anew, and is kept as long again. */
function isOver(view: CourseView, seen: Date, now: Date): boolean {
  if (view.course.purgeAt !== undefined || seen <= purgeAt(view)) return true;
  return now >= later(seen, settingsOf(view.course).retentionDays.value);
}

/** Deletes what has been kept for as long as the course wants. Interrupted, the next look goes on: rows are what tells. */
export async function keepTo(
  store: CourseStore,
  packs: readonly LabPack[],
  view: CourseView,
  now: Date,
): Promise<'kept' | 'purged'> {
  const roster = await store.roster(view.id);
  if (roster && now > later(new Date(roster.importedAt), ROSTER_DAYS)) await store.dropRoster(view.id);
  for (const [id, out] of await store.outs(view.id)) {
    const due = view.assignments.find((each) => each.id === out.assignment)?.due.instant;
    const since =
      due === undefined ? Date.parse(out.since) : Math.max(Date.parse(due), Date.parse(out.since));
    if (now > later(new Date(since), OUTBOX_DAYS)) await store.dropOut(view.id, id);
  }
  // Where all of it was taken back, that had deadlines too: whoever began it is not kept for ever.
  const { assignments } = view;
  const every = assignments.length > 0 ? assignments : await store.everyAssignment(view.id);
  const whole = { ...view, assignments: every };
  if (now < purgeAt(whole)) return 'kept';
  await dropLeaves(store, view.id, purgeAt(whole));
  for (const [student, seen] of await lastSeen(store, packs, view.id)) {
    if (isOver(whole, seen, now)) await erase(store, packs, student, { staysListed: true });
  }
  await store.dropRoster(view.id);
  if (view.course.purgeAt !== undefined) await store.dropCourse(view.id, packs);
  return 'purged';
}

/** The line of an assignment's posts that says how many are complete. */

import { channelOf } from '../address.ts';
import type { CourseView } from '../course-store.ts';
import type { Assignment } from '../rows.ts';
import { type Desk, type Line, later } from './desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Discord allows a few edits an hour of messages that are older than an hour (error 30046). */
const EVERY_MS = { inFirstHour: MINUTE, after: 10 * MINUTE };
/** After the last deadline nothing much changes. */
const KEPT_UP_MS = HOUR;
/** A platform that does not take an edit is left alone for so long. */
const REFUSED_MS = HOUR;

/** What this process has last written into each post, or that the post is gone. */
export type Shown = Map<string, string>;
const GONE = 'gone';

export async function keepPostsUp(
  desk: Desk,
  view: CourseView,
  assignment: Assignment,
  { courier, pace }: Line,
  shown: Shown,
  now: Date,
): Promise<void> {
  const { post, store, classes, turns, signal } = desk;
  const ends = Date.parse((assignment.late?.until ?? assignment.due).instant) + KEPT_UP_MS;
  const posts = assignment.posts.filter(({ id }) => shown.get(id) !== GONE);
  if (!post || posts.length === 0 || now.getTime() > ends || pace.pausedMs > 0) return;
  const name = `posts:${view.id}:${assignment.id}`;
  const every = now.getTime() - Date.parse(assignment.at) < HOUR ? EVERY_MS.inFirstHour : EVERY_MS.after;
  if (!(await turns.take(name, now, every))) return;
  const members = await classes.members(view, assignment.lab, now);
  const count = {
    complete: members.filter(({ summary }) => summary?.completedAt).length,
    enrolled: members.length,
  };
  const figures = `${count.complete} of ${count.enrolled}`;
  for (const { id, channel, ref: known } of posts) {
    const ref = known ?? (await store.out(view.id, id))?.ref;
    if (ref === undefined || shown.get(id) === figures) continue;
    await pace.slot(signal);
    const done = await courier.edit(channelOf(view.id, channel), ref, post(view, assignment, count), id);
    if (done === 'later') return turns.rest(name, later(now, REFUSED_MS));
    shown.set(id, done === 'gone' ? GONE : figures);
  }
}

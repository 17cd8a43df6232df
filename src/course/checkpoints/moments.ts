/** When a checkpoint is owed, and in which channels it is then posted: at each deadline, and once a day. */

import { daysLater, instantsOf, wallOf } from '../../time/wall.ts';
import type { CourseView } from '../course-store.ts';
import type { Assignment } from '../rows.ts';
import { settingsOf } from '../settings.ts';
import type { StoredCheckpoint } from './rows.ts';

const HOUR_MS = 60 * 60_000;

/** By the course's clock: between the last who work at night and the first who work in the morning. */
export const DAILY_AT = '04:00';
/** The day's is not taken so soon after another one: a deadline at 23:59 has just had its own. */
const APART_MS = 12 * HOUR_MS;
/** A deadline that no process saw is not made up for later than this: the day's stands in for it. */
const MISSED_MS = 48 * HOUR_MS;

export interface Owed extends Pick<StoredCheckpoint, 'why'> {
  readonly posts: readonly StoredCheckpoint['posts'][number][];
}

/** Its due date, and the end of late work. Extensions have none of their own: they would say that somebody has one. */
const endsOf = ({ due, late }: Assignment): readonly Date[] =>
  [due.instant, ...(late ? [late.until.instant] : [])].map((instant) => new Date(instant));

const lastEnd = (assignment: Assignment): number =>
  Math.max(...endsOf(assignment).map((end) => end.getTime()));

function lastDaily({ course, assignments }: CourseView, now: Date): Date | undefined {
  const zone = course.zone ?? assignments.at(-1)?.due.zone ?? 'UTC';
  return [0, -1, -2]
    .flatMap((days) => instantsOf(daysLater(wallOf(now, zone), days, DAILY_AT), zone).slice(0, 1))
    .find((at) => at <= now);
}

const endedIn = (view: CourseView, after: number, now: Date): readonly Assignment[] =>
  view.assignments.filter((each) => endsOf(each).some((end) => end.getTime() > after && end <= now));

/** The newest moment by which one may be owed: before the next one nobody need look again. */
export function lastMoment(view: CourseView, now: Date): Date {
  const ends = view.assignments.flatMap(endsOf).filter((end) => end <= now);
  const moments = [...ends, lastDaily(view, now) ?? now].map((each) => each.getTime());
  return new Date(Math.max(...moments));
}

/**
 * What is owed where the newest checkpoint was taken then, or none ever.
 * @param at ISO 8601
 */
export function owedSince(view: CourseView, at: string | undefined, now: Date): Owed | undefined {
  const { value: posted } = settingsOf(view.course).checkpoints;
  const newest = at === undefined ? undefined : Date.parse(at);
  const ended = endedIn(view, Math.max(newest ?? 0, now.getTime() - MISSED_MS), now);
  const postsOf = (assignments: readonly Assignment[]): Owed['posts'] =>
    assignments.flatMap(({ id, posts }) => posts.map(({ channel }) => ({ assignment: id, channel })));
  if (ended.length > 0) {
    const channels = new Map(postsOf(ended).map((post) => [post.channel, post]));
    return { why: 'deadline', posts: posted === 'off' ? [] : [...channels.values()] };
  }
  const daily = lastDaily(view, now)?.getTime() ?? 0;
  const isDue = newest === undefined || (newest < daily && now.getTime() - newest >= APART_MS);
  if (!isDue) return undefined;
  const open = view.assignments.filter((each) => lastEnd(each) > now.getTime()).slice(-1);
  return { why: 'daily', posts: posted === 'daily' ? postsOf(open) : [] };
}

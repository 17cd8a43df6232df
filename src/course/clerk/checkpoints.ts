/** Checkpoints: the clerk takes the one that is owed, and posts it where homework is, once and to nobody in particular. */

import type { Checkpoint } from '../../evidence/checkpoint.ts';
import type { Reply } from '../../messages/reply.ts';
import { channelOf } from '../address.ts';
import { lastMoment, owedSince } from '../checkpoints/moments.ts';
import type { StoredCheckpoint } from '../checkpoints/rows.ts';
import { takeCheckpoint } from '../checkpoints.ts';
import type { CourseView } from '../course-store.ts';
import type { Letter } from '../outbox.ts';
import { ridOf } from '../reminders.ts';
import { type Desk, type Line, later } from './desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A large class on a slow store takes some seconds. */
const LEASE_MS = 2 * MINUTE;
/** Of messages that are not through. */
const TRY_AGAIN_MS = MINUTE;
/** It is of use as long as it is the newest, and shown to be what was posted first. */
const POSTED_WITHIN_MS = 24 * HOUR;

/** By course, the moment up to which this process knows that nothing is owed and all is posted. */
export type Settled = Map<string, Date>;

const postId = ({ course, number }: StoredCheckpoint['checkpoint'], channel: string): string =>
  ridOf('checkpoint', course, String(number), channel);

type Worded = (checkpoint: Checkpoint, zone: string) => Reply;

const letterOf = (
  view: CourseView,
  { checkpoint }: StoredCheckpoint,
  { assignment, channel }: StoredCheckpoint['posts'][number],
  worded: Worded,
): Letter => {
  const zone = view.course.zone ?? view.assignments.find(({ id }) => id === assignment)?.due.zone ?? 'UTC';
  return {
    id: postId(checkpoint, channel),
    kind: 'checkpoint',
    to: { ...channelOf(view.id, channel), quiet: true },
    assignment,
    until: later(new Date(checkpoint.at), POSTED_WITHIN_MS),
    make: async () => worded(checkpoint, zone),
  };
};

/** @returns whether any of them is not through */
async function post(
  { outbox, signal }: Desk,
  view: CourseView,
  stored: StoredCheckpoint,
  { pace }: Line,
  worded: Worded,
): Promise<boolean> {
  let open = false;
  for (const each of stored.posts) {
    const { state, waitMs } = await pace.send(signal, () =>
      outbox.deliver(view.id, letterOf(view, stored, each, worded)),
    );
    if (state === 'later') pace.pause(waitMs ?? 1_000);
    if (state === 'later' || state === 'busy') open = true;
  }
  return open;
}

export async function keepCheckpoints(
  desk: Desk,
  view: CourseView,
  line: Line,
  settled: Settled,
  now: Date,
): Promise<void> {
  const { checkpoint: worded, store, packs, turns } = desk;
  const moment = lastMoment(view, now);
  const known = settled.get(view.id);
  // A moment further ahead is one that the clock has been set back from.
  if (!worded || (known && known >= moment && known <= now) || line.pace.pausedMs > 0) return;
  const name = `checkpoint:${view.id}`;
  if (!(await turns.take(name, now, LEASE_MS))) return;
  let next = now;
  try {
    const { newest } = await takeCheckpoint(store, packs, view.id, now, (last) =>
      owedSince(view, last?.checkpoint.at, now),
    );
    const isCurrent = newest && later(new Date(newest.checkpoint.at), POSTED_WITHIN_MS) > now;
    if (isCurrent && (await post(desk, view, newest, line, worded))) next = later(now, TRY_AGAIN_MS);
    else settled.set(view.id, moment);
  } finally {
    await turns.rest(name, next);
  }
}

/** A wave: everybody whose reminder of one kind and deadline has come, written to one after another at the platform's pace. */

import type { LabPack } from '../../labs/lab.ts';
import { channelOf } from '../address.ts';
import type { CourseView } from '../course-store.ts';
import type { Member } from '../members.ts';
import type { Delivery } from '../outbox.ts';
import { medianActiveMs, unreachableReply } from '../reminder-words.ts';
import {
  deadlines,
  dueReminders,
  type Reminder,
  type ReminderTime,
  reminderTimes,
  ridOf,
} from '../reminders.ts';
import type { Assignment } from '../rows.ts';
import { type Desk, type Line, later } from './desk.ts';
import { reminderLetter } from './reminder-letter.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const LEASE_MS = 60 * SECOND;
const RENEW_MS = 20 * SECOND;
/** Of a wave that nothing is left of, the class is looked at again so much later: some turn reminders on again, or are owed one. */
const LOOK_AGAIN_MS = 15 * MINUTE;
/** Of one with messages that are not through. */
const TRY_AGAIN_MS = MINUTE;
/** A wave starts so much earlier for each student, that the last is not late: ten minutes for 2,000. */
const EARLY_MS = (10 * MINUTE) / 2_000;
const EARLIEST_MS = 60 * MINUTE;
/** A platform that asks to wait longer is left alone, and the turn given up. */
const PATIENCE_MS = 30 * SECOND;
/** How often in one wave a message is offered that the platform does not take. */
const OFFERS = 3;
/** Where the platform gives no time. */
const PAUSE_MS = SECOND;

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

/** Writes to whoever has not been written to, where nobody else does. */
export async function writeWave(desk: Desk, wave: Wave, line: Line, now: Date): Promise<void> {
  const name = waveName(wave);
  if (line.pace.pausedMs > PATIENCE_MS || !(await desk.turns.take(name, now, LEASE_MS))) return;
  let next = now;
  try {
    next = await write(desk, wave, line, now);
  } finally {
    await desk.turns.rest(name, next);
  }
}

/** @returns when to look again */
async function write(desk: Desk, wave: Wave, line: Line, now: Date): Promise<Date> {
  const { store, classes } = desk;
  const members = await classes.members(wave.view, wave.assignment.lab, now);
  const early = now < wave.at ? earlyFor(inWave(wave, members, wave.at, 0).length) : 0;
  const start = later(wave.at, -early);
  if (now < start) return new Date(Math.min(start.getTime(), later(now, LOOK_AGAIN_MS).getTime()));
  const due = inWave(wave, members, now, early);
  if (due.length === 0) return later(now, LOOK_AGAIN_MS);
  const outs = await store.outs(wave.view.id);
  const left = due.filter(({ rid }) => (outs.get(rid)?.state ?? 'sending') === 'sending');
  const open = await writeTo(desk, wave, line, members, left);
  const after = await store.now();
  return later(
    after,
    open ? Math.max(TRY_AGAIN_MS, Math.min(line.pace.pausedMs, LOOK_AGAIN_MS)) : LOOK_AGAIN_MS,
  );
}

/** @returns true where some are not through */
async function writeTo(
  desk: Desk,
  wave: Wave,
  line: Line,
  members: readonly Member[],
  reminders: readonly Reminder[],
): Promise<boolean> {
  const { store, outbox, turns, signal } = desk;
  const { view, assignment, pack } = wave;
  const { courier, pace } = line;
  const channels = new Map(members.map(({ student, person }) => [student, person?.direct]));
  const wholeMs = medianActiveMs(members);
  const queue = reminders.map((reminder) => ({ reminder, offers: 0 }));
  let [open, closed, stopped] = [false, false, false];
  let renewAt = later(await store.now(), RENEW_MS);

  const isOurs = async (): Promise<boolean> => {
    const now = await store.now();
    if (now < renewAt) return true;
    renewAt = later(now, RENEW_MS);
    return turns.renew(waveName(wave), now, LEASE_MS);
  };
  const follow = (delivery: Delivery, each: (typeof queue)[number]): void => {
    if (delivery.state === 'closed') closed = true;
    if (delivery.state === 'busy') open = true;
    if (delivery.state !== 'later') return;
    pace.pause(delivery.waitMs ?? PAUSE_MS);
    if (pace.pausedMs > PATIENCE_MS) stopped = true;
    if (each.offers < OFFERS) queue.push(each);
    else open = true;
  };
  const worker = async (): Promise<void> => {
    for (let each = queue.shift(); each && !stopped; each = queue.shift()) {
      await pace.slot(signal);
      if (!(await isOurs())) stopped = true;
      const channel = channels.get(each.reminder.student);
      if (stopped || channel === undefined) continue;
      each.offers += 1;
      const letter = reminderLetter({
        store,
        course: view.id,
        assignment,
        pack,
        reminder: each.reminder,
        channel,
        wholeMs,
      });
      follow(await outbox.deliver(view.id, letter), each);
    }
  };
  // Sent at the platform's pace however long its answers take.
  await Promise.all(Array.from({ length: Math.ceil(courier.perSecond * 2) }, worker));
  if (closed) await sayUnreachable(desk, wave, line);
  return open || stopped;
}

/** One line in each channel of the assignment, once a wave. */
async function sayUnreachable({ outbox, signal }: Desk, wave: Wave, { pace }: Line): Promise<void> {
  const { view, assignment, kind, due, until } = wave;
  for (const { channel } of assignment.posts) {
    await pace.slot(signal);
    await outbox.deliver(view.id, {
      id: ridOf(assignment.id, channel, 'unreachable', kind, due.toISOString()),
      kind: 'unreachable',
      to: channelOf(view.id, channel),
      assignment: assignment.id,
      until,
      make: async () => unreachableReply(assignment),
    });
  }
}

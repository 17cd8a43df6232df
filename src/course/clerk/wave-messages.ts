/** The messages of a wave, one after another at the platform's pace, for as long as the turn is this process's. */

import { channelOf } from '../address.ts';
import type { Member } from '../members.ts';
import type { Delivery } from '../outbox.ts';
import { medianActiveMs, unreachableReply } from '../reminder-words.ts';
import { type Reminder, ridOf, whyNot } from '../reminders.ts';
import { type Desk, type Line, later } from './desk.ts';
import { reminderLetter } from './reminder-letter.ts';
import type { Wave } from './waves.ts';

const SECOND = 1_000;
/** Whoever has the turn has it for so long, and says so again in good time. */
export const LEASE_MS = 60 * SECOND;
const RENEW_MS = 20 * SECOND;
/** A platform that asks to wait longer is left alone, and the turn given up. */
export const PATIENCE_MS = 30 * SECOND;
/** How often in one wave a message is offered that the platform does not take. */
const OFFERS = 3;
/** Where the platform gives no time. */
const PAUSE_MS = SECOND;

/**
 * @param turn the name of the turn that this process has while it writes
 * @returns true where some are not through
 */
export async function writeTo(
  desk: Desk,
  wave: Wave,
  line: Line,
  turn: string,
  members: readonly Member[],
  reminders: readonly Reminder[],
): Promise<boolean> {
  const { store, outbox, turns, signal } = desk;
  const { view, assignment, pack } = wave;
  const { courier, pace } = line;
  const wholeMs = medianActiveMs(members);
  const queue = reminders.map((reminder) => ({ reminder, offers: 0 }));
  let [open, closed, stopped] = [false, false, false];
  let renewAt = later(await store.now(), RENEW_MS);

  const isOurs = async (): Promise<boolean> => {
    const now = await store.now();
    if (now < renewAt) return true;
    renewAt = later(now, RENEW_MS);
    return turns.renew(turn, now, LEASE_MS);
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
  const deliver = async (each: (typeof queue)[number]): Promise<void> => {
    if (!stopped && !(await isOurs())) stopped = true;
    if (stopped) return;
    const { student } = each.reminder;
    const [person, now] = await Promise.all([store.person(student), store.now()]);
    const member = { student, ...(person && { person }) };
    // Written to since the class was read: not now, and not taken up either, so that it can be sent when the time is over.
    if (person?.direct === undefined || whyNot(assignment, member, each.reminder, now) === 'recent') return;
    each.offers += 1;
    const letter = reminderLetter({
      store,
      course: view.id,
      assignment,
      pack,
      reminder: each.reminder,
      channel: person.direct,
      wholeMs,
    });
    follow(await outbox.deliver(view.id, letter), each);
  };
  const worker = async (): Promise<void> => {
    try {
      for (let each = queue.shift(); each && !stopped; each = queue.shift()) {
        const one = each;
        await pace.send(signal, () => deliver(one));
      }
    } finally {
      // Where one fails, so would the others.
      stopped ||= queue.length > 0;
    }
  };
  // Sent at the platform's pace however long its answers take.
  const ends = await Promise.allSettled(Array.from({ length: Math.ceil(courier.perSecond * 2) }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  if (closed) await sayUnreachable(desk, wave, line);
  return open || stopped;
}

/** One line in each channel of the assignment, once a wave. */
async function sayUnreachable({ outbox, signal }: Desk, wave: Wave, { pace }: Line): Promise<void> {
  const { view, assignment, kind, due, until } = wave;
  for (const { channel } of assignment.posts) {
    await pace.send(signal, () =>
      outbox.deliver(view.id, {
        id: ridOf(assignment.id, channel, 'unreachable', kind, due.toISOString()),
        kind: 'unreachable',
        to: channelOf(view.id, channel),
        assignment: assignment.id,
        until,
        make: async () => unreachableReply(assignment),
      }),
    );
  }
}

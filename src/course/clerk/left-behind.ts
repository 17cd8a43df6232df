/** Messages that a process took up and did not end: each one gets to an end, also where nobody would send it any more. */

import { channelOf, directTo } from '../address.ts';
import type { Destination } from '../courier.ts';
import type { CourseView } from '../course-store.ts';
import { type Letter, lapsesAt } from '../outbox.ts';
import { reminderOf } from '../reminders.ts';
import type { Out, Person } from '../rows.ts';
import { type Desk, type Line, later, packOf } from './desk.ts';
import { reminderLetter } from './reminder-letter.ts';

const MINUTE = 60_000;
/** Rows are looked through so often where none is known to be open. */
const LOOK_AGAIN_MS = 10 * MINUTE;
/** Whoever wrote the other kinds, at somebody's press, may write them again within so long. */
const PRESSED_MS = 60 * MINUTE;
const SOON_MS = MINUTE;

/** @returns when to look again */
export async function endLeftBehind(desk: Desk, view: CourseView, { pace }: Line, now: Date): Promise<Date> {
  const { store, outbox, signal } = desk;
  let next = later(now, LOOK_AGAIN_MS);
  const lookAt = (at: Date): void => {
    if (at < next) next = new Date(Math.max(at.getTime(), later(now, SOON_MS).getTime()));
  };
  for (const [id, out] of await store.outs(view.id)) {
    if (out.state !== 'sending') continue;
    const lapses = lapsesAt(out);
    if (now < lapses) {
      lookAt(lapses);
      continue;
    }
    const person = out.student === undefined ? undefined : await store.person(out.student);
    const letter = letterOf(desk, view, id, out, person);
    const isReminder = /^\d+h$/.test(out.kind);
    if (!letter && !isReminder && now < later(new Date(out.since), PRESSED_MS)) continue;
    const end = isReminder
      ? ({ state: 'skipped', why: 'moved' } as const)
      : ({ state: 'failed', why: 'the process that sent it had ended' } as const);
    const { state, waitMs } = await pace.send(signal, () =>
      letter
        ? outbox.deliver(view.id, letter)
        : outbox.settle(view.id, id, destinationOf(view, id, out, person), end),
    );
    if (state === 'later') pace.pause(waitMs ?? 1_000);
    if (state === 'later' || state === 'busy') lookAt(later(now, SOON_MS));
  }
  return next;
}

function destinationOf(
  view: CourseView,
  id: string,
  out: Out,
  person: Person | undefined,
): Destination | undefined {
  if (out.student !== undefined) {
    return person?.direct === undefined ? undefined : directTo(out.student, person.direct);
  }
  const assignment = view.assignments.find((each) => each.id === out.assignment);
  const post = assignment?.posts.find((each) => each.id === id);
  return post && channelOf(view.id, post.channel);
}

/** The reminder again, where the assignment still has it: the letter itself looks whether the student still wants it. */
function letterOf(
  desk: Desk,
  view: CourseView,
  id: string,
  { kind, student, assignment: of }: Out,
  person: Person | undefined,
): Letter | undefined {
  const assignment = view.assignments.find((each) => each.id === of);
  const pack = assignment && packOf(desk, assignment);
  if (!assignment || !pack || student === undefined || person?.direct === undefined) return undefined;
  const reminder = reminderOf(view.course, assignment, student, kind);
  if (reminder?.rid !== id) return undefined;
  const { direct: channel } = person;
  return reminderLetter({
    store: desk.store,
    course: view.id,
    assignment,
    pack,
    reminder,
    channel,
    wholeMs: undefined,
  });
}

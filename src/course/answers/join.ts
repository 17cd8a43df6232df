/** Start, pressed under a post: whoever presses takes part, is written to once, and begins. */

import type { Conversation } from '../../conversation/conversation.ts';
import { studentId } from '../../messages/actor.ts';
import { type Part, type Reply, reply } from '../../messages/reply.ts';
import { command, type RichText, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { directTo } from '../address.ts';
import { deadlinesOf, exceptionOf } from '../grade.ts';
import { APART_MS, reminderTimes, ridOf } from '../reminders.ts';
import type { Assignment, Person } from '../rows.ts';
import type { Visit } from '../visit.ts';
import { hoursWords, lateWords, momentIn } from '../words.ts';
import { reach, stillCounts } from './owed.ts';

const WAITS_MS = 10 * 60_000;

/** `Due Fri 27 Nov, 23:59.`, or that it is past, or that nothing is owed. */
function dueWords({ now }: Visit, assignment: Assignment, student: string): RichText {
  const { due } = deadlinesOf(assignment, student);
  const moment = momentIn(due, assignment.due.zone, 'due');
  if (exceptionOf(assignment, student)?.excused) return 'You are excused from it, and may still do it.';
  if (now <= due) return say`Due ${moment}.`;
  return stillCounts({ assignment }, student, now)
    ? say`It was due ${moment}; work ${lateWords(assignment.late)}.`
    : say`It was due ${moment}, and what you do now is not counted. You may still do it.`;
}

/** The message that stays, since an answer in a channel does not. */
const firstMessage = (visit: Visit, assignment: Assignment, student: string): Reply =>
  reply(
    { kind: 'heading', text: assignment.title },
    {
      kind: 'text',
      text: say`You have started. ${dueWords(visit, assignment, student)} You can go on from here at any time.`,
    },
    {
      kind: 'choices',
      choices: [
        { label: 'Continue', request: { kind: 'start', lab: assignment.lab }, emphasis: 'primary' },
        { label: 'What do I owe?', request: { kind: 'owed' } },
        { label: 'Stop reminders', request: { kind: 'owed', what: 'stop' } },
      ],
    },
  );

/**
 * Written to at the moment of the press: whether direct messages arrive is known now, and not at the deadline. Once, unless none
 * arrived so far: who opened them since is found only by another message.
 */
async function writeTo(visit: Visit, assignment: Assignment): Promise<Person | undefined> {
  const { actor, outbox, course, store, now } = visit;
  const student = studentId(actor);
  const wasClosed = (await store.person(student))?.reach === 'closed';
  const person = await reach(visit);
  if (person?.direct === undefined || person.reach === 'closed' || person.reminders === 'stopped')
    return person;
  await outbox.deliver(course, {
    id: ridOf(assignment.id, student, 'start', ...(wasClosed ? [now.toISOString()] : [])),
    kind: 'start',
    assignment: assignment.id,
    student,
    to: directTo(student, person.direct),
    until: new Date(now.getTime() + WAITS_MS),
    make: async () => firstMessage(visit, assignment, student),
  });
  return store.person(student);
}

/** The reminders that somebody who joins now will still get: `48 h and 6 h before`. */
function stillToCome({ view, now }: Visit, assignment: Assignment, student: string, joinedAt: Date): string {
  if (!view || exceptionOf(assignment, student)?.excused) return '';
  const { due } = deadlinesOf(assignment, student);
  const times = reminderTimes(view.course, assignment, due).filter(
    ({ at }) => at > now && at.getTime() - joinedAt.getTime() > APART_MS,
  );
  return hoursWords(times.map(({ kind }) => Number.parseInt(kind, 10)));
}

function reminderWords(visit: Visit, assignment: Assignment, person: Person | undefined): RichText {
  const whatIsDue = say`${command({ kind: 'owed' })} shows what is due.`;
  if (!visit.couriers.has(visit.actor.platform)) return whatIsDue;
  if (person?.reminders === 'stopped')
    return say`Reminders are off, as you asked; ${command({ kind: 'owed' })} turns them on.`;
  if (person?.reach === 'closed') {
    return say`${strong('I can’t write to you directly')}: allow direct messages from this server, or look at ${command({ kind: 'owed' })}.`;
  }
  if (person?.direct === undefined) return whatIsDue;
  const hours = stillToCome(visit, assignment, studentId(visit.actor), new Date(person.joinedAt));
  if (hours !== '') return `I’ll remind you by direct message ${hours} before, unless you’re done.`;
  const isOpen = stillCounts({ assignment }, studentId(visit.actor), visit.now);
  return isOpen ? say`No reminder is left to come; ${whatIsDue}` : whatIsDue;
}

export const joining =
  (conversation: Conversation) =>
  async (visit: Visit, id: string): Promise<readonly Part[]> => {
    const { actor, view, delivery, enrolment } = visit;
    const assignment = view?.assignments.find((each) => each.id === id);
    if (!assignment) {
      throw new UserError(
        say`This homework was taken back. ${command({ kind: 'owed' })} shows what you owe, and ${command({ kind: 'labs' })} opens the labs.`,
      );
    }
    const student = studentId(actor);
    const { channel } = actor;
    if (channel !== undefined && assignment.posts.some((post) => post.channel === channel)) {
      await enrolment.change(student, (person) => ({
        ...(person ?? { schema: 1, role: visit.role, reminders: 'on', joinedAt: visit.now.toISOString() }),
        section: channel,
      }));
    }
    const { reply: begun } = await conversation.handle(
      actor,
      { kind: 'start', lab: assignment.lab },
      delivery,
    );
    const person = await writeTo(visit, assignment);
    const line: Part = {
      kind: 'text',
      text: say`${dueWords(visit, assignment, student)} ${reminderWords(visit, assignment, person)}`,
    };
    const [first, ...rest] = begun.parts;
    return first?.kind === 'heading' ? [first, line, ...rest] : [line, ...begun.parts];
  };

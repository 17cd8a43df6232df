/** Start, pressed under a post: whoever presses takes part, is written to once, and begins. */

import type { Conversation } from '../../conversation/conversation.ts';
import { studentId } from '../../messages/actor.ts';
import { type Part, type Reply, reply } from '../../messages/reply.ts';
import { command, type RichText, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { directTo } from '../address.ts';
import { deadlinesOf } from '../grade.ts';
import { ridOf } from '../reminders.ts';
import type { Assignment, Person } from '../rows.ts';
import { settingsOf } from '../settings.ts';
import type { Visit } from '../visit.ts';
import { hoursWords, momentIn } from '../words.ts';
import { reach } from './owed.ts';

const WAITS_MS = 10 * 60_000;

/** The message that stays, since an answer in a channel does not. */
const firstMessage = (assignment: Assignment, student: string): Reply => {
  const { due } = deadlinesOf(assignment, student);
  const { zone } = assignment.due;
  return reply(
    { kind: 'heading', text: assignment.title },
    {
      kind: 'text',
      text: say`You have started. It is due ${momentIn(due, zone, 'due')}; you can go on from here at any time.`,
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
};

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
    make: async () => firstMessage(assignment, student),
  });
  return store.person(student);
}

function reminderWords(visit: Visit, person: Person | undefined): RichText {
  const { reminders } = settingsOf(visit.view?.course ?? {});
  if (!visit.couriers.has(visit.actor.platform)) return say`${command({ kind: 'owed' })} shows what is due.`;
  if (person?.reminders === 'stopped')
    return say`Reminders are off, as you asked; ${command({ kind: 'owed' })} turns them on.`;
  if (person?.reach === 'closed') {
    return say`${strong('I can’t write to you directly')}: allow direct messages from this server, or look at ${command({ kind: 'owed' })}.`;
  }
  return reminders.value.length === 0 || person?.direct === undefined
    ? say`${command({ kind: 'owed' })} shows what is due.`
    : `I’ll remind you by direct message ${hoursWords(reminders.value)} before, unless you’re done.`;
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
    const { due } = deadlinesOf(assignment, student);
    const { zone } = assignment.due;
    const line: Part = {
      kind: 'text',
      text: say`Due ${momentIn(due, zone, 'due')}. ${reminderWords(visit, person)}`,
    };
    const [first, ...rest] = begun.parts;
    return first?.kind === 'heading' ? [first, line, ...rest] : [line, ...begun.parts];
  };

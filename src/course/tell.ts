/** A direct message to one student about what was decided for them, where they can be reached. */

import { type Part, reply } from '../messages/reply.ts';
import { command, type RichText, say } from '../messages/rich-text.ts';
import { directTo } from './address.ts';
import { ridOf } from './reminders.ts';
import type { Assignment } from './rows.ts';
import type { Visit } from './visit.ts';

/** A message is of no use any more when the platform was away for longer. */
const WAITS_MS = 10 * 60_000;

/** What became of it, as a sentence for who decided. */
export async function tell(
  visit: Visit,
  student: string,
  assignment: Assignment,
  kind: string,
  parts: readonly Part[],
): Promise<RichText> {
  const { store, outbox, course, now } = visit;
  const person = await store.person(student);
  if (!person?.direct || person.reach === 'closed') {
    return say`They can’t be written to directly yet: tell them, or let them type ${command({ kind: 'owed' })}.`;
  }
  const id = ridOf(assignment.id, student, kind, now.toISOString());
  const { state } = await outbox.deliver(course, {
    id,
    kind,
    assignment: assignment.id,
    student,
    to: directTo(student, person.direct),
    until: new Date(now.getTime() + WAITS_MS),
    make: async () =>
      reply(...parts, {
        kind: 'choices',
        choices: [
          { label: 'Continue', request: { kind: 'start', lab: assignment.lab }, emphasis: 'primary' },
          { label: 'What do I owe?', request: { kind: 'owed' } },
        ],
      }),
  });
  return state === 'sent'
    ? 'They were told by direct message.'
    : 'The message to them did not arrive, or nobody can tell: tell them yourself.';
}

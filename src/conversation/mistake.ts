/** The answer to a mistake that the person can mend: one sentence, and nothing recorded. */

import { type Part, type Reply, toStudent } from '../messages/reply.ts';
import type { UserError } from '../messages/user-error.ts';

/** Buttons that work whatever happened: where the student stands, and what can be typed. */
export const wayForward: Part = {
  kind: 'choices',
  choices: [
    { label: 'Continue the lab', request: { kind: 'start' } },
    { label: 'All commands', request: { kind: 'help' } },
  ],
};

export const mistake = (error: UserError): Reply =>
  toStudent(
    { kind: 'callout', tone: 'warning', title: 'Nothing was recorded', text: error.sentence },
    wayForward,
  );

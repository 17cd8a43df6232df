/** The answer to a mistake that the person can mend: one sentence, and nothing recorded. */

import { type Choice, type Part, type Reply, reply } from '../messages/reply.ts';
import type { UserError } from '../messages/user-error.ts';

/** Buttons that work whatever happened: where the student stands, and what can be typed. */
export const wayForward: Part & { kind: 'choices' } = {
  kind: 'choices',
  choices: [
    { label: 'Continue the lab', request: { kind: 'start' } },
    { label: 'All commands', request: { kind: 'help' } },
  ],
};

/** @param again buttons to try again with, before those that always work */
export const mistake = (error: UserError, again: readonly Choice[] = []): Reply =>
  reply(
    { kind: 'callout', tone: 'warning', title: 'Nothing was recorded', text: error.sentence },
    { ...wayForward, choices: [...again, ...wayForward.choices] },
  );

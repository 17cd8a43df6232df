/** The post of a homework in its channel, with a count that is kept up to date. No names, no class figures beyond it. */

import type { Part } from '../messages/reply.ts';
import { say, strong } from '../messages/rich-text.ts';
import type { Member } from './members.ts';
import type { Assignment } from './rows.ts';
import { dueTime, lateWords } from './words.ts';

/** `17 of 42 complete`. */
export const countWords = (members: readonly Member[]): string => {
  const complete = members.filter(({ summary }) => summary?.completedAt !== undefined).length;
  return members.length === 0 ? 'Nobody has started yet' : `${complete} of ${members.length} complete`;
};

export function postReply(assignment: Assignment, members: readonly Member[]): readonly Part[] {
  const { title, due, late, closedAt, id } = assignment;
  if (closedAt !== undefined) {
    return [
      { kind: 'heading', text: title },
      { kind: 'text', text: 'This homework was taken back. What you did in the lab stays yours.' },
    ];
  }
  return [
    { kind: 'heading', text: title },
    {
      kind: 'text',
      text: say`Due ${dueTime(due)} (${dueTime(due, 'relative')}).${late ? ` Late work ${lateWords(late)}.` : ''}`,
    },
    {
      kind: 'text',
      text: say`Predict first, then run the simulator, in parts if you like. Credit is for finishing, not for being right. ${strong(`${countWords(members)}.`)}`,
    },
    {
      kind: 'choices',
      choices: [
        { label: 'Start', request: { kind: 'owed', what: 'join', assignment: id }, emphasis: 'primary' },
        { label: 'What do I owe?', request: { kind: 'owed' } },
      ],
    },
  ];
}

/** The post of a homework in its channel, with a count that is kept up to date. No names, no class figures beyond it. */

import type { Part } from '../messages/reply.ts';
import { say, strong } from '../messages/rich-text.ts';
import type { ClassCount } from './clerk/desk.ts';
import type { Member } from './members.ts';
import type { Assignment } from './rows.ts';
import { dueTime, lateWords } from './words.ts';

/** `17 of 42 complete`. */
const countWords = ({ complete, enrolled }: ClassCount): string =>
  enrolled === 0 ? 'Nobody has started yet' : `${complete} of ${enrolled} complete`;

export const countOf = (members: readonly Member[]): ClassCount => ({
  complete: members.filter(({ summary }) => summary?.completedAt !== undefined).length,
  enrolled: members.length,
});

export function postReply(assignment: Assignment, count: ClassCount): readonly Part[] {
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
      text: say`Due ${dueTime(due)}.${late ? ` Late work ${lateWords(late)}.` : ''}`,
    },
    {
      kind: 'text',
      text: say`Predict first, then run the simulator, in parts if you like. Credit is for finishing, not for being right. ${strong(`${countWords(count)}.`)}`,
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

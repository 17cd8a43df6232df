/** Who stopped, who circles, and who has not begun. */

import { integer } from '../../messages/format.ts';
import type { Part } from '../../messages/reply.ts';
import type { RichText } from '../../messages/rich-text.ts';
import { exceptionOf } from '../grade.ts';
import { buttons, forInstructors, type Looking, look } from './asks.ts';
import { nudgeable } from './nudges.ts';
import { type Begun, circlingOf, stuckOf, waitingOf } from './standing.ts';
import { agoWords, boundedTable, counted, minutesWords, shownName } from './words.ts';

const runsOf = ({ summary }: Begun): number =>
  summary.acts.reduce((sum, { run }) => sum + (run?.count ?? 0), 0);

const begunRow = (begun: Begun): readonly RichText[] => [
  [shownName(begun.member)],
  begun.step.name,
  agoWords(begun.quietMs),
  counted(runsOf(begun), 'run'),
  minutesWords(begun.summary.activeMs),
];

const COLUMNS = ['Student', 'next step', 'last heard of', 'runs', 'time on task'] as const;

/** Names are students' own words: they stand in tables as plain text, and on no button. */
export function stuckParts(looking: Looking): readonly Part[] {
  const { data } = looking;
  const stuck = stuckOf(data);
  const already = new Set(stuck.map(({ member }) => member.student));
  const circling = circlingOf(data).filter(({ member }) => !already.has(member.student));
  const mayBe = nudgeable(data).length;
  return [
    { kind: 'heading', text: `Stuck: ${integer(stuck.length)}` },
    {
      kind: 'text',
      text:
        stuck.length === 0
          ? 'Nobody who has begun is quiet for a day, or for two hours shortly before the deadline.'
          : `Begun, and quiet for a day, or for two hours in the last twelve before the deadline. ${integer(mayBe)} of ${integer(stuck.length)} can be written to now: once a day at most, and nobody who stopped reminders.`,
    },
    ...(stuck.length === 0 ? [] : boundedTable(COLUMNS, stuck, begunRow)),
    ...(circling.length === 0
      ? []
      : [
          {
            kind: 'text',
            text: `Circling: ${integer(circling.length)}, with many runs of an act and no reflection.`,
          } as const,
          ...boundedTable(COLUMNS, circling, begunRow),
        ]),
    ...buttons([
      ...(mayBe > 0 ? [look(looking, `Nudge all ${integer(mayBe)}`, 'nudge')] : []),
      ...(stuck.length > 0
        ? forInstructors(looking, look(looking, `Extend all ${integer(stuck.length)} by a day`, 'extend'))
        : []),
      look(looking, 'Overview', 'overview'),
    ]),
  ];
}

export function waitingParts(looking: Looking): readonly Part[] {
  const { data } = looking;
  const waiting = waitingOf(data);
  return [
    { kind: 'heading', text: `Not started: ${integer(waiting.length)}` },
    ...(waiting.length === 0
      ? [{ kind: 'text', text: 'Everybody who is enrolled has begun.' } as const]
      : boundedTable(['Student', 'joined', 'reminders'], waiting, (member) => {
          const { person, student } = member;
          const excused = exceptionOf(data.assignment, student)?.excused === true;
          const joined = person
            ? agoWords(Math.max(0, data.now.getTime() - Date.parse(person.joinedAt)))
            : '';
          const reach =
            person?.reach === 'closed'
              ? 'takes no direct messages'
              : `reminders ${person?.reminders ?? 'on'}`;
          return [[shownName(member)], joined, excused ? 'excused' : reach];
        })),
    ...buttons([look(looking, 'Overview', 'overview')]),
  ];
}

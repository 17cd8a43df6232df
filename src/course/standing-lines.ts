/** What a lab's own answers say of the homework: a line under their heading, and a word when it is done. */

import type { LabPack } from '../labs/lab.ts';
import { receipt } from '../ledger/chain.ts';
import type { StudentRecord } from '../ledger/record.ts';
import { summaryOf } from '../ledger/summary.ts';
import type { Part } from '../messages/reply.ts';
import { code, say } from '../messages/rich-text.ts';
import { deadlinesOf, gradeOf, pointsWords } from './grade.ts';
import type { Assignment } from './rows.ts';
import { stepsOf } from './steps.ts';
import type { Visit } from './visit.ts';
import { lateWords, momentIn } from './words.ts';

interface StandingIn {
  readonly visit: Visit;
  readonly pack: LabPack;
  readonly record: StudentRecord;
  readonly assignment: Assignment;
  readonly student: string;
}

const gradeNow = ({ visit, pack, record, assignment, student }: StandingIn) =>
  gradeOf(pack, summaryOf(record, pack), assignment, student, visit.now);

/** `Due Fri 27 Nov, 23:59 · 3 of 8 steps done`. */
export function dueLine(standing: StandingIn): readonly Part[] {
  const { visit, pack, assignment, student } = standing;
  const grade = gradeNow(standing);
  if (grade.excused || grade.complete) return [];
  const { due, lateUntil } = deadlinesOf(assignment, student);
  const done = grade.steps.filter(({ state }) => state !== 'missing').length;
  const { zone } = assignment.due;
  const when =
    visit.now <= due
      ? say`Due ${momentIn(due, zone, 'due')}`
      : lateUntil && visit.now <= lateUntil
        ? say`The deadline has passed; late work ${lateWords(assignment.late)}`
        : say`The deadline has passed, so this counts no more`;
  return [{ kind: 'text', text: say`${when} · ${done} of ${stepsOf(pack).length} steps done.` }];
}

/** Once, with the answer that completed the lab. */
export function doneNotice(standing: StandingIn): readonly Part[] {
  const { pack, record, assignment } = standing;
  const { steps, why, points, of, excused } = gradeNow(standing);
  const completedAt = summaryOf(record, pack).completedAt ?? standing.visit.now;
  const isAllOnTime = steps.every(({ state }) => state === 'on time');
  const how = isAllOnTime ? `on time: ${pointsWords(points)} of ${pointsWords(of)}` : why;
  return [
    {
      kind: 'callout',
      tone: 'success',
      title: `${assignment.title}: ${excused ? 'complete' : 'handed in'}`,
      text: excused
        ? say`You were excused, so it counts neither for nor against you. Your receipt is ${code(receipt(record))}.`
        : say`Complete, ${momentIn(completedAt, assignment.due.zone)}, ${how} points. Your receipt is ${code(receipt(record))}. There is nothing to send: your instructor sees it.`,
    },
  ];
}

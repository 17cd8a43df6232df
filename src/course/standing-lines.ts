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
  const { visit, record, assignment } = standing;
  const grade = gradeNow(standing);
  const late = grade.steps.filter(({ state }) => state !== 'on time').length;
  const how = late === 0 ? 'on time' : grade.why;
  return [
    {
      kind: 'callout',
      tone: 'success',
      title: `${assignment.title}: handed in`,
      text: say`Complete, ${momentIn(visit.now, assignment.due.zone)}, ${how}: ${pointsWords(grade.points)} of ${pointsWords(grade.of)} points. Your receipt is ${code(receipt(record))}. There is nothing to send: your instructor sees it.`,
    },
  ];
}

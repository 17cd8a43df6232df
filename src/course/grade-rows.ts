/** The class as gradebook files take it: each student's grade with how it came about. */

import { Temporal } from 'temporal-polyfill';
import { actName } from '../labs/find.ts';
import { receiptDigits } from '../ledger/chain.ts';
import type { ActSummary } from '../ledger/summary.ts';
import type { CheckedClass } from './checked-class.ts';
import { deadlinesOf, gradeOf } from './grade.ts';
import type { GradeLock, GradeRow } from './gradebook/grade-row.ts';
import { judgeOf } from './insight/locks.ts';
import type { ClassData, Member } from './members.ts';

/** `2026-11-26T22:14:03-05:00`. */
const withOffset = (at: Date, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never', fractionalSecondDigits: 0 });

const MINUTE_MS = 60_000;

/** What was answered, as the ledger keeps it: an option's id, or the number. */
const givenIn = ({ lock, reflect }: ActSummary, isLock: boolean): string | undefined => {
  if (!isLock) return reflect?.option;
  return lock && ('number' in lock.answer ? String(lock.answer.number) : lock.answer.option);
};

function locksOf({ pack }: ClassData, { summary }: Member): readonly GradeLock[] {
  return pack.acts.flatMap((act, index) =>
    ([act.prediction, act.reflection] as const).flatMap((question): readonly GradeLock[] => {
      const isLock = question === act.prediction;
      const kind = judgeOf(pack, act, question).kindOf(summary);
      const of = summary?.acts[index];
      const option = of && givenIn(of, isLock);
      if (!kind || option === undefined) return [];
      return [
        {
          question: `${actName(pack, act)} ${isLock ? 'prediction' : 'reflection'}`,
          option,
          ...(kind.misconception !== undefined && { misconception: kind.misconception }),
          ...(isLock && of?.lock?.sure && { sure: of.lock.sure }),
          right: kind.right,
        },
      ];
    }),
  );
}

export function gradeRows({ data, doubts }: CheckedClass): readonly GradeRow[] {
  const { pack, assignment, now, course } = data;
  const { zone } = assignment.due;
  return data.members.map((member): GradeRow => {
    const { student, name, person, summary } = member;
    const grade = gradeOf(pack, summary, assignment, student, now);
    const { due, extended } = deadlinesOf(assignment, student);
    const doubt = doubts.get(student);
    return {
      student,
      ...(course.pseudonyms ? { pseudonym: name } : { name }),
      ...(person?.section !== undefined && { section: person.section }),
      points: grade.points,
      of: grade.of,
      excused: grade.excused,
      final: grade.final,
      complete: grade.complete,
      started: summary !== undefined,
      openExtension: extended && now <= due && !grade.complete,
      why: grade.why,
      steps: grade.steps.map(({ name: step, at, state }) => ({
        name: step,
        ...(at && { at: withOffset(at, zone) }),
        state,
      })),
      locks: locksOf(data, member),
      runs: (summary?.acts ?? []).reduce((sum, { run }) => sum + (run?.count ?? 0), 0),
      ...(summary && { minutes: Math.round(summary.activeMs / MINUTE_MS) }),
      receipt: summary ? receiptDigits(summary.chain.head) : '',
      ...(doubt && { doubt }),
    };
  });
}

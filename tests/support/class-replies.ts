/** What staff and students are shown of a class, small and large, with names that platforms would take for markup. */

import { resultsOf, resultsParts } from '../../src/course/insight/results.ts';
import {
  finishParts,
  type Looking,
  overviewParts,
  stuckParts,
  studentParts,
  sureParts,
  timeParts,
  waitingParts,
} from '../../src/course/insight/views.ts';
import type { LabPack } from '../../src/labs/lab.ts';
import { type Part, reply } from '../../src/messages/reply.ts';
import { randomClass } from './class.ts';
import { COURSE, type NamedReply } from './every-reply.ts';

const REMINDERS = [
  { kind: '48 h', sent: 25, closed: 1, unknown: 0 },
  { kind: '6 h', sent: 11, closed: 0, unknown: 2 },
];

/** Enough for each of the awkward names. */
const STUDENTS_SHOWN = 14;

function repliesOf(pack: LabPack, size: number): readonly NamedReply[] {
  const data = randomClass(pack, size, { names: 'awkward' });
  const looking: Looking = { data, role: 'instructor' };
  const roster = { rows: size + 2, notLinked: 3, neverSeen: 2 };
  const views: Readonly<Record<string, readonly Part[]>> = {
    overview: overviewParts({ ...looking, section: '1234567890123456789', roster, reminders: REMINDERS }),
    'overview after the deadline': overviewParts({
      data: { ...data, now: new Date(Date.parse(data.assignment.due.instant) + 3_600_000) },
      role: 'assistant',
      reminders: [],
    }),
    stuck: stuckParts(looking),
    waiting: waitingParts(looking),
    time: timeParts(looking),
    finish: finishParts(looking),
    sure: sureParts(looking),
  };
  const students = data.members
    .slice(0, STUDENTS_SHOWN)
    .map((member, at): readonly [string, readonly Part[]] => [
      `student ${at + 1}`,
      studentParts({
        ...looking,
        member,
        written: Array.from({ length: at }, () => ({ kind: '48 h', state: 'sent', at: data.now })),
      }),
    ]);
  const revealed = pack.acts.flatMap((act) => {
    const results = resultsOf(data, act.prediction.id);
    return 'tooFew' in results
      ? []
      : [true, false].map((reflected): readonly [string, readonly Part[]] => [
          `results of ${act.id}, ${reflected ? 'marked' : 'unmarked'}`,
          resultsParts(results, { reflected }),
        ]);
  });
  return [...Object.entries(views), ...students, ...revealed].map(([view, parts]) => ({
    name: `a class of ${size} in ${pack.id}: ${view}`,
    reply: reply(...parts),
  }));
}

export const CLASS_REPLIES: readonly NamedReply[] = COURSE.flatMap((pack) =>
  [0, 12, 400].flatMap((size) => repliesOf(pack, size)),
);

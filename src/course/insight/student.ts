/** One student: every step with its time, what they believed, the grade and why, and what was sent to them. */

import { actName } from '../../labs/find.ts';
import { receiptDigits } from '../../ledger/chain.ts';
import { exact, integer } from '../../messages/format.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import { TO_BE_ENTERED } from '../../messages/request.ts';
import { code, type RichText, type Span, say, strong } from '../../messages/rich-text.ts';
import { DUE_FIELD, standing } from '../fields.ts';
import { deadlinesOf, gradeOf, pointsWords } from '../grade.ts';
import type { Member } from '../members.ts';
import { mentionOf } from '../people.ts';
import type { Out } from '../rows.ts';
import { momentIn } from '../words.ts';
import { buttons, forInstructors, type Looking, look } from './asks.ts';
import { judgeOf } from './locks.ts';
import { SURE_WORDS } from './more-charts.ts';
import { type NoNudge, noNudge } from './nudges.ts';
import { standingOf } from './standing.ts';
import { minutesWords, shownName } from './words.ts';

/** A message that the bot sent first. */
export interface Written {
  /** As it is read: `48 h`, `nudge`. */
  readonly kind: string;
  readonly state: Out['state'];
  readonly at: Date;
}

export interface StudentGiven extends Looking {
  readonly member: Member;
  /** Oldest first. */
  readonly written: readonly Written[];
  /** Their row of the gradebook, as it may be said; absent where none is linked. */
  readonly link?: RichText;
}

/** More of them tell nothing new. */
const MOST_WRITTEN = 6;

const WHY_NOT: Readonly<Record<NoNudge, string | undefined>> = {
  'not stuck': undefined,
  stopped: 'They stopped reminders, so they are not nudged.',
  'not reachable': 'They can’t be written to directly.',
  'written to lately': 'They were written to within a day: they can be nudged again later.',
};

const text = (words: RichText): Part => ({ kind: 'text', text: words });

function timeline({ data: { pack, assignment, now }, member }: StudentGiven): readonly Part[] {
  const { zone } = assignment.due;
  const grade = gradeOf(pack, member.summary, assignment, member.student, now);
  const points = grade.excused
    ? 'no grade'
    : `${pointsWords(grade.points)} of ${pointsWords(grade.of)} points`;
  return [
    {
      kind: 'table',
      columns: ['Step', 'when', 'counts as'],
      rows: grade.steps.map(({ name, at, state }) => [
        name,
        at ? [momentIn(at, zone)] : 'not done',
        state === 'after' ? 'too late' : state === 'missing' ? '' : state,
      ]),
    },
    text(
      say`Grade as it would be exported: ${strong(points)}${grade.final ? '' : ' so far'} (${grade.why}).`,
    ),
  ];
}

/** What they answered at first, in the act's order, with the belief behind it. */
function answersOf({ data: { pack }, member: { summary } }: StudentGiven): readonly Part[] {
  const rows = pack.acts.flatMap((act, index) =>
    ([act.prediction, act.reflection] as const).flatMap((question): readonly (readonly RichText[])[] => {
      const kind = judgeOf(pack, act, question).kindOf(summary);
      if (!kind) return [];
      const isLock = question === act.prediction;
      const lock = isLock ? summary?.acts[index]?.lock : undefined;
      const typed = lock && 'number' in lock.answer ? exact(lock.answer.number) : kind.label;
      return [
        [
          `${actName(pack, act)}: ${isLock ? 'prediction' : 'reflection'}`,
          typed,
          kind.right ? 'right' : (kind.misconception ?? 'wrong'),
          lock?.sure ? SURE_WORDS[lock.sure] : '',
        ],
      ];
    }),
  );
  return rows.length === 0
    ? []
    : [{ kind: 'table', columns: ['Answer', 'theirs', 'belief', 'how sure'], rows }];
}

function workWords({ data: { pack, assignment }, member: { summary } }: StudentGiven): RichText {
  if (!summary) return 'Has joined, and has not begun.';
  const runs = pack.acts.map(
    (act, index) => `${actName(pack, act)} ${integer(summary.acts[index]?.run?.count ?? 0)}`,
  );
  return say`Runs: ${runs.join(', ')}. Time on task: ${minutesWords(summary.activeMs)}. Last heard of ${momentIn(summary.lastAt, assignment.due.zone)}. Receipt ${code(receiptDigits(summary.chain.head))}.`;
}

function writtenWords({ data: { assignment }, written }: StudentGiven): RichText {
  if (written.length === 0) return 'No reminders were sent.';
  const lines = written
    .slice(-MOST_WRITTEN)
    .flatMap(({ kind, state, at }, index): readonly Span[] => [
      `${index === 0 ? '' : '; '}${kind}: ${state}, `,
      momentIn(at, assignment.due.zone),
    ]);
  const earlier = written.length - MOST_WRITTEN;
  return say`Reminders: ${earlier > 0 ? `${integer(earlier)} earlier; ` : ''}${lines}.`;
}

function buttonsOf(given: StudentGiven): readonly Choice[] {
  const { data, member } = given;
  const who = mentionOf(member.student);
  const about = { kind: 'assign', assignment: data.assignment.id, for: who } as const;
  const extended = data.assignment.exceptions[member.student]?.due;
  return [
    ...forInstructors(
      given,
      {
        label: 'Extend…',
        request: { ...about, due: TO_BE_ENTERED },
        field: standing(DUE_FIELD, extended ?? data.assignment.due),
      },
      ...(data.assignment.exceptions[member.student]?.excused
        ? []
        : [{ label: 'Excuse', request: { ...about, excused: true } }]),
    ),
    ...(noNudge(data, member) === undefined ? [look(given, 'Nudge', 'nudge', who)] : []),
    ...forInstructors(given, {
      label: given.link === undefined ? 'Link to row…' : 'Grades',
      request: { kind: 'grades', assignment: data.assignment.id },
    }),
    look(given, 'Overview', 'overview'),
  ];
}

/** The name is the student's own words: it stands as plain text under a heading that has none of them. */
export function studentParts(given: StudentGiven): readonly Part[] {
  const { data, member, link } = given;
  const { due, extended } = deadlinesOf(data.assignment, member.student);
  const extension = extended
    ? say` Their own deadline: ${momentIn(due, data.assignment.due.zone, 'full')}.`
    : '';
  const why = noNudge(data, member);
  const notNudged = why && WHY_NOT[why];
  return [
    { kind: 'heading', text: `One student: ${standingOf(data, member)}` },
    text([shownName(member)]),
    ...(extended ? [text(extension)] : []),
    text(workWords(given)),
    ...timeline(given),
    ...answersOf(given),
    text(writtenWords(given)),
    ...(notNudged === undefined ? [] : [text(notNudged)]),
    text(link === undefined ? 'Not linked to a row of the gradebook.' : say`Gradebook: ${link}`),
    ...buttons(buttonsOf(given)),
  ];
}

/** What staff do about those who are stuck: one message each, or a day more. */

import { studentId } from '../../messages/actor.ts';
import { type Part, reply } from '../../messages/reply.ts';
import type { ClassRequest } from '../../messages/request.ts';
import { command, say, strong } from '../../messages/rich-text.ts';
import { type Due, dueAt, dueWords } from '../../time/due.ts';
import { directTo } from '../address.ts';
import { dueDaysLater } from '../days-later.ts';
import { deadlinesOf } from '../grade.ts';
import { type NoNudge, noNudge } from '../insight/nudges.ts';
import { stuckOf } from '../insight/standing.ts';
import type { ClassData, Member } from '../members.ts';
import { memberNamed } from '../people.ts';
import { nudgeId } from '../reminders.ts';
import type { Assignment } from '../rows.ts';
import { nextStep, stepAt, stepsOf } from '../steps.ts';
import { tell } from '../tell.ts';
import type { Visit } from '../visit.ts';
import { callout, momentIn, plural } from '../words.ts';

/** A nudge that could not be sent at once is of no use a while later. */
const WAITS_MS = 30 * 60_000;

const nudgeReply = ({ assignment, pack }: ClassData, { student, summary }: Member) => {
  const { due } = deadlinesOf(assignment, student);
  const { zone } = assignment.due;
  const left = stepsOf(pack).filter((step) => stepAt(summary, step) === undefined).length;
  const step = nextStep(pack, summary);
  return reply(
    {
      kind: 'text',
      text: say`Your teachers ask how ${strong(assignment.title)} is going. It is due ${momentIn(due, zone, 'due')}; you have ${plural(left, 'step')} left${step ? `, next ${step.name}` : ''}. If something is unclear, ask them.`,
    },
    {
      kind: 'choices',
      choices: [
        { label: 'Continue', request: { kind: 'start', lab: assignment.lab }, emphasis: 'primary' },
        { label: 'Stop reminders', request: { kind: 'owed', what: 'stop' } },
      ],
    },
  );
};

export async function nudgeStuck(
  visit: Visit,
  data: ClassData,
  who: string | undefined,
): Promise<readonly Part[]> {
  const { course, outbox, now, store } = visit;
  const { assignment } = data;
  const one = who === undefined ? undefined : memberNamed(data.members, who);
  const asked = one ? [one] : stuckOf(data).map(({ member }) => member);
  const chosen = asked.filter((member) => noNudge(data, member) === undefined);
  let sent = 0;
  for (const member of chosen) {
    const direct = member.person?.direct;
    if (direct === undefined) continue;
    const { state } = await outbox.deliver(course, {
      id: nudgeId(data.course, assignment, member.student, now),
      kind: 'nudge',
      assignment: assignment.id,
      student: member.student,
      to: directTo(member.student, direct),
      until: new Date(now.getTime() + WAITS_MS),
      // A class takes a while: what somebody did meanwhile, or that they want no messages, holds.
      make: async () => {
        const summary = await store.summary(member.student, data.pack.id);
        if (summary?.completedAt) return { skip: 'done meanwhile' };
        const person = await store.person(member.student);
        return person?.reminders === 'stopped' ? { skip: 'stopped meanwhile' } : nudgeReply(data, member);
      },
    });
    if (state === 'sent') sent += 1;
    await visit.note('nudged', { subject: member.student, after: state });
  }
  return [
    callout(
      sent > 0 ? 'success' : 'info',
      sent > 0 ? `${plural(sent, 'student')} written to` : 'Nobody was written to',
      `${
        sent < chosen.length
          ? `${plural(chosen.length - sent, 'message')} did not arrive, or nobody can tell yet. `
          : ''
      }${leftOutWords(data, asked)}A student gets one message a day at most, reminders included.`,
    ),
  ];
}

const WHY_LEFT_OUT: Readonly<Record<NoNudge, string>> = {
  'not stuck': 'not stuck: complete, excused, heard of lately, or past the deadline',
  stopped: 'stopped reminders',
  'not reachable': 'take no direct messages from me',
  'written to lately': 'written to within a day',
};

/** Why not everybody who was meant is written to: `2 stopped reminders.` */
function leftOutWords(data: ClassData, asked: readonly Member[]): string {
  if (asked.length === 0) return 'Nobody is stuck. ';
  const counts = new Map<NoNudge, number>();
  for (const member of asked) {
    const why = noNudge(data, member);
    if (why) counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  const words = [...counts].map(([why, count]) => `${count} ${WHY_LEFT_OUT[why]}`);
  return words.length === 0 ? '' : `Left out: ${words.join('; ')}. `;
}

/** Whoever was given more time has not had that long to show whether it helps. */
const GIVEN_LATELY_MS = 24 * 60 * 60_000;

const wasGivenLately = ({ exceptions }: Assignment, student: string, now: Date): boolean => {
  const given = exceptions[student];
  return given !== undefined && now.getTime() - Date.parse(given.at) < GIVEN_LATELY_MS;
};

/** What somebody has, as a due time of the course's clock. */
const dueFor = (assignment: Assignment, student: string): Due =>
  dueAt(deadlinesOf(assignment, student).due, assignment.due.zone);

export async function extendStuck(
  visit: Visit,
  data: ClassData,
  request: ClassRequest,
): Promise<readonly Part[]> {
  const { store, course, actor, now } = visit;
  const stuck = stuckOf(data).map(({ member }) => member);
  if (stuck.length === 0) return [callout('info', 'Nobody is stuck', 'So nobody was given more time.')];
  const waiting = stuck.filter(({ student }) => !wasGivenLately(data.assignment, student, now));
  if (waiting.length === 0) {
    return [
      callout(
        'info',
        'All of them were given more time within a day',
        say`So nobody was given another day. For one student: ${command({ kind: 'assign', due: 'Mon 12:00', for: '@ada' })}.`,
      ),
    ];
  }
  const left = stuck.length - waiting.length;
  if (request.step !== 'yes') {
    return [
      {
        kind: 'choices',
        prompt: say`${strong(plural(waiting.length, 'student'))} would have a day more than now. Each is told by direct message.${
          left > 0 ? ` ${left} more were given time within a day, and would keep what they have.` : ''
        }`,
        choices: [
          {
            label: `Give ${plural(waiting.length, 'student')} a day more`,
            request: { ...request, step: 'yes' },
            emphasis: 'primary',
          },
        ],
      },
    ];
  }
  const by = studentId(actor);
  const given = new Map<string, { readonly before: Due; readonly after: Due }>();
  const changed = await store.changeAssignment(course, data.assignment.id, (before) => {
    given.clear();
    if (!before || before.closedAt !== undefined) return undefined;
    // By the row as it is now: pressed twice, or by two, it is one day.
    for (const { student } of waiting) {
      if (before.exceptions[student]?.excused || wasGivenLately(before, student, now)) continue;
      const due = dueFor(before, student);
      given.set(student, { before: due, after: dueDaysLater(due, 1) });
    }
    const extensions = [...given].map(
      ([student, { after }]) => [student, { due: after, by, at: now.toISOString() }] as const,
    );
    return { ...before, exceptions: { ...before.exceptions, ...Object.fromEntries(extensions) } };
  });
  for (const [student, { before, after }] of given) {
    await visit.note('extended', { subject: student, before: dueWords(before), after: dueWords(after) });
    await tell(visit, student, changed ?? data.assignment, 'exception', [
      {
        kind: 'text',
        text: say`You have a day more for ${strong(data.assignment.title)}: until ${momentIn(new Date(after.instant), after.zone, 'full')}.`,
      },
    ]);
  }
  if (given.size === 0)
    return [callout('info', 'They have it already', 'Nobody was given another day by this.')];
  return [
    callout(
      'success',
      `${plural(given.size, 'student has', 'students have')} a day more`,
      'Whoever can be reached was told by direct message. Each extension shows with the student, where it can be removed.',
    ),
  ];
}

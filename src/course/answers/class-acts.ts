/** What staff do about those who are stuck: one message each, or a day more. */

import { studentId } from '../../messages/actor.ts';
import { type Part, reply } from '../../messages/reply.ts';
import type { ClassRequest } from '../../messages/request.ts';
import { say, strong } from '../../messages/rich-text.ts';
import { dueAt, dueWords } from '../../time/due.ts';
import { daysLater } from '../../time/wall.ts';
import { instantOf } from '../../time/when.ts';
import { directTo } from '../address.ts';
import { deadlinesOf } from '../grade.ts';
import { noNudge, nudgeable } from '../insight/nudges.ts';
import { stuckOf } from '../insight/standing.ts';
import type { ClassData, Member } from '../members.ts';
import { memberNamed } from '../people.ts';
import { nudgeId } from '../reminders.ts';
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
  const chosen = one ? (noNudge(data, one) === undefined ? [one] : []) : nudgeable(data);
  const stuck = one ? 1 : stuckOf(data).length;
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
      make: async () => {
        const summary = await store.summary(member.student, data.pack.id);
        return summary?.completedAt ? { skip: 'done meanwhile' } : nudgeReply(data, member);
      },
    });
    if (state === 'sent') sent += 1;
    await visit.note('nudged', { subject: member.student, after: state });
  }
  const left = stuck - chosen.length;
  return [
    callout(
      sent > 0 ? 'success' : 'info',
      sent > 0 ? `${plural(sent, 'student')} written to` : 'Nobody was written to',
      `${
        sent < chosen.length
          ? `${plural(chosen.length - sent, 'message')} did not arrive, or nobody can tell yet. `
          : ''
      }${
        left > 0
          ? `${plural(left, 'student was', 'students were')} left out: they stopped reminders, can’t be written to, or were written to within a day. `
          : ''
      }A student gets one message a day at most, reminders included.`,
    ),
  ];
}

/** A day more than each of them has, by the wall clock. */
function dayMore(data: ClassData, { student }: Member) {
  const { zone } = data.assignment.due;
  const { due } = deadlinesOf(data.assignment, student);
  const wall = daysLater(dueAt(due, zone).wall, 1);
  return dueAt(instantOf(wall, zone), zone);
}

export async function extendStuck(
  visit: Visit,
  data: ClassData,
  request: ClassRequest,
): Promise<readonly Part[]> {
  const { store, course, actor, now } = visit;
  const { assignment } = data;
  const stuck = stuckOf(data).map(({ member }) => member);
  if (stuck.length === 0) return [callout('info', 'Nobody is stuck', 'So nobody was given more time.')];
  if (request.step !== 'yes') {
    return [
      {
        kind: 'choices',
        prompt: say`${strong(plural(stuck.length, 'student'))} would have a day more than now. Each is told by direct message.`,
        choices: [
          {
            label: `Give ${plural(stuck.length, 'student')} a day more`,
            request: { ...request, step: 'yes' },
            emphasis: 'primary',
          },
        ],
      },
    ];
  }
  const by = studentId(actor);
  const dues = new Map(stuck.map((member) => [member.student, dayMore(data, member)] as const));
  const until = (student: string): string =>
    dueWords(dueAt(deadlinesOf(assignment, student).due, assignment.due.zone));
  const changed = await store.changeAssignment(course, assignment.id, (before) => {
    if (!before) return undefined;
    const extensions = [...dues].map(
      ([student, due]) => [student, { due, by, at: now.toISOString() }] as const,
    );
    return { ...before, exceptions: { ...before.exceptions, ...Object.fromEntries(extensions) } };
  });
  for (const [student, due] of dues) {
    await visit.note('extended', { subject: student, before: until(student), after: dueWords(due) });
    await tell(visit, student, changed ?? assignment, 'exception', [
      {
        kind: 'text',
        text: say`You have a day more for ${strong(assignment.title)}: until ${momentIn(new Date(due.instant), due.zone, 'full')}.`,
      },
    ]);
  }
  return [
    callout(
      'success',
      `${plural(stuck.length, 'student has', 'students have')} a day more`,
      'Whoever can be reached was told by direct message. Each extension shows with the student, where it can be removed.',
    ),
  ];
}

/** `/owed`: what a student has to do, soonest first; Start; and the reminders, which they may stop. */

import { receiptWords } from '../../ledger/chain.ts';
import type { Summary } from '../../ledger/summary.ts';
import { studentId } from '../../messages/actor.ts';
import { type Choice, type Part, reply } from '../../messages/reply.ts';
import { type OwedRequest, TO_BE_ENTERED } from '../../messages/request.ts';
import { code, command, type RichText, say, strong } from '../../messages/rich-text.ts';
import { directTo } from '../address.ts';
import { LINK_FIELD } from '../fields.ts';
import { deadlinesOf, gradeOf, pointsWords } from '../grade.ts';
import { ridOf } from '../reminders.ts';
import type { Assignment, Person } from '../rows.ts';
import { nextStep, stepsOf } from '../steps.ts';
import type { Visit } from '../visit.ts';
import { callout, lateWords, momentIn, plural } from '../words.ts';

/** How long a message that is sent to see whether it arrives may take. */
const TRIED_MS = 10 * 60_000;

/** Beside the reminders’ button and that of the gradebook: a row on every platform. */
const LABS_OFFERED = 3;

const WHAT_IS_OWED: Part = {
  kind: 'choices',
  choices: [{ label: 'What do I owe?', request: { kind: 'owed' } }],
};

/** One homework, as its student stands in it. */
export interface Owed {
  readonly assignment: Assignment;
  readonly summary: Summary | undefined;
}

/** Everything that is assigned to this student, soonest first. */
export async function owedBy({ view, store }: Visit, student: string): Promise<readonly Owed[]> {
  const all = view?.assignments ?? [];
  const owed = await Promise.all(
    all.map(async (assignment) => ({ assignment, summary: await store.summary(student, assignment.lab) })),
  );
  return owed.toSorted(
    (a, b) =>
      deadlinesOf(a.assignment, student).due.getTime() - deadlinesOf(b.assignment, student).due.getTime(),
  );
}

export const isDone = ({ summary }: Owed): boolean => summary?.completedAt !== undefined;

const isExcused = ({ assignment }: Owed, student: string): boolean =>
  assignment.exceptions[student]?.excused === true;

/** True where what is done now still counts, in full or in part. */
export const stillCounts = (
  { assignment }: Pick<Owed, 'assignment'>,
  student: string,
  now: Date,
): boolean => {
  const { due, lateUntil } = deadlinesOf(assignment, student);
  return now <= (lateUntil ?? due);
};

function oneOwed(visit: Visit, owed: Owed, student: string): readonly Part[] {
  const { packs, now } = visit;
  const { assignment, summary } = owed;
  const pack = packs.find(({ id }) => id === assignment.lab);
  if (!pack) return [];
  const title = strong(assignment.title);
  const { due, extended } = deadlinesOf(assignment, student);
  const grade = gradeOf(pack, summary, assignment, student, now);
  const { zone } = assignment.due;
  const points = `${pointsWords(grade.points)} of ${pointsWords(grade.of)} points`;
  const receipt = summary && say`Receipt ${code(receiptWords(summary.chain.head))}.`;
  if (isExcused(owed, student)) {
    return [
      {
        kind: 'text',
        text:
          isDone(owed) && receipt
            ? say`${title}: you are excused, and have completed it all the same. ${receipt}`
            : say`${title}: you are excused. You may still do it.`,
      },
    ];
  }
  if (isDone(owed) && summary?.completedAt) {
    const isAllOnTime = grade.steps.every(({ state }) => state === 'on time');
    return [
      {
        kind: 'text',
        text: say`${title}: complete, ${momentIn(summary.completedAt, zone)}; ${isAllOnTime ? `on time, ${points}` : `${grade.why} points`}. ${receipt ?? ''}`,
      },
    ];
  }
  const left = stepsOf(pack).filter((_, index) => grade.steps[index]?.state === 'missing').length;
  const step = nextStep(pack, summary);
  const lateness: RichText =
    now <= due
      ? ''
      : stillCounts(owed, student, now)
        ? say` ${strong('Its deadline has passed')}; work ${lateWords(assignment.late)}.`
        : say` ${strong('Its deadline has passed')}, and what you do now is not counted. You may still do it.`;
  return [
    {
      kind: 'text',
      text: say`${title}: ${now <= due ? 'due' : 'was due'} ${momentIn(due, zone, 'due')}${extended ? ' (you have more time than the class)' : ''}.${lateness} ${plural(left, 'step')} left${step ? `, next ${step.name}` : ''}; so far ${points}.`,
    },
  ];
}

function reminderLine(person: Person | undefined): { text: RichText; choice: Choice } {
  const on = { label: 'Turn reminders on', request: { kind: 'owed', what: 'on' } } as const;
  const stop = { label: 'Stop reminders', request: { kind: 'owed', what: 'stop' } } as const;
  if (person?.reminders === 'stopped') return { text: 'Reminders are off, as you asked.', choice: on };
  if (person?.reach === 'closed') {
    return {
      text: say`I can’t write to you directly: allow direct messages from this server, then turn reminders on. Until then, look here with ${command({ kind: 'owed' })}.`,
      choice: on,
    };
  }
  return person?.direct === undefined
    ? { text: 'No reminders: I have no direct message channel with you yet.', choice: on }
    : { text: 'Reminders come by direct message, unless you are done.', choice: stop };
}

async function overview(visit: Visit): Promise<readonly Part[]> {
  const { actor, store } = visit;
  const student = studentId(actor);
  const all = await owedBy(visit, student);
  const person = await store.person(student);
  const undone = all.filter((owed) => !isDone(owed) && !isExcused(owed, student));
  const open = undone.filter((owed) => stillCounts(owed, student, visit.now));
  // What still counts first; one button for a lab, also where it is assigned twice.
  const labs = [...open, ...undone].filter(
    ({ assignment: { lab } }, index, all) =>
      all.findIndex(({ assignment }) => assignment.lab === lab) === index,
  );
  const { text, choice } = reminderLine(person);
  const isLinked = person?.row !== undefined;
  return [
    {
      kind: 'heading',
      text:
        open.length > 0
          ? 'What you owe'
          : undone.length > 0
            ? 'Nothing more can be handed in'
            : 'You owe nothing',
    },
    ...(all.length === 0
      ? [
          {
            kind: 'text',
            text: say`Nothing is assigned here yet. The labs are open all the same: ${command({ kind: 'labs' })}.`,
          } as const,
        ]
      : all.flatMap((owed) => oneOwed(visit, owed, student))),
    { kind: 'text', text: say`${text} ${isLinked ? 'You are linked to your row of the gradebook.' : ''}` },
    {
      kind: 'choices',
      choices: [
        ...labs.slice(0, LABS_OFFERED).map(
          ({ assignment, summary }, index): Choice => ({
            label: `${summary ? 'Continue' : 'Start'}: ${assignment.title}`.slice(0, 40),
            request: { kind: 'start', lab: assignment.lab },
            ...(index === 0 && { emphasis: 'primary' as const }),
          }),
        ),
        choice,
        ...(isLinked || all.length === 0
          ? []
          : [
              {
                label: 'Link me to the gradebook',
                request: { kind: 'mydata', what: 'link', with: TO_BE_ENTERED },
                field: LINK_FIELD,
              } as const,
            ]),
      ],
    },
  ];
}

/** Opens the direct message channel, at the press that asked for it, and keeps what came of it. */
export async function reach(visit: Visit): Promise<Person | undefined> {
  const { actor, couriers, store } = visit;
  const student = studentId(actor);
  const courier = couriers.get(actor.platform);
  const before = await store.person(student);
  if (!courier || (before?.direct !== undefined && before.reach !== 'closed')) return before;
  const opened = await courier.openDirect(actor.workspace, actor.user);
  if (opened === 'unknown') return before;
  return store.changePerson(student, (person) =>
    person
      ? {
          ...person,
          ...(opened === 'closed'
            ? { reach: 'closed' as const }
            : { direct: opened.channel, reach: 'open' as const }),
        }
      : undefined,
  );
}

/** A channel opens also with somebody who takes no messages: only a message tells. */
async function tried(visit: Visit, person: Person | undefined): Promise<Person | undefined> {
  const { actor, course, store, outbox, now } = visit;
  if (person?.direct === undefined) return person;
  const student = studentId(actor);
  await outbox.deliver(course, {
    id: ridOf(student, 'on', now.toISOString()),
    kind: 'on',
    student,
    to: directTo(student, person.direct),
    until: new Date(now.getTime() + TRIED_MS),
    make: async () => reply({ kind: 'text', text: 'Reminders are on, and reach you here.' }, WHAT_IS_OWED),
  });
  return store.person(student);
}

async function turn(visit: Visit, what: 'stop' | 'on'): Promise<readonly Part[]> {
  const { actor, store, view } = visit;
  const student = studentId(actor);
  // Nobody is known before there is a course, and nobody is written to.
  if (!view) {
    return [
      callout(
        'info',
        'There are no reminders here yet',
        say`Nothing is assigned here, so nobody is reminded of anything. The labs are open all the same: ${command({ kind: 'labs' })}.`,
      ),
    ];
  }
  const before = await store.changePerson(student, (person) =>
    person ? { ...person, reminders: what === 'stop' ? 'stopped' : 'on' } : undefined,
  );
  if (what === 'stop') {
    return [
      callout(
        'success',
        'Reminders stopped',
        say`You get no more reminders or nudges in this course. ${command({ kind: 'owed' })} always shows what is due, and turns them on again.`,
      ),
      WHAT_IS_OWED,
    ];
  }
  const opened = await reach(visit);
  const person = before?.reach === 'closed' ? await tried(visit, opened) : opened;
  return [
    person?.reach === 'closed' || person?.direct === undefined
      ? callout('warning', 'I can’t write to you directly', reminderLine(person).text)
      : callout('success', 'Reminders are on', 'They come by direct message, unless you are done.'),
    WHAT_IS_OWED,
  ];
}

/** @param join the answer to Start, which opens the lab too */
export async function owed(
  visit: Visit,
  request: OwedRequest,
  join: (visit: Visit, assignment: string) => Promise<readonly Part[]>,
): Promise<readonly Part[]> {
  switch (request.what) {
    case 'join':
      return join(visit, request.assignment ?? '');
    case 'stop':
    case 'on':
      return turn(visit, request.what);
    default:
      return overview(visit);
  }
}

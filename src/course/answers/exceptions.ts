/** `/assign for @ada …`: an extension, or an excuse. An assignment to one person takes from the class's what it doesn't say. */

import { studentId } from '../../messages/actor.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import { type AssignRequest, TO_BE_ENTERED } from '../../messages/request.ts';
import { code, command, type RichText, type Span, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { type Due, dueAt, dueShort, dueWords } from '../../time/due.ts';
import { readDue } from '../../time/when.ts';
import { dueDaysLater } from '../days-later.ts';
import { DUE_FIELD, standing } from '../fields.ts';
import { shownName } from '../insight/words.ts';
import { nameOf, readMembers } from '../members.ts';
import { memberNamed, mentionOf, studentMentioned } from '../people.ts';
import type { Assignment, Exception } from '../rows.ts';
import { tell } from '../tell.ts';
import { lineOf, type Visit } from '../visit.ts';
import { callout, dueTime } from '../words.ts';

/** In the example of an extension. */
const DAYS_MORE = 3;

export interface Meant {
  readonly student: string;
  /** As it is shown. */
  readonly name: string;
}

/** Somebody in the class, or mentioned and not seen yet. */
export async function meant(visit: Visit, typed: string): Promise<Meant> {
  const { course, view, store } = visit;
  const mentioned = studentMentioned(course, typed);
  const shown = (student: string, name: string): Meant => ({ student, name: shownName({ student, name }) });
  if (mentioned !== undefined && view) {
    return shown(mentioned, nameOf(view.course, mentioned, await store.person(mentioned)));
  }
  const members = view ? await readMembers(store, view, view.assignments.at(-1)?.lab ?? '') : [];
  const { student, name } = memberNamed(members, typed);
  return shown(student, name);
}

function assignmentFor({ view }: Visit, { assignment, lab }: AssignRequest): Assignment {
  const all = view?.assignments ?? [];
  const found = all.findLast(
    (each) => (assignment === undefined || each.id === assignment) && (lab === undefined || each.lab === lab),
  );
  if (found) return found;
  throw new UserError(
    assignment === undefined || all.length === 0
      ? say`Nothing is assigned yet that somebody could be given more time for. Assign a lab first: ${command({ kind: 'assign', due: 'Fri 23:59' })}.`
      : say`That homework was taken back, so nothing was changed. ${command({ kind: 'class' })} shows the newest one.`,
  );
}

/** A line that gives this student some days more, whatever day it is: `/assign Mon 30 Nov 23:59 for @ada`. */
function lineFor({ due }: Assignment, { now, view }: Visit, { student, name }: Meant): Span {
  const from = now < new Date(due.instant) ? due : dueAt(now, due.zone);
  const until = dueShort(dueDaysLater(from, DAYS_MORE)).replace(',', '');
  // A mention beside a pseudonym would say who it is.
  return command({
    kind: 'assign',
    due: until,
    for: view?.course.pseudonyms ? name : mentionOf(student),
  });
}

/** What is the class's own is not one student's. */
function refuseForAll({ late, points, full }: AssignRequest, line: Span): void {
  if (late === undefined && points === undefined && full === undefined) return;
  throw new UserError(
    say`One student can be given another deadline or be excused; late work and points are the same for the whole class, so nothing was changed. For example: ${line}.`,
  );
}

const words = (exception: Exception | undefined): string =>
  exception?.excused ? 'excused' : exception?.due ? `until ${dueWords(exception.due)}` : 'no exception';

function choicesFor(assignment: Assignment, { student }: Meant, exception: Exception | undefined): Choice[] {
  const about = { kind: 'assign', assignment: assignment.id, for: mentionOf(student) } as const;
  return [
    {
      label: 'Give more time',
      request: { ...about, due: TO_BE_ENTERED },
      field: standing(DUE_FIELD, exception?.due ?? assignment.due),
    },
    ...(exception?.excused ? [] : [{ label: 'Excuse', request: { ...about, excused: true } }]),
    ...(exception ? [{ label: 'Remove', request: { ...about, step: 'undo' as const } }] : []),
    {
      label: 'Show them',
      request: { kind: 'class', what: 'student', who: mentionOf(student), assignment: assignment.id },
    },
  ];
}

/** `isSame`: it was so already, so that nobody has to be told again. */
async function change(
  visit: Visit,
  assignment: Assignment,
  { student }: Meant,
  exception: Omit<Exception, 'by' | 'at'> | undefined,
): Promise<{ readonly changed: Assignment; readonly isSame: boolean }> {
  const { store, course, now, actor } = visit;
  let before: Exception | undefined;
  let isSame = false;
  const given = exception && { ...exception, by: studentId(actor), at: now.toISOString() };
  const next = (is: Assignment | undefined): Assignment | undefined => {
    if (!is) return undefined;
    const { [student]: had, ...others } = is.exceptions;
    before = had;
    isSame = had?.due?.instant === exception?.due?.instant && had?.excused === exception?.excused;
    if (isSame) return undefined;
    return { ...is, exceptions: given ? { ...others, [student]: given } : others };
  };
  const act = exception === undefined ? 'removed an exception' : exception.excused ? 'excused' : 'extended';
  const changed = await store.changeAssignment(course, assignment.id, next, () =>
    lineOf(visit, act, { subject: student, before: words(before), after: words(given) }),
  );
  return { changed: changed ?? assignment, isSame };
}

/** Undefined where clocks show that time twice: the message says what to type instead. */
async function readOne(typed: string, visit: Visit, zone: string): Promise<Due> {
  const read = await readDue(typed, { now: visit.now, zone });
  if (read.kind === 'due') return read.due;
  throw new UserError(
    say`Clocks are set back that night, so that time comes twice. Give another, or write ${code(`due @${Date.parse(read.earlier.instant) / 1000}`)} for the first of the two.`,
  );
}

/** Somebody who would have less time than the class was given no extension. */
function refuseEarlier({ due: all }: Assignment, due: Due, line: Span): void {
  if (due.instant > all.instant) return;
  throw new UserError(
    say`${strong(dueWords(due))} is no more time than the class has, until ${dueWords(all)}, so nothing was changed. Give a later one: ${line}.`,
  );
}

const tellUnless = async (isSame: boolean, ...what: Parameters<typeof tell>): Promise<RichText> =>
  isSame ? 'It was so already, so they were not told again.' : tell(...what);

export async function exceptionFor(
  visit: Visit,
  request: AssignRequest,
  zone: string,
): Promise<readonly Part[]> {
  const assignment = assignmentFor(visit, request);
  const who = await meant(visit, request.for ?? '');
  const line = lineFor(assignment, visit, who);
  refuseForAll(request, line);
  const { title } = assignment;
  const had = assignment.exceptions[who.student];
  if (request.step === 'undo') {
    const { changed, isSame } = await change(visit, assignment, who, undefined);
    const told = await tellUnless(isSame, visit, who.student, changed, 'exception', [
      { kind: 'text', text: say`${strong(title)} is due ${dueTime(changed.due)} for you, as for everybody.` },
    ]);
    return [
      callout(
        'success',
        'Removed',
        say`${who.name}: ${title} is due ${dueWords(changed.due)}, as for everybody. ${told}`,
      ),
      { kind: 'choices', choices: choicesFor(changed, who, undefined) },
    ];
  }
  if (request.excused) {
    const { changed, isSame } = await change(visit, assignment, who, { excused: true });
    const told = await tellUnless(isSame, visit, who.student, changed, 'exception', [
      {
        kind: 'text',
        text: say`You are excused from ${strong(title)}: you owe nothing in it. You may still do it.`,
      },
    ]);
    return [
      callout(
        'success',
        `${who.name} is excused`,
        say`${title} counts neither for nor against them: ${code('EX')} in Canvas, left out in Moodle. ${told}`,
      ),
      { kind: 'choices', choices: choicesFor(changed, who, changed.exceptions[who.student]) },
    ];
  }
  if (request.due !== undefined) {
    const due = await readOne(request.due, visit, zone);
    refuseEarlier(assignment, due, line);
    const { changed, isSame } = await change(visit, assignment, who, { due });
    const told = await tellUnless(isSame, visit, who.student, changed, 'exception', [
      {
        kind: 'text',
        text: say`You have more time for ${strong(title)}: until ${dueTime(due)}.`,
      },
    ]);
    return [
      callout(
        'success',
        `${who.name} has until ${dueWords(due)}`,
        say`${title}, instead of ${dueWords(assignment.due)}. ${told}`,
      ),
      { kind: 'choices', choices: choicesFor(changed, who, changed.exceptions[who.student]) },
    ];
  }
  return [
    { kind: 'heading', text: `${who.name}: ${title}` },
    { kind: 'text', text: say`Due ${dueWords(assignment.due)}. For them: ${strong(words(had))}.` },
    {
      kind: 'choices',
      prompt: say`Or type it: ${line}.`,
      choices: choicesFor(assignment, who, had),
    },
  ];
}

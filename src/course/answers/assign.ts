/** `/assign`: everything is shown as it will be, with dates echoed in full, and posted by one press. */

import { randomBytes } from 'node:crypto';
import type { LabPack } from '../../labs/lab.ts';
import { studentId } from '../../messages/actor.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import { type AssignRequest, TO_BE_ENTERED } from '../../messages/request.ts';
import { code, command, type RichText, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { clockChoices } from '../../time/clock-choices.ts';
import { type Due, dueAt, dueEcho, dueShort, dueWords } from '../../time/due.ts';
import { shiftOutOfQuiet } from '../../time/quiet.ts';
import { daysLater, wallOf } from '../../time/wall.ts';
import { instantOf, readDue } from '../../time/when.ts';
import { place, readZone } from '../../time/zone.ts';
import { DUE_FIELD } from '../fields.ts';
import { titleProblem } from '../gradebook/title.ts';
import type { Assignment, Draft } from '../rows.ts';
import { quietOf, settingsOf } from '../settings.ts';
import { stepsOf } from '../steps.ts';
import type { Visit } from '../visit.ts';
import { dueTime, hoursWords, lateWords, plural, pointsOf } from '../words.ts';
import { assignPosted } from './assign-post.ts';
import { exceptionFor } from './exceptions.ts';

/** A late period that an instructor allows with one press. */
const LATE_DAYS = 2;
const LATE_PERCENT = 50;
const FRIDAY = 5;
const HOUR_MS = 60 * 60_000;

const DRAFT_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Short enough for a button, and not to be guessed by a press of an older one. */
const newId = (): string =>
  [...randomBytes(6)].map((byte) => DRAFT_LETTERS[byte % DRAFT_LETTERS.length]).join('');

/** Asked once in a course: people know what time it is, few know what their zone is called. */
function clockQuestion({ actor, now }: Visit, request: AssignRequest): readonly Part[] {
  const choice = (zone: string, label: string): Choice => ({ label, request: { ...request, zone } });
  return [
    { kind: 'heading', text: 'Which clock do you mean?' },
    {
      kind: 'choices',
      prompt: say`Choose the one that shows what yours shows now. It is asked once and holds for the whole course. None of them? Add a city: ${command({ kind: 'assign', zone: 'Kolkata' })}.`,
      choices: clockChoices(actor.locale, now).map(({ zone, label }) => choice(zone, label)),
    },
  ];
}

/** The Friday after next midnight at the earliest, so that a class has some days. */
function nextFriday(now: Date, zone: string): string {
  const today = wallOf(now, zone);
  const day = new Date(`${today}Z`).getUTCDay();
  const ahead = (FRIDAY - day + 7) % 7;
  return daysLater(today, ahead < 2 ? ahead + 7 : ahead, '23:59');
}

type ReadOne = { readonly due: Due } | { readonly ask: readonly Part[] };

/** One moment, or the question which of two is meant where clocks are set back that night. */
async function readOne(
  typed: string,
  { now }: Visit,
  zone: string,
  choose: (typed: string) => AssignRequest,
): Promise<ReadOne> {
  const read = await readDue(typed, { now, zone });
  if (read.kind === 'due') return { due: read.due };
  const choice = (due: Due, which: string): Choice => ({
    label: `${which}: ${dueWords(due).slice(-12)}`,
    request: choose(`@${Date.parse(due.instant) / 1000}`),
  });
  return {
    ask: [
      { kind: 'heading', text: 'That time comes twice in that night' },
      {
        kind: 'choices',
        prompt: `Clocks in ${place(zone)} are set back then. Which of the two do you mean?`,
        choices: [choice(read.earlier, 'The first'), choice(read.later, 'The second')],
      },
    ],
  };
}

const LATE = /^(.*?)(?:[\s,]+(\d{1,3})\s*%)?$/s;

/** `Sun 23:59 50%`; the share may be left out. */
function lateParts(typed: string): { readonly until: string; readonly percent: number } {
  const [, until = '', percent] = LATE.exec(typed.trim()) ?? [];
  const share = percent === undefined ? LATE_PERCENT : Number(percent);
  if (share < 1 || share > 100) {
    throw new UserError(
      say`Late work can count from 1% to 100%, and ${strong(`${share}%`)} is outside of that. Type for example ${code(`late ${until} ${LATE_PERCENT}%`)}.`,
    );
  }
  return { until, percent: share };
}

/** The lab that is meant: named, or the only one, or the one whose turn it is in the list. */
function packOf({ packs, view }: Visit, lab: string | undefined): LabPack {
  const assigned = new Set(view?.assignments.map((each) => each.lab));
  const pack =
    lab === undefined
      ? (packs.find(({ id }) => !assigned.has(id)) ?? packs.at(-1))
      : packs.find(({ id }) => id === lab);
  if (!pack) throw new UserError('There is no lab here that could be assigned.');
  return pack;
}

/** The homework in this lab that students may still hand in. */
export const openAssignment = (visit: Visit, lab: string): Assignment | undefined =>
  visit.view?.assignments.findLast(
    (each) => each.lab === lab && visit.now <= new Date((each.late?.until ?? each.due).instant),
  );

/** Draws up what was asked for. An open homework in the same lab is offered to be moved: never two by accident. */
async function drawUp(visit: Visit, request: AssignRequest, zone: string): Promise<ReadOne | Draft> {
  const { actor, now } = visit;
  // A deadline that is being moved is about the lab that is open, where none was named.
  const openLabs = visit.packs.filter(({ id }) => openAssignment(visit, id) !== undefined);
  const pack =
    request.lab === undefined && openLabs.length === 1 && openLabs[0]
      ? openLabs[0]
      : packOf(visit, request.lab);
  const problem = titleProblem(pack.title);
  if (problem !== undefined) throw new UserError(problem);
  const open = openAssignment(visit, pack.id);
  const typed = request.due ?? nextFriday(now, zone);
  const due = await readOne(typed, visit, zone, (at) => ({ ...request, due: at }));
  if ('ask' in due) return due;
  let late: Draft['late'] = request.late === undefined ? open?.late : undefined;
  if (request.late !== undefined && request.late.trim().toLowerCase() !== 'none') {
    const { until, percent } = lateParts(request.late);
    const read = await readOne(until, visit, zone, (at) => ({ ...request, late: `${at} ${percent}%` }));
    if ('ask' in read) return read;
    late = { until: read.due, percent };
  }
  if (late && late.until.instant <= due.due.instant) {
    if (request.late === undefined) late = undefined;
    else
      throw new UserError(
        say`Late work until ${strong(dueEcho(late.until))} would end before the homework is due, ${dueEcho(due.due)}. Give a later one, or ${code('late none')}.`,
      );
  }
  return {
    schema: 1,
    id: newId(),
    lab: pack.id,
    ...(actor.channel !== undefined && { channel: actor.channel }),
    due: due.due,
    ...(late && { late }),
    points:
      request.points === undefined
        ? (open?.points ?? stepsOf(pack).length * 100)
        : Math.round(request.points * 100),
    ...(request.full !== undefined && { full: Math.min(request.full, stepsOf(pack).length) }),
    ...(open && { moves: open.id }),
  };
}

function creditWords(pack: LabPack, draft: Draft): RichText {
  const steps = stepsOf(pack);
  const each =
    draft.points === steps.length * 100 && draft.full === undefined
      ? `one for each of ${steps.length} steps`
      : draft.full === undefined
        ? `over ${steps.length} steps`
        : `all of them for ${draft.full} of ${steps.length} steps`;
  return say`Credit for finishing, not for being right: ${strong(pointsOf(draft))}, ${each}. Late work: ${strong(lateWords(draft.late))}.`;
}

/** `Wed 25 Nov, 21:00, before quiet hours`, where a reminder is moved; nothing where it is not. */
function movedWords(at: Date, moved: Date, zone: string): string {
  return moved.getTime() === at.getTime()
    ? ''
    : `, the one of ${dueShort(dueAt(at, zone))} already at ${dueShort(dueAt(moved, zone))}, before quiet hours`;
}

function reminderWords({ view, now }: Visit, due: Due): RichText {
  const course = view?.course ?? {};
  const hours = settingsOf(course).reminders.value;
  if (hours.length === 0) return 'Reminders are off.';
  const times = hours.map((each) => {
    const at = new Date(Date.parse(due.instant) - each * HOUR_MS);
    return { at, moved: shiftOutOfQuiet(at, due.zone, quietOf(course)) };
  });
  const past = times.filter(({ moved }) => moved <= now).length;
  const moves = times
    .filter(({ moved }) => moved > now)
    .map(({ at, moved }) => movedWords(at, moved, due.zone));
  return say`Reminders by direct message to those not done: ${strong(`${hoursWords(hours)} before`)}${moves.join('')}${
    past > 0 ? `; ${plural(past, 'of these is', 'of these are')} past already` : ''
  }.`;
}

/** What was drawn up, to be looked at before anything is done. */
async function preview(visit: Visit, draft: Draft): Promise<readonly Part[]> {
  const pack = packOf(visit, draft.lab);
  const { channel } = draft;
  const target = channel ?? visit.view?.course.channel;
  const changed: AssignRequest = {
    kind: 'assign',
    lab: draft.lab,
    due: TO_BE_ENTERED,
    ...(draft.late && {
      late: `@${Date.parse(draft.late.until.instant) / 1000} ${draft.late.percent}%`,
    }),
    points: draft.points / 100,
  };
  const choices: Choice[] = [
    {
      label: channel === undefined ? (target === undefined ? 'Assign it' : 'Post it') : 'Post it here',
      request: { kind: 'assign', step: 'post', draft: draft.id },
      emphasis: 'primary',
    },
    ...(draft.late
      ? []
      : [{ label: 'Allow late work', request: { kind: 'assign', step: 'late', draft: draft.id } } as const]),
    { label: 'Another date', request: changed, field: DUE_FIELD },
    { label: 'Don’t', request: { kind: 'assign', step: 'drop', draft: draft.id } },
  ];
  return [
    { kind: 'heading', text: pack.title },
    {
      kind: 'text',
      text: say`Due ${strong(dueWords(draft.due))}. On your own clock: ${dueTime(draft.due)}.`,
    },
    { kind: 'text', text: creditWords(pack, draft) },
    {
      kind: 'text',
      text: say`${reminderWords(visit, draft.due)} Students see class results ${strong('only when you reveal them')}.`,
    },
    {
      kind: 'choices',
      prompt:
        target === undefined
          ? say`Nothing has been done yet. There is no channel here to post in: students find it with ${command({ kind: 'owed' })}.`
          : 'Nothing has been posted yet.',
      choices,
    },
  ];
}

/** Where the lab is open already: move it, take in this channel too, or really a second one. */
async function instead(visit: Visit, draft: Draft, open: Assignment): Promise<readonly Part[]> {
  const { actor, store, course, now } = visit;
  const elsewhere =
    actor.channel !== undefined && !open.posts.some(({ channel }) => channel === actor.channel);
  const isSame = open.due.instant === draft.due.instant;
  const earlier = draft.due.instant < open.due.instant;
  let warning: RichText = '';
  if (earlier) {
    const progress = await store.progress(course, open.lab);
    const people = await store.people(course);
    const students = [...people].filter(([, { role }]) => role === 'student').map(([student]) => student);
    const waiting = students.filter((student) => !progress.has(student)).length;
    warning = say` That is ${strong('earlier')} than it was: ${plural(waiting, 'student has', 'students have')} not started.`;
  }
  const choices: Choice[] = [
    ...(elsewhere
      ? [
          {
            label: 'The same, for this channel too',
            request: { kind: 'assign', step: 'section', draft: draft.id },
            emphasis: 'primary',
          } as const,
        ]
      : []),
    ...(isSame
      ? []
      : [
          {
            label: `Move it to ${dueShort(draft.due)}`.slice(0, 40),
            request: { kind: 'assign', step: 'move', draft: draft.id },
            ...(!elsewhere && { emphasis: 'primary' as const }),
          } as const,
        ]),
    { label: 'Assign it a second time', request: { kind: 'assign', step: 'separate', draft: draft.id } },
    { label: 'Take it back', request: { kind: 'assign', step: 'close', assignment: open.id } },
    { label: 'Don’t', request: { kind: 'assign', step: 'drop', draft: draft.id } },
  ];
  return [
    { kind: 'heading', text: `${open.title} is assigned already` },
    {
      kind: 'text',
      text: say`It is due ${strong(dueWords(open.due))}; late work ${lateWords(open.late)}.${
        isSame ? '' : say` You gave ${strong(dueWords(draft.due))}.`
      }${warning} ${now > new Date(open.due.instant) ? 'Its deadline has passed; late work is still open.' : ''}`,
    },
    { kind: 'choices', prompt: 'Nothing has been changed yet.', choices },
  ];
}

/** The first clock makes the course; whoever chose it is its instructor in direct messages too, where platforms name none. */
async function setClock({ store, course, actor, view, note }: Visit, zone: string): Promise<void> {
  await store.changeCourse(course, (before) => ({
    ...before,
    zone,
    ...(!view && { staff: { ...before.staff, users: { [actor.user]: 'instructor' } } }),
  }));
  await note('set zone', { before: view?.course.zone ?? 'not chosen yet', after: zone });
}

export async function assign(visit: Visit, request: AssignRequest): Promise<readonly Part[]> {
  const { store, actor, view } = visit;
  if (request.step !== undefined && request.step !== 'undo') return assignPosted(visit, request, preview);
  if (request.zone !== undefined) {
    const zone = readZone(request.zone);
    await setClock(visit, zone);
  }
  const chosen = request.zone === undefined ? view?.course.zone : readZone(request.zone);
  const zone = chosen ?? actor.zone;
  if (zone === undefined) return clockQuestion(visit, request);
  if (chosen === undefined) await setClock(visit, zone);
  if (request.for !== undefined) return exceptionFor(visit, request, zone);
  const drawn = await drawUp(visit, request, zone);
  if ('ask' in drawn) return drawn.ask;
  if (!('schema' in drawn)) return [];
  await store.keepDraft(studentId(actor), drawn);
  const open = drawn.moves === undefined ? undefined : openAssignment(visit, drawn.lab);
  return open ? instead(visit, drawn, open) : preview(visit, drawn);
}

/** A late period of two days, half the credit, added to what was drawn up. */
export function withLate(draft: Draft): Draft {
  const { wall, zone } = draft.due;
  const until = daysLater(wall, LATE_DAYS);
  return {
    ...draft,
    late: {
      until: { wall: until, zone, instant: instantOf(until, zone).toISOString() },
      percent: LATE_PERCENT,
    },
  };
}

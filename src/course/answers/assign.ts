/** `/assign`: everything is shown as it will be, with dates echoed in full, and posted by one press. */

import type { LabPack } from '../../labs/lab.ts';
import { studentId } from '../../messages/actor.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import { type AssignRequest, TO_BE_ENTERED } from '../../messages/request.ts';
import { command, type RichText, say, strong } from '../../messages/rich-text.ts';
import { clockChoices } from '../../time/clock-choices.ts';
import { type Due, dueAt, dueShort, dueWords } from '../../time/due.ts';
import { shiftOutOfQuiet } from '../../time/quiet.ts';
import { readZone } from '../../time/zone.ts';
import { DUE_FIELD, LATE_FIELD, POINTS_FIELD, standing } from '../fields.ts';
import type { Assignment, Draft } from '../rows.ts';
import { quietOf, settingsOf } from '../settings.ts';
import { stepsOf } from '../steps.ts';
import type { Visit } from '../visit.ts';
import { dueTime, hoursWords, lateWords, plural, pointsOf } from '../words.ts';
import { drawUp, openAssignment, packOf } from './assign-draft.ts';
import { assignPosted } from './assign-post.ts';
import { exceptionFor } from './exceptions.ts';

const HOUR_MS = 60 * 60_000;

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
  const change = { kind: 'assign', step: 'change', draft: draft.id } as const;
  const choices: Choice[] = [
    {
      label: channel === undefined ? (target === undefined ? 'Assign it' : 'Post it') : 'Post it here',
      request: { kind: 'assign', step: 'post', draft: draft.id },
      emphasis: 'primary',
    },
    ...(draft.late
      ? []
      : [{ label: 'Allow late work', request: { kind: 'assign', step: 'late', draft: draft.id } } as const]),
    {
      label: 'Another date',
      request: { ...change, due: TO_BE_ENTERED },
      field: standing(DUE_FIELD, draft.due),
    },
    {
      label: 'Late work until',
      request: { ...change, late: TO_BE_ENTERED },
      field: draft.late ? standing(LATE_FIELD, draft.late.until) : LATE_FIELD,
    },
    { label: 'Other points', request: { ...change, points: TO_BE_ENTERED }, field: POINTS_FIELD },
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
  await store.keepDraft(studentId(actor), drawn);
  const open = drawn.moves === undefined ? undefined : openAssignment(visit, drawn.lab);
  return open ? instead(visit, drawn, open) : preview(visit, drawn);
}

/** What `/assign` shows before anything is done: the homework as it would be, or what may be done with one that is there. */

import type { LabPack } from '../../labs/lab.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import { TO_BE_ENTERED } from '../../messages/request.ts';
import { command, type RichText, say, strong } from '../../messages/rich-text.ts';
import { type Due, dueAt, dueShort, dueWords } from '../../time/due.ts';
import { shiftOutOfQuiet } from '../../time/quiet.ts';
import { DUE_FIELD, LATE_FIELD, POINTS_FIELD, standing } from '../fields.ts';
import { readMembers } from '../members.ts';
import type { Assignment, Draft } from '../rows.ts';
import { quietOf, settingsOf } from '../settings.ts';
import { stepsOf } from '../steps.ts';
import type { Visit } from '../visit.ts';
import { dueTime, hoursWords, lateWords, plural, pointsOf } from '../words.ts';
import { packOf } from './assign-draft.ts';

const HOUR_MS = 60 * 60_000;
const MOST_LABEL_LETTERS = 40;

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

/** Forms that change what was drawn up. */
function changes({ id, due, late }: Draft): readonly Choice[] {
  const change = { kind: 'assign', step: 'change', draft: id } as const;
  return [
    { label: 'Another date', request: { ...change, due: TO_BE_ENTERED }, field: standing(DUE_FIELD, due) },
    {
      label: 'Late work until',
      request: { ...change, late: TO_BE_ENTERED },
      field: late ? standing(LATE_FIELD, late.until) : LATE_FIELD,
    },
    { label: 'Other points', request: { ...change, points: TO_BE_ENTERED }, field: POINTS_FIELD },
  ];
}

/** Where it would be posted, as far as that is not here. */
function whereWords({ view }: Visit, { channel }: Draft): RichText {
  if (channel !== undefined) return 'Nothing has been posted yet.';
  return view?.course.channel === undefined
    ? say`Nothing has been done yet. There is no channel here to post in: students find it with ${command({ kind: 'owed' })}.`
    : 'Nothing has been posted yet. It is posted in the channel of your last homework; to post it in another, assign it there.';
}

function preview(visit: Visit, draft: Draft): readonly Part[] {
  const pack = packOf(visit, draft.lab);
  const { channel } = draft;
  const target = channel ?? visit.view?.course.channel;
  const choices: Choice[] = [
    {
      label: channel === undefined ? (target === undefined ? 'Assign it' : 'Post it') : 'Post it here',
      request: { kind: 'assign', step: 'post', draft: draft.id },
      emphasis: 'primary',
    },
    ...(draft.late
      ? []
      : [{ label: 'Allow late work', request: { kind: 'assign', step: 'late', draft: draft.id } } as const]),
    ...changes(draft),
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
    { kind: 'choices', prompt: whereWords(visit, draft), choices },
  ];
}

type Figures = Pick<Draft, 'due' | 'late' | 'points' | 'full'>;

/** All that students go by, in words: `due …; late work not counted; 8 points`. */
export const figureWords = ({ due, late, points, full }: Figures): string =>
  `due ${dueWords(due)}; late work ${lateWords(late)}; ${pointsOf({ points })}${
    full === undefined ? '' : `, all of them for ${full} steps`
  }`;

/** Who has not begun would have less time for all of it. */
async function earlierWords({ store, view }: Visit, { due }: Draft, homework: Assignment): Promise<RichText> {
  if (!view || due.instant >= homework.due.instant) return '';
  const members = await readMembers(store, view, homework.lab);
  const waiting = members.filter(({ summary }) => !summary).length;
  return say` That is ${strong('earlier')} than it was: ${plural(waiting, 'student has', 'students have')} not started.`;
}

/** Whether the channel has it, or may yet have it. */
async function isPostedIn(
  { store, course }: Visit,
  homework: Assignment,
  channel: string,
): Promise<'posted' | 'failed' | 'not yet'> {
  const post = homework.posts.find((each) => each.channel === channel);
  if (!post) return 'not yet';
  if (post.ref !== undefined) return 'posted';
  const state = (await store.out(course, post.id))?.state;
  return state === undefined || state === 'sent' || state === 'sending' ? 'posted' : 'failed';
}

/** Where the lab is assigned already: change it, take in this channel too, or really a second one. */
async function instead(visit: Visit, draft: Draft, homework: Assignment): Promise<readonly Part[]> {
  const { now, packs, view } = visit;
  const here = draft.channel === undefined ? 'posted' : await isPostedIn(visit, homework, draft.channel);
  const [is, would] = [figureWords(homework), figureWords(draft)];
  const isMoved = homework.due.instant !== draft.due.instant;
  const next = packs.find(({ id }) => !view?.assignments.some(({ lab }) => lab === id));
  const choices: Choice[] = [
    ...(here === 'posted'
      ? []
      : [
          {
            label: here === 'failed' ? 'Post it here again' : 'The same, for this channel too',
            request: { kind: 'assign', step: 'section', draft: draft.id },
            emphasis: 'primary',
          } as const,
        ]),
    ...(is === would
      ? []
      : [
          {
            label: isMoved ? `Move it to ${dueShort(draft.due)}` : 'Change it to that',
            request: { kind: 'assign', step: 'move', draft: draft.id },
            ...(here === 'posted' && { emphasis: 'primary' as const }),
          } as const,
        ]),
    ...changes(draft),
    { label: 'Assign it a second time', request: { kind: 'assign', step: 'separate', draft: draft.id } },
    ...(next
      ? [
          {
            label: `Rather ${next.title}`.slice(0, MOST_LABEL_LETTERS),
            request: {
              kind: 'assign',
              lab: next.id,
              ...(isMoved && { due: `@${Date.parse(draft.due.instant) / 1000}` }),
            },
          } as const,
        ]
      : []),
    { label: 'Take it back', request: { kind: 'assign', step: 'close', assignment: homework.id } },
    { label: 'Don’t', request: { kind: 'assign', step: 'drop', draft: draft.id } },
  ];
  return [
    { kind: 'heading', text: `${homework.title} is assigned already` },
    {
      kind: 'text',
      text: say`It is ${strong(is)}.${now > new Date(homework.due.instant) ? ' Its deadline has passed.' : ''}${
        is === would ? '' : say` It would be ${strong(would)}.`
      }${await earlierWords(visit, draft, homework)}`,
    },
    { kind: 'choices', prompt: 'Nothing has been changed yet.', choices },
  ];
}

/** What was drawn up, to be looked at before anything is done. */
export async function shownDraft(visit: Visit, draft: Draft): Promise<readonly Part[]> {
  const homework = visit.view?.assignments.find(({ id }) => id === draft.moves);
  return homework ? instead(visit, draft, homework) : preview(visit, draft);
}

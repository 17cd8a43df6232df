/** What `/assign` draws up: a lab with its deadline, late work and points, from words or from what a form sends. */

import type { LabPack } from '../../labs/lab.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import { type AssignRequest, TO_BE_ENTERED } from '../../messages/request.ts';
import { command, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { type Due, dueEcho, dueShort, dueWords } from '../../time/due.ts';
import { daysLater, wallOf } from '../../time/wall.ts';
import { readDue } from '../../time/when.ts';
import { place } from '../../time/zone.ts';
import { dueDaysLater } from '../days-later.ts';
import { titleProblem } from '../gradebook/title.ts';
import type { Assignment, Draft } from '../rows.ts';
import { stepsOf } from '../steps.ts';
import type { Visit } from '../visit.ts';
import { again, newId } from './assign-asked.ts';

/** A late period that an instructor allows with one press. */
const LATE_DAYS = 2;
const LATE_PERCENT = 50;
const FRIDAY = 5;

/** The Friday after next midnight at the earliest, so that a class has some days. */
function nextFriday(now: Date, zone: string): string {
  const today = wallOf(now, zone);
  const day = new Date(`${today}Z`).getUTCDay();
  const ahead = (FRIDAY - day + 7) % 7;
  return daysLater(today, ahead < 2 ? ahead + 7 : ahead, '23:59');
}

/** A question that has to be answered before anything is drawn up. */
interface Ask {
  readonly ask: readonly Part[];
}

/**
 * One moment, or the question which of two is meant where clocks are set back that night.
 * @param answer what a button of the question adds to the request
 */
async function readOne(
  typed: string,
  visit: Visit,
  zone: string,
  request: AssignRequest,
  answer: (at: string) => Pick<AssignRequest, 'due' | 'late'>,
): Promise<{ readonly due: Due } | Ask> {
  const read = await readDue(typed, { now: visit.now, zone });
  if (read.kind === 'due') return { due: read.due };
  const both = [read.earlier, read.later];
  // The clock was set by the request that asks.
  const { zone: _, ...rest } = request;
  const requests = await again(
    visit,
    rest,
    both.map(({ instant }) => answer(`@${Date.parse(instant) / 1000}`)),
  );
  return {
    ask: [
      { kind: 'heading', text: 'That time comes twice in that night' },
      {
        kind: 'choices',
        prompt: `Clocks in ${place(zone)} are set back then. Which of the two do you mean?`,
        choices: requests.map(
          (each, index): Choice => ({
            label: `${index === 0 ? 'The first' : 'The second'}${offsetOf(both[index])}`,
            request: each,
          }),
        ),
      },
    ],
  };
}

/** `: UTC−4`, which is all that tells the two apart. */
const offsetOf = (due: Due | undefined): string => {
  const [, offset] = /, (UTC[^)]*)\)$/.exec(due ? dueWords(due) : '') ?? [];
  return offset === undefined ? '' : `: ${offset}`;
};

const LATE = /^(.*?)(?:[\s,]+(\d{1,3})\s*%)?$/s;

/**
 * `Sun 23:59 50%`.
 * @param usual the share where none is given
 */
function lateParts(typed: string, usual: number): { readonly until: string; readonly percent: number } {
  const [, until = '', percent] = LATE.exec(typed.trim()) ?? [];
  const share = percent === undefined ? usual : Number(percent);
  if (share < 1 || share > 100) {
    throw new UserError(
      say`Late work can count from 1% to 100%, and ${strong(`${share}%`)} is outside of that. Type for example ${command({ kind: 'assign', late: `${until} ${LATE_PERCENT}%` })}.`,
    );
  }
  return { until, percent: share };
}

/** The lab that is meant: named, or the only one, or the one whose turn it is in the list. */
export function packOf({ packs, view }: Visit, lab: string | undefined): LabPack {
  const assigned = new Set(view?.assignments.map((each) => each.lab));
  const pack =
    lab === undefined
      ? (packs.find(({ id }) => !assigned.has(id)) ?? packs.at(-1))
      : packs.find(({ id }) => id === lab);
  if (!pack) throw new UserError('There is no lab here that could be assigned.');
  return pack;
}

/** When nothing of it may be handed in any more, but by extensions. */
const endOf = ({ late, due }: Assignment): number => Date.parse((late?.until ?? due).instant);

const isOpen = (assignment: Assignment, now: Date): boolean => now.getTime() <= endOf(assignment);

/** A deadline that passed so lately may be meant to be moved. */
const MOVABLE_MS = 14 * 24 * 60 * 60_000;

/** The homework in this lab that a new date may be meant for: one that is open, or was until lately. */
export const movable = (
  { now }: Pick<Visit, 'now'>,
  assignments: readonly Assignment[],
  lab: string,
): Assignment | undefined =>
  assignments.findLast((each) => each.lab === lab && now.getTime() <= endOf(each) + MOVABLE_MS);

/** The labs that students may still hand something in for. */
export const openLabs = ({ packs, view, now }: Visit): readonly LabPack[] =>
  packs.filter(({ id }) => view?.assignments.some((each) => each.lab === id && isOpen(each, now)));

type Figures = Pick<Draft, 'due' | 'late' | 'points' | 'full'>;

/**
 * Reads what was given.
 * @param before what holds where nothing was given
 */
async function figures(
  visit: Visit,
  request: AssignRequest,
  zone: string,
  before: Omit<Figures, 'due'> & { readonly due?: Due },
): Promise<Figures | Ask> {
  const { due: typed, late: typedLate, points, full = before.full } = request;
  if (points === TO_BE_ENTERED) {
    throw new UserError(
      say`You gave no number of points. Any from 0.5 to 1,000 in halves will do: ${command({ kind: 'assign', points: 10 })}.`,
    );
  }
  const due =
    typed === undefined && before.due
      ? { due: before.due }
      : await readOne(typed ?? nextFriday(visit.now, zone), visit, zone, request, (at) => ({ due: at }));
  if ('ask' in due) return due;
  let late = typedLate === undefined ? before.late : undefined;
  if (typedLate !== undefined && typedLate.trim().toLowerCase() !== 'none') {
    const { until, percent } = lateParts(typedLate, before.late?.percent ?? LATE_PERCENT);
    const read = await readOne(until, visit, zone, request, (at) => ({ late: `${at} ${percent}%` }));
    if ('ask' in read) return read;
    late = { until: read.due, percent };
  }
  if (late && late.until.instant <= due.due.instant) {
    if (typedLate !== undefined)
      throw new UserError(
        say`Late work until ${strong(dueEcho(late.until))} would end before the homework is due, ${dueEcho(due.due)}. Give a later one, or none: ${command({ kind: 'assign', due: dueShort(due.due), late: 'none' })}.`,
      );
    late = undefined;
  }
  return {
    due: due.due,
    ...(late && { late }),
    points: points === undefined ? before.points : Math.round(points * 100),
    ...(full !== undefined && { full }),
  };
}

/** Draws up what was asked for. An open homework in the same lab is offered to be moved: never two by accident. */
export async function drawUp(visit: Visit, request: AssignRequest, zone: string): Promise<Ask | Draft> {
  const { channel } = visit.actor;
  // A deadline that is being moved is about the lab that is open, where none was named.
  const [open, ...others] = request.lab === undefined ? openLabs(visit) : [];
  const pack = open && others.length === 0 ? open : packOf(visit, request.lab);
  const problem = titleProblem(pack.title);
  if (problem !== undefined) throw new UserError(problem);
  const before = movable(visit, visit.view?.assignments ?? [], pack.id);
  const steps = stepsOf(pack).length;
  // What was not given stays as it is; a date that has passed is no date to go on from.
  const read = await figures(visit, request, zone, {
    ...(before && visit.now < new Date(before.due.instant) && { due: before.due }),
    ...(before?.late && { late: before.late }),
    points: before?.points ?? steps * 100,
    ...(before?.full !== undefined && { full: before.full }),
  });
  if ('ask' in read) return read;
  return {
    schema: 1,
    id: newId(),
    lab: pack.id,
    ...(channel !== undefined && { channel }),
    ...read,
    ...(read.full !== undefined && { full: Math.min(read.full, steps) }),
    ...(before && { moves: before.id }),
  };
}

/** The same with what a form changed in it; under an id of its own, so that what was shown before can't be posted any more. */
export async function redrawn(visit: Visit, request: AssignRequest, draft: Draft): Promise<Ask | Draft> {
  const { late: _, ...rest } = draft;
  const read = await figures(visit, request, draft.due.zone, draft);
  return 'ask' in read ? read : { ...rest, ...read, id: newId() };
}

/** A late period of two days, half the credit, added to what was drawn up. */
export const withLate = (draft: Draft): Draft => ({
  ...draft,
  late: { until: dueDaysLater(draft.due, LATE_DAYS), percent: LATE_PERCENT },
});

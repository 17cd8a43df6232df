/** What `/assign` draws up: a lab with its deadline, late work and points, from words or from what a form sends. */

import { randomBytes } from 'node:crypto';
import type { LabPack } from '../../labs/lab.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import { type AssignRequest, TO_BE_ENTERED } from '../../messages/request.ts';
import { code, command, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { type Due, dueEcho, dueWords } from '../../time/due.ts';
import { daysLater, wallOf } from '../../time/wall.ts';
import { instantOf, readDue } from '../../time/when.ts';
import { place } from '../../time/zone.ts';
import { titleProblem } from '../gradebook/title.ts';
import type { Assignment, Draft } from '../rows.ts';
import { stepsOf } from '../steps.ts';
import type { Visit } from '../visit.ts';

/** A late period that an instructor allows with one press. */
const LATE_DAYS = 2;
const LATE_PERCENT = 50;
const FRIDAY = 5;

const DRAFT_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Short enough for a button, and not to be guessed by a press of an older one. */
const newId = (): string =>
  [...randomBytes(6)].map((byte) => DRAFT_LETTERS[byte % DRAFT_LETTERS.length]).join('');

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

/** One moment, or the question which of two is meant where clocks are set back that night. */
async function readOne(
  typed: string,
  { now }: Visit,
  zone: string,
  choose: (typed: string) => AssignRequest,
): Promise<{ readonly due: Due } | Ask> {
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

/**
 * `Sun 23:59 50%`.
 * @param usual the share where none is given
 */
function lateParts(typed: string, usual: number): { readonly until: string; readonly percent: number } {
  const [, until = '', percent] = LATE.exec(typed.trim()) ?? [];
  const share = percent === undefined ? usual : Number(percent);
  if (share < 1 || share > 100) {
    throw new UserError(
      say`Late work can count from 1% to 100%, and ${strong(`${share}%`)} is outside of that. Type for example ${code(`late ${until} ${LATE_PERCENT}%`)}.`,
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

/** The homework in this lab that students may still hand in. */
export const openAssignment = (visit: Visit, lab: string): Assignment | undefined =>
  visit.view?.assignments.findLast(
    (each) => each.lab === lab && visit.now <= new Date((each.late?.until ?? each.due).instant),
  );

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
      : await readOne(typed ?? nextFriday(visit.now, zone), visit, zone, (at) => ({ ...request, due: at }));
  if ('ask' in due) return due;
  let late = typedLate === undefined ? before.late : undefined;
  if (typedLate !== undefined && typedLate.trim().toLowerCase() !== 'none') {
    const { until, percent } = lateParts(typedLate, before.late?.percent ?? LATE_PERCENT);
    const read = await readOne(until, visit, zone, (at) => ({ ...request, late: `${at} ${percent}%` }));
    if ('ask' in read) return read;
    late = { until: read.due, percent };
  }
  if (late && late.until.instant <= due.due.instant) {
    if (typedLate !== undefined)
      throw new UserError(
        say`Late work until ${strong(dueEcho(late.until))} would end before the homework is due, ${dueEcho(due.due)}. Give a later one, or ${code('late none')}.`,
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
  const openLabs = visit.packs.filter(({ id }) => openAssignment(visit, id) !== undefined);
  const pack =
    request.lab === undefined && openLabs.length === 1 && openLabs[0]
      ? openLabs[0]
      : packOf(visit, request.lab);
  const problem = titleProblem(pack.title);
  if (problem !== undefined) throw new UserError(problem);
  const open = openAssignment(visit, pack.id);
  const steps = stepsOf(pack).length;
  const read = await figures(visit, request, zone, {
    ...(open?.late && { late: open.late }),
    points: open?.points ?? steps * 100,
  });
  if ('ask' in read) return read;
  return {
    schema: 1,
    id: newId(),
    lab: pack.id,
    ...(channel !== undefined && { channel }),
    ...read,
    ...(read.full !== undefined && { full: Math.min(read.full, steps) }),
    ...(open && { moves: open.id }),
  };
}

/** The same with what a form changed in it; under an id of its own, so that what was shown before can't be posted any more. */
export async function redrawn(visit: Visit, request: AssignRequest, draft: Draft): Promise<Ask | Draft> {
  const { late: _, ...rest } = draft;
  const read = await figures(visit, request, draft.due.zone, draft);
  return 'ask' in read ? read : { ...rest, ...read, id: newId() };
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

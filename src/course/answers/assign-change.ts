/** What is done with a homework that is there: moved, changed, taken back, put back. */

import type { Part } from '../../messages/reply.ts';
import { command, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { dueShort, dueWords } from '../../time/due.ts';
import { editPosts } from '../posts.ts';
import type { Assignment, Draft } from '../rows.ts';
import type { Visit } from '../visit.ts';
import { callout } from '../words.ts';
import { figureWords } from './assign-shown.ts';

export const gone = (): readonly Part[] => [
  callout(
    'info',
    'This is no longer what you drew up last',
    say`Nothing was changed. Type ${command({ kind: 'assign', due: 'Fri 23:59' })} to draw it up again.`,
  ),
];

/** Pressed too late: everything that it says is of then. */
export function refusePassed({ now }: Visit, { due }: Draft): void {
  if (now < new Date(due.instant)) return;
  throw new UserError(
    say`${strong(dueWords(due))} has passed since you drew this up, so nothing was done. Give another date: ${command({ kind: 'assign', due: 'Fri 23:59' })}.`,
  );
}

export async function move(visit: Visit, draft: Draft): Promise<readonly Part[]> {
  const { course, store } = visit;
  if (draft.moves === undefined) return gone();
  let before: Assignment | undefined;
  const moved = await store.changeAssignment(course, draft.moves, (now) => {
    if (!now || now.closedAt !== undefined) return undefined;
    before = now;
    if (now.due.instant !== draft.due.instant) refusePassed(visit, draft);
    const { late: _, full: __, ...rest } = now;
    const { due, late, points, full } = draft;
    return { ...rest, due, points, ...(late && { late }), ...(full !== undefined && { full }) };
  });
  if (!moved || !before) return gone();
  const isSame = figureWords(before) === figureWords(moved);
  const isMoved = before.due.instant !== moved.due.instant;
  if (!isSame) {
    await visit.note(isMoved ? 'moved the deadline' : 'changed the homework', {
      subject: moved.id,
      before: figureWords(before),
      after: figureWords(moved),
    });
  }
  await editPosts(visit, course, moved);
  return [
    callout(
      'success',
      isMoved ? `Moved to ${dueShort(moved.due)}` : isSame ? 'It is so already' : 'Changed',
      say`${strong(moved.title)} is ${figureWords(moved)}. The post, reminders and grades follow; whoever has more time than that keeps it.`,
    ),
  ];
}

export const takenBack = ({ id, title }: Assignment): readonly Part[] => [
  callout(
    'success',
    'Taken back',
    say`${strong(title)} is owed no more, and nobody is reminded of it. What students did in the lab stays theirs.`,
  ),
  {
    kind: 'choices',
    choices: [{ label: 'Put it back', request: { kind: 'assign', step: 'undo', assignment: id } }],
  },
];

const noSuch = (): UserError =>
  new UserError(say`There is no such homework here. ${command({ kind: 'class' })} shows the newest one.`);

export async function takeBack(visit: Visit, id: string): Promise<readonly Part[]> {
  const { course, store, now } = visit;
  let isNew = false;
  const closed = await store.changeAssignment(course, id, (before) => {
    isNew = before !== undefined && before.closedAt === undefined;
    return before && isNew ? { ...before, closedAt: now.toISOString() } : undefined;
  });
  if (!closed) throw noSuch();
  if (isNew) await visit.note('took back', { subject: id, before: dueWords(closed.due) });
  await editPosts(visit, course, closed);
  return takenBack(closed);
}

/** Of one that was taken back: with its extensions, its posts and everything else as it was. */
export async function putBack(visit: Visit, id: string): Promise<readonly Part[]> {
  const { course, store } = visit;
  const every = await store.everyAssignment(course);
  const lab = every.find((each) => each.id === id)?.lab;
  const other = every.find((each) => each.lab === lab && each.id !== id && each.closedAt === undefined);
  if (other) {
    throw new UserError(
      say`${strong(other.title)} was assigned again since, due ${dueWords(other.due)}, so nothing was changed. ${command({ kind: 'assign', lab: other.lab })} shows what you can do with that one.`,
    );
  }
  let isNew = false;
  const back = await store.changeAssignment(course, id, (before) => {
    isNew = before?.closedAt !== undefined;
    if (!before || !isNew) return undefined;
    const { closedAt: _, ...open } = before;
    return open;
  });
  if (!back) throw noSuch();
  if (isNew) await visit.note('put back', { subject: id, after: dueWords(back.due) });
  await editPosts(visit, course, back);
  return [callout('success', 'Put back', say`${strong(back.title)} is ${figureWords(back)}.`)];
}

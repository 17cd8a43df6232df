/** What the buttons under a drawn-up homework do: post it, move a deadline, take in a section, take it back. */

import { studentId } from '../../messages/actor.ts';
import type { Part, Reply } from '../../messages/reply.ts';
import { reply } from '../../messages/reply.ts';
import type { AssignRequest } from '../../messages/request.ts';
import { command, say, strong } from '../../messages/rich-text.ts';
import { dueShort, dueWords } from '../../time/due.ts';
import { channelOf } from '../address.ts';
import { readMembers } from '../members.ts';
import { countOf, postReply } from '../post.ts';
import { editPosts } from '../posts.ts';
import { ridOf } from '../reminders.ts';
import type { Assignment, Draft } from '../rows.ts';
import type { Visit } from '../visit.ts';
import { callout } from '../words.ts';
import { redrawn, withLate } from './assign-draft.ts';
import { reach } from './owed.ts';

/** What a message is called in the outbox: the same for the same post. */
export const postId = (assignment: string, channel: string): string => ridOf(assignment, 'post', channel);

/** A post waits no longer than this for a platform that is away. */
const POST_MS = 10 * 60_000;

const gone = (): readonly Part[] => [
  callout(
    'info',
    'This is no longer what you drew up last',
    say`Nothing was changed. Type ${command({ kind: 'assign', due: 'Fri 23:59' })} to draw it up again.`,
  ),
];

function assignmentOf(draft: Draft, title: string, by: string, at: Date): Assignment {
  const { id, lab, due, late, points, full } = draft;
  return {
    schema: 1,
    id,
    lab,
    title,
    points,
    ...(full !== undefined && { full }),
    due,
    ...(late && { late }),
    posts: [],
    reveals: {},
    exceptions: {},
    by,
    at: at.toISOString(),
  };
}

/** Posts it in the channel; what comes back says what became of the post. */
async function post(visit: Visit, assignment: Assignment, channel: string): Promise<readonly Part[]> {
  const { actor, course, store, outbox, now, view, couriers } = visit;
  if (!couriers.has(actor.platform)) return [];
  const id = postId(assignment.id, channel);
  await store.changeAssignment(course, assignment.id, (before) =>
    before && !before.posts.some((each) => each.channel === channel)
      ? { ...before, posts: [...before.posts, { channel, id }] }
      : undefined,
  );
  const members = view ? await readMembers(store, view, assignment.lab) : [];
  const made: Reply = reply(...postReply(assignment, countOf(members)));
  const sent = await outbox.deliver(course, {
    id,
    kind: 'post',
    assignment: assignment.id,
    to: channelOf(course, channel),
    until: new Date(now.getTime() + POST_MS),
    make: async () => made,
  });
  const { ref } = sent;
  if (ref !== undefined) {
    await store.changeAssignment(course, assignment.id, (before) =>
      before
        ? { ...before, posts: before.posts.map((each) => (each.id === id ? { ...each, ref } : each)) }
        : undefined,
    );
  }
  switch (sent.state) {
    case 'sent':
      return [];
    case 'failed':
    case 'closed': {
      const why = (await store.out(course, id))?.why;
      return [
        callout(
          'warning',
          'It is assigned, and not posted',
          say`The channel did not take the post${why === undefined ? '' : ` (${why})`}. Let the app write in this channel and assign it again here, or tell students to type ${command({ kind: 'owed' })}.`,
        ),
      ];
    }
    default:
      return [
        callout(
          'warning',
          'It is assigned; nobody can tell yet whether it was posted',
          say`The platform did not answer. It is looked for, and sent only if it is not there. Students find it with ${command({ kind: 'owed' })} in any case.`,
        ),
      ];
  }
}

async function postDraft(visit: Visit, draft: Draft): Promise<readonly Part[]> {
  const { actor, course, store, now, packs, view } = visit;
  const title = packs.find(({ id }) => id === draft.lab)?.title ?? draft.lab;
  const by = studentId(actor);
  const channel = draft.channel ?? visit.view?.course.channel;
  let isNew = false;
  // The draft's own id: pressed twice, it is one homework.
  const assignment = await store.changeAssignment(course, draft.id, (before) => {
    isNew = before === undefined;
    return before ? undefined : assignmentOf(draft, title, by, now);
  });
  if (!assignment) return gone();
  if (isNew) await visit.note('assigned', { subject: assignment.id, after: dueWords(draft.due) });
  if (channel !== undefined && channel !== visit.view?.course.channel) {
    await store.changeCourse(course, (before) => ({ ...before, channel }));
  }
  const trouble = channel === undefined ? [] : await post(visit, assignment, channel);
  if (trouble.length > 0) return trouble;
  // The digest comes by direct message, which is opened now, by the instructor's own press.
  if (view) await reach(visit);
  const posted = channel !== undefined && visit.couriers.has(actor.platform);
  return [
    callout(
      'success',
      posted ? 'Posted' : 'Assigned',
      say`${strong(assignment.title)} is due ${dueWords(assignment.due)}. ${command({ kind: 'class' })} shows who is where; after the deadline ${command({ kind: 'grades', form: 'canvas' })} gives you the file.`,
    ),
    {
      kind: 'choices',
      choices: [
        {
          label: 'Show the class',
          request: { kind: 'class', assignment: assignment.id },
          emphasis: 'primary',
        },
        { label: 'Settings', request: { kind: 'class', what: 'settings' } },
      ],
    },
  ];
}

async function move(visit: Visit, draft: Draft): Promise<readonly Part[]> {
  const { course, store } = visit;
  if (draft.moves === undefined) return gone();
  let before = '';
  const moved = await store.changeAssignment(course, draft.moves, (now) => {
    if (!now) return undefined;
    before = dueWords(now.due);
    const { late: _, ...rest } = now;
    return { ...rest, due: draft.due, points: draft.points, ...(draft.late && { late: draft.late }) };
  });
  if (!moved) return gone();
  await visit.note('moved the deadline', { subject: moved.id, before, after: dueWords(moved.due) });
  await editPosts(visit, course, moved);
  return [
    callout(
      'success',
      `Moved to ${dueShort(moved.due)}`,
      say`${strong(moved.title)} is due ${dueWords(moved.due)}. The post, reminders and grades follow; whoever has an extension keeps it.`,
    ),
  ];
}

async function takeBack(visit: Visit, id: string): Promise<readonly Part[]> {
  const { course, store, now } = visit;
  const closed = await store.changeAssignment(course, id, (before) =>
    before && before.closedAt === undefined ? { ...before, closedAt: now.toISOString() } : undefined,
  );
  if (!closed) return gone();
  await visit.note('took back', { subject: id, before: dueWords(closed.due) });
  await editPosts(visit, course, closed);
  return [
    callout(
      'success',
      'Taken back',
      say`${strong(closed.title)} is owed no more, and nobody is reminded of it. What students did in the lab stays theirs.`,
    ),
  ];
}

export async function assignPosted(
  visit: Visit,
  request: AssignRequest,
  preview: (visit: Visit, draft: Draft) => Promise<readonly Part[]>,
): Promise<readonly Part[]> {
  const { actor, store } = visit;
  const by = studentId(actor);
  if (request.step === 'close' && request.assignment !== undefined)
    return takeBack(visit, request.assignment);
  const draft = await store.draft(by);
  if (!draft || draft.id !== request.draft) return gone();
  switch (request.step) {
    case 'drop':
      await store.keepDraft(by, undefined);
      return [callout('info', 'Nothing was assigned', 'What you drew up is gone.')];
    case 'late': {
      const changed = withLate(draft);
      await store.keepDraft(by, changed);
      return preview(visit, changed);
    }
    case 'change': {
      const changed = await redrawn(visit, request, draft);
      if ('ask' in changed) return changed.ask;
      await store.keepDraft(by, changed);
      return preview(visit, changed);
    }
    case 'separate': {
      const { moves: _, ...separate } = draft;
      await store.keepDraft(by, separate);
      return preview(visit, separate);
    }
    case 'move':
      return move(visit, draft);
    case 'section': {
      const open = visit.view?.assignments.find(({ id }) => id === draft.moves);
      const channel = draft.channel;
      if (!open || channel === undefined) return gone();
      await visit.note('assigned in another channel', { subject: open.id, after: channel });
      const trouble = await post(visit, open, channel);
      return trouble.length > 0
        ? trouble
        : [callout('success', 'Posted here too', 'Who presses Start here is in this channel’s section.')];
    }
    default:
      return postDraft(visit, draft);
  }
}

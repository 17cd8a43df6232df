/** What the buttons under a drawn-up homework do: post it, move a deadline, take in a section, take it back. */

import { studentId } from '../../messages/actor.ts';
import type { Part, Reply } from '../../messages/reply.ts';
import { reply } from '../../messages/reply.ts';
import type { AssignRequest } from '../../messages/request.ts';
import { command, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { dueWords } from '../../time/due.ts';
import { channelOf } from '../address.ts';
import { readMembers } from '../members.ts';
import { countOf, postReply } from '../post.ts';
import { ridOf } from '../reminders.ts';
import type { Assignment, Draft } from '../rows.ts';
import type { Visit } from '../visit.ts';
import { callout } from '../words.ts';
import { gone, move, putBack, refusePassed, takeBack, takenBack } from './assign-change.ts';
import { movable, redrawn, withLate } from './assign-draft.ts';
import { shownDraft } from './assign-shown.ts';
import { reach } from './owed.ts';

/** What a message is called in the outbox: the same for the same post. */
export const postId = (assignment: string, channel: string): string => ridOf(assignment, 'post', channel);

/** A post waits no longer than this for a platform that is away. */
const POST_MS = 10 * 60_000;

/** A second message where the first did not arrive: the same for two who try again at once. */
const postAgainId = (id: string): string => ridOf(id, 'again');

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

/** The message's id in this channel: a new one where the last is known not to have arrived. */
async function idIn({ store, course }: Visit, { id, posts }: Assignment, channel: string): Promise<string> {
  const last = posts.find((each) => each.channel === channel);
  if (!last) return postId(id, channel);
  const state = (await store.out(course, last.id))?.state;
  return state === undefined || state === 'sent' || state === 'sending' ? last.id : postAgainId(last.id);
}

/** Posts it in the channel; what comes back says what became of the post. */
async function post(visit: Visit, assignment: Assignment, channel: string): Promise<readonly Part[]> {
  const { actor, course, store, outbox, now, view, couriers } = visit;
  if (!couriers.has(actor.platform)) return [];
  const id = await idIn(visit, assignment, channel);
  await store.changeAssignment(course, assignment.id, (before) =>
    before && !before.posts.some((each) => each.channel === channel && each.id === id)
      ? { ...before, posts: [...before.posts.filter((each) => each.channel !== channel), { channel, id }] }
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
          say`The channel did not take the post${why === undefined ? '' : ` (${why})`}. Let the app write in that channel and press again, or tell students to type ${command({ kind: 'owed' })}.`,
        ),
      ];
    }
    default:
      return [
        callout(
          'warning',
          'It is assigned; whether it is posted shows in a moment',
          say`The post is on its way, or the platform did not answer: then it is looked for, and sent again only if it is not there. Students find it with ${command({ kind: 'owed' })} in any case.`,
        ),
      ];
  }
}

/** Made by somebody else since this was drawn up: a second one only where it is asked for. */
const madeMeanwhile = async ({ store, course, now }: Visit, draft: Draft): Promise<Assignment | undefined> =>
  draft.moves === undefined && !draft.second
    ? movable({ now }, (await store.viewNow(course))?.assignments ?? [], draft.lab)
    : undefined;

async function postDraft(visit: Visit, draft: Draft): Promise<readonly Part[]> {
  const { actor, course, store, now, packs, view } = visit;
  const title = packs.find(({ id }) => id === draft.lab)?.title ?? draft.lab;
  const by = studentId(actor);
  const channel = draft.channel ?? visit.view?.course.channel;
  let isNew = false;
  // One at a time in a course: of two instructors who assign the same lab at once, the second is asked.
  const made = await store.backend.hold(`assigning:${course}`, async () => {
    const other = await madeMeanwhile(visit, draft);
    if (other && other.id !== draft.id) return { other };
    // The draft's own id: pressed twice, it is one homework.
    const assignment = await store.changeAssignment(course, draft.id, (before) => {
      isNew = before === undefined;
      if (isNew) refusePassed(visit, draft);
      return before ? undefined : assignmentOf(draft, title, by, now);
    });
    return { assignment };
  });
  if ('other' in made) {
    const moving = { ...draft, moves: made.other.id };
    await store.keepDraft(by, moving);
    return shownDraft({ ...visit, view: await store.viewNow(course) }, moving);
  }
  const { assignment } = made;
  if (!assignment) return gone();
  if (assignment.closedAt !== undefined) return takenBack(assignment);
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

/** It is posted already: what its old buttons would do to a draft would change nothing that students see. */
async function refusePosted({ store, course }: Visit, draft: Draft): Promise<void> {
  const posted = (await store.everyAssignment(course)).find(({ id }) => id === draft.id);
  if (!posted) return;
  throw new UserError(
    say`${strong(posted.title)} is assigned already, so this button does nothing any more. To change it or take it back: ${command({ kind: 'assign', lab: posted.lab })}.`,
  );
}

async function section(visit: Visit, draft: Draft): Promise<readonly Part[]> {
  const open = (await visit.store.viewNow(visit.course))?.assignments.find(({ id }) => id === draft.moves);
  const { channel } = draft;
  if (!open || channel === undefined) return gone();
  if (!open.posts.some((each) => each.channel === channel))
    await visit.note('assigned in another channel', { subject: open.id, after: channel });
  const trouble = await post(visit, open, channel);
  return trouble.length > 0
    ? trouble
    : [callout('success', 'Posted here too', 'Who presses Start here is in this channel’s section.')];
}

export async function assignPosted(visit: Visit, request: AssignRequest): Promise<readonly Part[]> {
  const { actor, store } = visit;
  const by = studentId(actor);
  if (request.step === 'close') return takeBack(visit, request.assignment ?? '');
  if (request.step === 'undo') return putBack(visit, request.assignment ?? '');
  const draft = await store.draft(by);
  if (!draft || draft.id !== request.draft) return gone();
  if (request.step !== 'post') await refusePosted(visit, draft);
  const changed = async (after: Draft): Promise<readonly Part[]> => {
    await store.keepDraft(by, after);
    return shownDraft(visit, after);
  };
  switch (request.step) {
    case 'drop':
      await store.keepDraft(by, undefined);
      return [callout('info', 'Dropped', 'What you drew up is gone. What is assigned stays as it is.')];
    case 'late':
      return changed(withLate(draft));
    case 'change': {
      const after = await redrawn(visit, request, draft);
      return 'ask' in after ? after.ask : changed(after);
    }
    case 'separate': {
      const { moves: _, ...separate } = draft;
      return changed({ ...separate, second: true });
    }
    case 'move':
      return move(visit, draft);
    case 'section':
      return section(visit, draft);
    default:
      return postDraft(visit, draft);
  }
}

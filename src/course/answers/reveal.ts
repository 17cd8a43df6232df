/** Class results for students: shown as they will be, frozen when revealed, and only to who has locked. */

import { actName, questionWithId } from '../../labs/find.ts';
import type { Act } from '../../labs/lab.ts';
import { studentId } from '../../messages/actor.ts';
import { type Part, reply } from '../../messages/reply.ts';
import type { ClassRequest } from '../../messages/request.ts';
import { command, type RichText, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { channelOf } from '../address.ts';
import type { Homework } from '../class-data.ts';
import { readResults, resultsOf, resultsParts, resultsText } from '../insight/results.ts';
import type { ClassData } from '../members.ts';
import { ridOf } from '../reminders.ts';
import type { Assignment } from '../rows.ts';
import { BOUNDS, settingsOf } from '../settings.ts';
import type { Visit } from '../visit.ts';
import { callout, plural } from '../words.ts';

const WAITS_MS = 10 * 60_000;

/** The act whose prediction is meant: by its question's id, or a number; the first that is not revealed where none is. */
function actOf({ pack, assignment }: ClassData, question: string | undefined): Act {
  if (question === undefined) {
    return (
      pack.acts.find(({ prediction }) => assignment.reveals[prediction.id] === undefined) ?? pack.acts[0]
    );
  }
  const found = questionWithId(pack, question)?.act ?? pack.acts[Number(question.replace(/\D/g, '')) - 1];
  if (found) return found;
  throw new UserError(
    say`There is no act ${strong(question)}: this lab has acts 1 to ${pack.acts.length}. Type for example ${command({ kind: 'class', what: 'reveal' })}.`,
  );
}

/**
 * Posts where students see it that results are in. No figure of it: that is for who has locked. Once for each reveal, however
 * often it is pressed: the message is called by the moment at which it was revealed.
 * @returns in how many channels it stands, of how many
 */
async function announce(
  { course, outbox, now }: Visit,
  { assignment, pack }: ClassData,
  act: Act,
  revealedAt: string,
): Promise<{ readonly sent: number; readonly of: number }> {
  let sent = 0;
  for (const { channel } of assignment.posts) {
    const { state } = await outbox.deliver(course, {
      id: ridOf(assignment.id, 'reveal', act.prediction.id, channel, revealedAt),
      kind: 'reveal',
      assignment: assignment.id,
      to: channelOf(course, channel),
      until: new Date(now.getTime() + WAITS_MS),
      make: async () =>
        reply(
          {
            kind: 'text',
            text: say`${strong(assignment.title)}: what the class predicted in ${actName(pack, act)} is in, for everybody who has locked their own.`,
          },
          {
            kind: 'choices',
            choices: [
              {
                label: 'Show me',
                request: {
                  kind: 'class',
                  what: 'results',
                  assignment: assignment.id,
                  question: act.prediction.id,
                },
                emphasis: 'primary',
              },
            ],
          },
        ),
    });
    if (state === 'sent') sent += 1;
  }
  return { sent, of: assignment.posts.length };
}

/** Whoever is to look has to learn of it: by the channel, or by the instructor. */
const announcedWords = ({ sent, of }: { readonly sent: number; readonly of: number }): RichText =>
  sent === of && of > 0
    ? `It is told in ${of === 1 ? 'the channel' : `${of} channels`}.`
    : say`${of === 0 ? 'There is no channel to tell it in' : `${plural(of - sent, 'channel')} did not take the message, or nobody can tell`}: tell students to type ${command({ kind: 'class', what: 'results' })}.`;

const alreadyRevealed = (name: string): Part =>
  callout(
    'info',
    `${name} is revealed already`,
    'Its picture stays as it was then. To take a newer one, hide it first, and reveal it again.',
  );

const hideChoice = ({ id }: Assignment, question: string): Part => ({
  kind: 'choices',
  choices: [
    { label: 'Hide it again', request: { kind: 'class', what: 'hide', assignment: id, question } },
    { label: 'Overview', request: { kind: 'class', assignment: id } },
  ],
});

/** @param data the whole class: a section’s picture would be of fewer than the minimum is meant for */
export async function reveal(visit: Visit, data: ClassData, request: ClassRequest): Promise<readonly Part[]> {
  const { store, course, now } = visit;
  const { assignment, pack } = data;
  const act = actOf(data, request.question ?? request.who);
  const question = act.prediction.id;
  const name = actName(pack, act);
  const made = resultsOf(data, question);
  const isRevealed = assignment.reveals[question] !== undefined;
  if (isRevealed && request.step !== 'yes') return [alreadyRevealed(name), hideChoice(assignment, question)];
  if ('tooFew' in made && !isRevealed) {
    const least = settingsOf(data.course).revealMin.value;
    return [
      callout(
        'info',
        'Too few to be shown',
        say`${plural(made.tooFew, 'student has', 'students have')} locked ${name}, and results are shown from ${least} on, so that nobody can be told from them. Nothing was revealed.${
          least > BOUNDS.revealMin.min
            ? say` ${command({ kind: 'class', what: 'settings', who: `minimum ${BOUNDS.revealMin.min}` })} is the least that can be chosen.`
            : ''
        }`,
      ),
    ];
  }
  if (request.step !== 'yes' && !('tooFew' in made)) {
    return [
      { kind: 'heading', text: `${name}: what students would see` },
      ...resultsParts(made, { reflected: true }),
      {
        kind: 'choices',
        prompt:
          'Who has not locked sees nothing. Who has not reflected sees the bars without the right answer. The picture stays as it is now.',
        choices: [
          {
            label: 'Reveal to those who have locked',
            request: { kind: 'class', what: 'reveal', assignment: assignment.id, question, step: 'yes' },
            emphasis: 'primary',
          },
        ],
      },
    ];
  }
  const shown = 'tooFew' in made ? undefined : resultsText(made);
  const changed = await store.changeAssignment(course, assignment.id, (before) =>
    before && before.reveals[question] === undefined && shown !== undefined
      ? { ...before, reveals: { ...before.reveals, [question]: { at: now.toISOString(), shown } } }
      : undefined,
  );
  const kept = changed?.reveals[question];
  if (!kept)
    return [callout('info', 'Nothing was revealed', 'It was hidden or taken back at the same moment.')];
  await visit.note('revealed', { subject: assignment.id, after: name });
  const told = await announce(visit, data, act, kept.at);
  return [
    callout(
      'success',
      `${name} is revealed`,
      say`Students who have locked it may look. Nothing of it changes with later locks. ${announcedWords(told)}`,
    ),
    hideChoice(assignment, question),
  ];
}

export async function hide(visit: Visit, data: ClassData, request: ClassRequest): Promise<readonly Part[]> {
  const { store, course } = visit;
  const { assignment, pack } = data;
  const asked = request.question ?? request.who;
  const hidden = asked === undefined ? undefined : actOf(data, asked).prediction.id;
  await store.changeAssignment(course, assignment.id, (before) => {
    if (!before) return undefined;
    const kept = Object.entries(before.reveals).filter(([id]) => hidden !== undefined && id !== hidden);
    return { ...before, reveals: Object.fromEntries(kept) };
  });
  const what = hidden === undefined ? 'all results' : actName(pack, actOf(data, hidden));
  await visit.note('hid', { subject: assignment.id, after: what });
  return [callout('success', 'Hidden', `Students see ${what} no more. Who has looked has seen it.`)];
}

/** What a student sees: nothing before their own lock, nothing before the reveal. Nothing of the class is read for it. */
export async function results(
  { store, actor }: Visit,
  { assignment, pack }: Pick<Homework, 'assignment' | 'pack'>,
  question: string | undefined,
): Promise<readonly Part[]> {
  const revealed = Object.keys(assignment.reveals);
  const id = question ?? revealed.at(-1);
  const frozen = id === undefined ? undefined : assignment.reveals[id];
  const found = id === undefined ? undefined : questionWithId(pack, id);
  const owed = {
    kind: 'choices',
    choices: [{ label: 'Continue the lab', request: { kind: 'start', lab: pack.id } }],
  } as const;
  if (!frozen || !found) {
    return [
      callout(
        'info',
        'Nothing is revealed',
        'Your instructor decides when the class’s results are shown. It is told in the channel.',
      ),
      owed,
    ];
  }
  const summary = await store.summary(studentId(actor), pack.id);
  const mine = summary?.acts[pack.acts.indexOf(found.act)];
  if (!mine?.lock) {
    return [
      callout(
        'info',
        'Lock first, then I’ll show you',
        `What others predicted is worth more after your own prediction of ${actName(pack, found.act)}.`,
      ),
      owed,
    ];
  }
  return [
    { kind: 'heading', text: `${actName(pack, found.act)}: what the class predicted` },
    ...resultsParts(readResults(frozen.shown), { reflected: mine.reflect !== undefined }),
    owed,
  ];
}

/** `/assign`: everything is shown as it will be, with dates echoed in full, and posted by one press. */

import { studentId } from '../../messages/actor.ts';
import type { Part } from '../../messages/reply.ts';
import type { AssignRequest } from '../../messages/request.ts';
import { command, say } from '../../messages/rich-text.ts';
import { clockChoices } from '../../time/clock-choices.ts';
import { readZone } from '../../time/zone.ts';
import { lineOf, type Visit } from '../visit.ts';
import { again, withAsked } from './assign-asked.ts';
import { drawUp } from './assign-draft.ts';
import { assignPosted } from './assign-post.ts';
import { shownDraft } from './assign-shown.ts';
import { exceptionFor } from './exceptions.ts';

/** Asked once in a course: people know what time it is, few know what their zone is called. */
async function clockQuestion(visit: Visit, request: AssignRequest): Promise<readonly Part[]> {
  const { actor, now } = visit;
  const clocks = clockChoices(actor.locale, now);
  const requests = await again(
    visit,
    request,
    clocks.map(({ zone }) => ({ zone })),
  );
  return [
    { kind: 'heading', text: 'Which clock do you mean?' },
    {
      kind: 'choices',
      prompt: say`Choose the one that shows what yours shows now. It is asked once and holds for the whole course. None of them? Add a city: ${command({ ...request, zone: 'Kolkata' })}.`,
      choices: requests.map((each, index) => ({ label: clocks[index]?.label ?? '', request: each })),
    },
  ];
}

/** The first clock makes the course; whoever chose it is its instructor in direct messages too, where platforms name none. */
async function setClock(visit: Visit, zone: string): Promise<void> {
  const { store, course, actor, view } = visit;
  await store.changeCourse(
    course,
    (before) => {
      const { users } = before.staff;
      return {
        ...before,
        zone,
        ...(!view && { staff: { ...before.staff, users: { ...users, [actor.user]: 'instructor' } } }),
      };
    },
    (before) =>
      before.zone === zone
        ? undefined
        : lineOf(visit, 'set zone', { before: before.zone ?? 'not chosen yet', after: zone }),
  );
}

export async function assign(visit: Visit, asked: AssignRequest): Promise<readonly Part[]> {
  const { store, actor, view } = visit;
  const isOfOne = asked.step === 'undo' && asked.for !== undefined;
  if (asked.step !== undefined && !isOfOne) return assignPosted(visit, asked);
  const request = await withAsked(visit, asked);
  const chosen = request.zone === undefined ? view?.course.zone : readZone(request.zone);
  const zone = chosen ?? actor.zone;
  if (zone === undefined) return clockQuestion(visit, request);
  if (chosen === undefined || request.zone !== undefined) await setClock(visit, zone);
  if (request.for !== undefined) return exceptionFor(visit, request, zone);
  const drawn = await drawUp(visit, request, zone);
  if ('ask' in drawn) return drawn.ask;
  await store.keepDraft(studentId(actor), drawn);
  return shownDraft(visit, drawn);
}

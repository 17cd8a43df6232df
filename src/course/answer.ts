/** A request about the class, to the answer that it gets: who may is decided here, for typed lines and for buttons. */

import type { Conversation } from '../conversation/conversation.ts';
import type { Role } from '../messages/actor.ts';
import type { Part } from '../messages/reply.ts';
import type { CourseRequest } from '../messages/request.ts';
import { assign } from './answers/assign.ts';
import { classView } from './answers/class.ts';
import { grades } from './answers/grades.ts';
import { joining } from './answers/join.ts';
import { mydata } from './answers/mydata.ts';
import { owed } from './answers/owed.ts';
import { instructorNames, isAtLeast, refusal } from './roles.ts';
import type { Visit } from './visit.ts';

/** What of `/class` instructors alone may; assistants see everything else of it. */
const FOR_INSTRUCTORS = ['reveal', 'hide', 'log', 'extend', 'mend', 'anew'] as const;

interface Need {
  readonly role: Role;
  /** `Only instructors assign`. */
  readonly who: string;
}

/** Who may ask for it, at least. This table is also the one in `docs/instructors.md`. */
export function needOf(request: CourseRequest): Need {
  switch (request.kind) {
    case 'assign':
      return { role: 'instructor', who: 'Only instructors assign, give more time and excuse' };
    case 'grades':
      return { role: 'instructor', who: 'Only instructors take grades away' };
    case 'class': {
      if (request.what === 'results') return { role: 'student', who: '' };
      const changes = request.what === 'settings' && request.who !== undefined;
      return changes || FOR_INSTRUCTORS.some((what) => what === request.what)
        ? { role: 'instructor', who: 'Only instructors do this' }
        : { role: 'assistant', who: 'Only instructors and assistants see the class' };
    }
    default:
      return { role: 'student', who: '' };
  }
}

/** @throws {UserError} where they may not ask for it, which names who may */
export async function refuseUnlessMay(visit: Visit, request: CourseRequest): Promise<void> {
  const need = needOf(request);
  if (isAtLeast(visit.role, need.role)) return;
  throw refusal(need.who, instructorNames(await visit.store.people(visit.course)));
}

/** @throws {UserError} where they may not, or the request can't be meant */
export async function answer(
  visit: Visit,
  request: CourseRequest,
  conversation: Conversation,
): Promise<readonly Part[]> {
  await refuseUnlessMay(visit, request);
  switch (request.kind) {
    case 'assign':
      return assign(visit, request);
    case 'class':
      return classView(visit, request);
    case 'grades':
      return grades(visit, request);
    case 'owed':
      return owed(visit, request, joining(conversation));
    case 'mydata':
      return mydata(visit, request);
  }
}

/** The forms of one field that the class's buttons open. They depend on the request alone. */

import type { Field } from '../messages/reply.ts';
import { type Request, TO_BE_ENTERED } from '../messages/request.ts';

export const DUE_FIELD: Field = {
  kind: 'words',
  title: 'When is it due?',
  label: 'Date and time',
  hint: 'In words: Fri 23:59, 4 Dec 18:00, in 6 days',
  example: 'Fri 23:59',
};

export const LINK_FIELD: Field = {
  kind: 'words',
  title: 'Your row of the gradebook',
  label: 'E-mail, login or ID number',
  hint: 'As your university writes it',
  example: 'ada@uni.example',
};

/** What has to be typed before a student's data is deleted. */
export const DELETE_WORD = 'DELETE';

export const DELETE_FIELD: Field = {
  kind: 'words',
  title: 'Delete everything held about you',
  label: `Type ${DELETE_WORD}`,
  hint: 'This can’t be undone',
  example: DELETE_WORD,
};

/** The form that a request with something left to enter asks for. */
export function fieldOfRequest(request: Request): Field | undefined {
  switch (request.kind) {
    case 'assign':
      return request.due === TO_BE_ENTERED ? DUE_FIELD : undefined;
    case 'mydata':
      return request.what === 'delete' ? DELETE_FIELD : LINK_FIELD;
    default:
      return undefined;
  }
}

/** The forms of one field that the class's buttons open. They depend on the request alone, but for what stands now. */

import type { Field } from '../messages/reply.ts';
import { type Request, TO_BE_ENTERED } from '../messages/request.ts';
import type { Due } from '../time/due.ts';

export const DUE_FIELD: Field = {
  kind: 'moment',
  title: 'When is it due?',
  label: 'Date and time',
  hint: 'In words: Fri 23:59, 4 Dec 18:00, in 6 days',
  example: 'Fri 23:59',
};

export const LATE_FIELD: Field = {
  kind: 'moment',
  title: 'Late work until',
  label: 'Date and time',
  hint: 'In words, also with its share: Sun 23:59, Sun 23:59 30%, or none',
  example: 'Sun 23:59',
};

/** Beginning with what stands now, where a form has a picker. */
export const standing = (field: Field, { instant }: Pick<Due, 'instant'>): Field => ({
  ...field,
  stands: instant,
});

export const POINTS_FIELD: Field = {
  title: 'How many points?',
  label: 'Points for all steps',
  hint: '0.5 to 1,000, in halves',
  example: '10',
};

export const ROSTER_FIELD: Field = {
  kind: 'file',
  title: 'Your gradebook’s export',
  label: 'Exported CSV file',
  hint: 'Canvas: Grades, Export, Entire Gradebook. Moodle: Grades, Export, Plain text file',
  example: 'grades.csv',
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
      if (request.due === TO_BE_ENTERED) return DUE_FIELD;
      if (request.late === TO_BE_ENTERED) return LATE_FIELD;
      return request.points === TO_BE_ENTERED ? POINTS_FIELD : undefined;
    case 'grades':
      return request.roster === TO_BE_ENTERED ? ROSTER_FIELD : undefined;
    case 'mydata':
      return request.what === 'delete' ? DELETE_FIELD : LINK_FIELD;
    default:
      return undefined;
  }
}

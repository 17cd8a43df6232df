/** `/grades`: the gradebook's own export goes in and comes back with one column filled. */

import { GRADE_FORMS, type GradeForm } from '../src/messages/request.ts';
import { type Command, command } from './grammar/command.ts';
import { internalWords, present } from './shared.ts';

const LABELS: Readonly<Record<GradeForm, string>> = {
  canvas: 'Canvas: its own export, one column filled',
  moodle: 'Moodle: for its grade import',
  detail: 'Detail: every step of every student, CSV',
  jsonl: 'JSON lines: every decision, by pseudonym',
};

export const gradesCommand: Command = command({
  name: 'grades',
  description: 'Take the grades away in the file that your gradebook accepts',
  role: 'instructor',
  options: {
    form: {
      type: 'choice',
      description: 'for which gradebook',
      required: false,
      choices: GRADE_FORMS.map((value) => ({ value, label: LABELS[value] })),
    },
    roster: {
      type: 'file',
      description: 'the gradebook’s own export, as CSV; remembered',
      required: false,
      ending: '.csv',
    },
    all: { type: 'flag', description: 'also those who may still change it', required: false },
    column: {
      type: 'words',
      description:
        'the gradebook’s column: its id or title, with its maximum in Moodle (Lab 06 of 10), or new',
      required: false,
      suggestions: [{ value: 'new', label: 'A new one' }],
    },
    link: {
      type: 'words',
      description: 'who is which row: the row’s id and the student, as 91234=@ada; or suggested',
      required: false,
      suggestions: [{ value: 'suggested', label: 'Accept all suggestions' }],
    },
    keep: {
      type: 'flag',
      description: 'leave differing grades as they are',
      required: false,
      internal: true,
    },
    assignment: internalWords('the assignment'),
  },
  example: '/grades canvas',
  request: (values) => ({ kind: 'grades', ...present(values) }),
  values(request) {
    if (request.kind !== 'grades') return undefined;
    const { kind: _, ...values } = request;
    return values;
  },
});

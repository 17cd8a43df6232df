/** `/assign`: a lab as homework, with a deadline in words; for one student an extension or an excuse. */

import type { LabPack } from '../src/labs/lab.ts';
import { type Command, command } from './grammar/command.ts';
import { internalWords, labOption, present } from './shared.ts';
import { offerDue, offerZone } from './time.ts';

const STEPS = ['post', 'move', 'separate', 'section', 'late', 'change', 'drop', 'undo', 'close'] as const;

export const assignCommand = (packs: readonly LabPack[]): Command =>
  command({
    name: 'assign',
    description: 'Assign a lab as homework; you see everything before it is posted',
    role: 'instructor',
    options: {
      due: {
        type: 'words',
        description: 'when it is due, in words: Fri 23:59, 4 Dec 18:00, in 6 days',
        required: false,
        suggestions: [],
        offer: offerDue,
      },
      late: {
        type: 'words',
        description: 'until when late steps count, and for how much: Sun 23:59 50%; or none',
        required: false,
        suggestions: [],
      },
      points: {
        type: 'number',
        description: 'points for all steps; one for each step if left out',
        required: false,
        min: 0.5,
        max: 1000,
        step: 0.5,
        unit: 'points',
        asked: true,
      },
      lab: labOption(packs),
      for: { type: 'person', description: 'one student: an extension, or an excuse', required: false },
      excused: { type: 'flag', description: 'excuse that student', required: false },
      zone: {
        type: 'words',
        description: 'the course’s clock, by a city: New York; asked once',
        required: false,
        suggestions: [],
        offer: offerZone,
      },
      full: {
        type: 'number',
        description: 'so many steps give all the points; all of them if left out',
        required: false,
        min: 1,
        max: 32,
        step: 1,
        unit: 'steps',
      },
      step: {
        type: 'choice',
        description: 'what to do with what was shown',
        required: false,
        internal: true,
        choices: STEPS.map((value) => ({ value, label: value })),
      },
      draft: internalWords('what was shown'),
      assignment: internalWords('the assignment'),
    },
    example: '/assign due Fri 23:59',
    request: (values) => ({ kind: 'assign', ...present(values) }),
    values(request) {
      if (request.kind !== 'assign') return undefined;
      const { kind: _, ...values } = request;
      return values;
    },
  });

/** `/class`: where the class is and what it believed; one student; nudges, reveals and settings. */

import { CLASS_VIEWS, type ClassView } from '../src/messages/request.ts';
import { type Command, command } from './grammar/command.ts';
import { internalWords, present } from './shared.ts';

const LABELS: Readonly<Record<ClassView, string>> = {
  overview: 'Overview: progress and first locks',
  stuck: 'Stuck: who stopped, and where',
  waiting: 'Not started',
  student: 'One student: every step, and the grade',
  time: 'Time on task',
  finish: 'When they finished',
  sure: 'Sure against right',
  nudge: 'Remind those who are stuck',
  extend: 'Give those who are stuck a day more',
  reveal: 'Reveal the class results to students',
  hide: 'Hide them again',
  results: 'What students see of the results',
  settings: 'Settings: see or change them',
  log: 'Log: who did what',
  mend: 'Keep what holds of a damaged ledger',
  anew: 'Begin a damaged ledger anew',
};

export const classCommand: Command = command({
  name: 'class',
  description: 'See where the class is and what it believed; nudge, reveal, settings',
  role: 'assistant',
  options: {
    what: {
      type: 'choice',
      description: 'what to look at; the overview if left out',
      required: false,
      choices: CLASS_VIEWS.map((value) => ({ value, label: LABELS[value] })),
    },
    who: { type: 'person', description: 'the student, with what: student', required: false },
    set: {
      type: 'words',
      description: 'with what: settings, what to set, as reminders 72h 24h or quiet off',
      required: false,
      suggestions: [],
    },
    section: {
      type: 'words',
      description: 'one section alone, by its channel',
      required: false,
      suggestions: [],
    },
    assignment: internalWords('the assignment'),
    lab: internalWords('the lab'),
    question: internalWords('the question'),
    yes: { type: 'flag', description: 'do it', required: false, internal: true },
  },
  example: '/class stuck',
  request: ({ yes, set, who, ...values }) => ({
    kind: 'class',
    ...present({ ...values, who: who ?? set }),
    ...(yes && { step: 'yes' }),
  }),
  values(request) {
    if (request.kind !== 'class') return undefined;
    const { kind: _, step, who, ...values } = request;
    return {
      ...values,
      ...(values.what === 'settings' ? { set: who } : { who }),
      ...(step === 'yes' && { yes: true }),
    };
  },
});

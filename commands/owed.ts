/** `/owed`: what a student has to do, and the reminders of it. */

import { type Command, command } from './grammar/command.ts';
import { internalWords, present } from './shared.ts';

export const owedCommand: Command = command({
  name: 'owed',
  description: 'What you owe, with its deadline; stop reminders or turn them on',
  options: {
    what: {
      type: 'choice',
      description: 'stop reminders, or turn them on; left out, what you owe',
      required: false,
      choices: [
        { value: 'stop', label: 'Stop reminders' },
        { value: 'on', label: 'Turn reminders on' },
      ],
    },
    join: internalWords('the assignment to start'),
  },
  example: '/owed',
  request({ what, join }) {
    if (join !== undefined) return { kind: 'owed', what: 'join', assignment: join };
    return { kind: 'owed', ...present({ what }) };
  },
  values(request) {
    if (request.kind !== 'owed') return undefined;
    const { what, assignment } = request;
    return what === 'join' ? { join: assignment } : { what };
  },
});

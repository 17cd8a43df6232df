/** `/mydata`: what is held about a student; take it away, link it to the gradebook, delete it. */

import { type Command, command } from './grammar/command.ts';
import { present } from './shared.ts';

export const mydataCommand: Command = command({
  name: 'mydata',
  description: 'What is held about you: download it, link your gradebook row, delete it',
  options: {
    what: {
      type: 'choice',
      description: 'what to do; left out, what is held',
      required: false,
      choices: [
        { value: 'download', label: 'Download everything' },
        { value: 'link', label: 'Link me to my row of the gradebook' },
        { value: 'delete', label: 'Delete everything' },
      ],
    },
    with: {
      type: 'words',
      description: 'with link, your e-mail, login or ID number; with delete, the word that you are asked for',
      required: false,
      suggestions: [],
    },
  },
  example: '/mydata download',
  request: (values) => ({ kind: 'mydata', ...present(values) }),
  values(request) {
    if (request.kind !== 'mydata') return undefined;
    const { kind: _, ...values } = request;
    return values;
  },
});

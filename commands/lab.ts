/** `/lab`: start, resume, see what is next; `/lab help` lists the commands. */

import type { Command } from './grammar/command.ts';
import { choice } from './grammar/options.ts';

export const LAB: Command = {
  name: 'lab',
  description: 'Start the lab, or pick up where you left off',
  options: [
    choice({
      name: 'what',
      description: 'start or resume the lab, or list the commands',
      required: false,
      example: 'help',
      choices: [
        { value: 'start', label: 'Start or resume' },
        { value: 'help', label: 'Help: list the commands' },
      ],
    }),
  ],
  example: '/lab',
  request: ({ what }) => (what === 'help' ? { kind: 'help' } : { kind: 'start' }),
  values: ({ kind }) => (kind === 'help' ? { what: 'help' } : kind === 'start' ? {} : undefined),
};

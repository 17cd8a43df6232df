/** `/lab`: the course's labs; with a part of a name one of them; `/lab help` lists the commands. */

import type { LabPack } from '../src/labs/lab.ts';
import { type Command, command } from './grammar/command.ts';
import { labSuggestions, readLab } from './shared.ts';

const HELP = 'help';
const START = 'start';

export const labCommand = (packs: readonly LabPack[]): Command =>
  command({
    name: 'lab',
    description: 'Your labs and where you stand; with a part of a name, start or resume that one',
    options: {
      name: {
        type: 'words',
        description: 'a part of the lab’s name, or help for all commands',
        required: false,
        suggestions: [
          ...labSuggestions(packs),
          { value: START, label: 'Start or resume where you were' },
          { value: HELP, label: 'Help: list the commands' },
        ],
        read(typed) {
          const word = typed.trim().toLowerCase();
          return word === HELP || word === START ? word : readLab(packs, typed);
        },
      },
    },
    example: '/lab',
    request({ name }) {
      switch (name) {
        case undefined:
          return { kind: 'labs' };
        case HELP:
          return { kind: 'help' };
        case START:
          return { kind: 'start' };
        default:
          return { kind: 'start', lab: name };
      }
    },
    values(request) {
      switch (request.kind) {
        case 'labs':
          return {};
        case 'help':
          return { name: HELP };
        case 'start':
          return { name: request.lab ?? START };
        default:
          return undefined;
      }
    },
  });

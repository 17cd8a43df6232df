/** `/math`: the governing equations of an act whose reflection is answered. */

import type { LabPack } from '../src/labs/lab.ts';
import { type Command, command } from './grammar/command.ts';
import { about, actOption, labOption } from './shared.ts';

export const mathCommand = (packs: readonly LabPack[]): Command =>
  command({
    name: 'math',
    description: 'The governing equations of an act you have reflected on',
    options: {
      act: {
        ...actOption,
        max: Math.max(...packs.map(({ acts }) => acts.length)),
        description: 'the act’s number; left out, the act you reflected on last',
        internal: false,
      },
      lab: labOption(packs),
    },
    example: '/math 1',
    request: (values) => ({ kind: 'math', ...about(values) }),
    values: (request) => (request.kind === 'math' ? { act: request.act, lab: request.lab } : undefined),
  });

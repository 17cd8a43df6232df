/** `/reflect`: the question after the runs; with a letter, its answer. */

import type { LabPack } from '../src/labs/lab.ts';
import type { Request } from '../src/messages/request.ts';
import { type Command, command } from './grammar/command.ts';
import { about, actOption, answerOption, labOption } from './shared.ts';

export const reflectCommand = (packs: readonly LabPack[]): Command =>
  command({
    name: 'reflect',
    description: 'See the reflection after your runs, or answer it',
    options: {
      answer: answerOption('the letter to answer; leave it out to see the question'),
      lab: labOption(packs),
      act: actOption,
    },
    example: '/reflect C',
    request: ({ answer, ...where }): Request => ({
      kind: 'reflect',
      ...(answer !== undefined && { answer }),
      ...about(where),
    }),
    values: (request) =>
      request.kind === 'reflect' ? { answer: request.answer, lab: request.lab, act: request.act } : undefined,
  });

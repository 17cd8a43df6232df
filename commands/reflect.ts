/** `/reflect`: see the reflection; with a letter, answer it. */

import type { LabPack } from '../src/labs/lab.ts';
import { LETTERS } from '../src/messages/request.ts';
import { type Command, command } from './grammar/command.ts';
import { about, actOption, labOption } from './shared.ts';

export const reflectCommand = (packs: readonly LabPack[]): Command =>
  command({
    name: 'reflect',
    description: 'See the reflection after your runs, or answer it',
    options: {
      answer: {
        type: 'words',
        description: 'the letter to answer; leave it out to see the question',
        required: false,
        suggestions: LETTERS.map((letter) => ({ value: letter, label: letter })),
      },
      lab: labOption(packs),
      act: actOption,
    },
    example: '/reflect C',
    request: ({ answer, ...rest }) => ({
      kind: 'reflect',
      ...(answer !== undefined && { answer }),
      ...about(rest),
    }),
    values: (request) =>
      request.kind === 'reflect' ? { answer: request.answer, lab: request.lab, act: request.act } : undefined,
  });

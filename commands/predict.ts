/** `/predict`: see the question; with a letter or a number, lock the answer. */

import type { LabPack } from '../src/labs/lab.ts';
import { LETTERS } from '../src/messages/request.ts';
import { type Command, command } from './grammar/command.ts';
import { about, actOption, labOption } from './shared.ts';

export const predictCommand = (packs: readonly LabPack[]): Command =>
  command({
    name: 'predict',
    description: 'See the question, or lock your prediction: the first lock stands',
    options: {
      answer: {
        type: 'words',
        description: 'the letter or the number to lock; leave it out to see the question',
        required: false,
        suggestions: LETTERS.map((letter) => ({ value: letter, label: letter })),
      },
      lab: labOption(packs),
      act: actOption,
    },
    example: '/predict B',
    request: ({ answer, ...rest }) => ({
      kind: 'predict',
      ...(answer !== undefined && { answer }),
      ...about(rest),
    }),
    values: (request) =>
      request.kind === 'predict'
        ? { answer: request.answer, lab: request.lab, act: request.act }
        : request.kind === 'answer'
          ? { answer: request.answer }
          : undefined,
  });

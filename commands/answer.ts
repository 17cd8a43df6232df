/** What `/predict` and `/reflect` share: a question that is shown, or answered in the person's own words. */

import type { LabPack } from '../src/labs/lab.ts';
import { LETTERS, type Request } from '../src/messages/request.ts';
import { type Command, command } from './grammar/command.ts';
import { about, actOption, labOption } from './shared.ts';

interface Answering {
  readonly name: 'predict' | 'reflect';
  readonly description: string;
  /** Of the option that answers. */
  readonly answer: string;
  readonly example: string;
}

export const answerCommand = (
  packs: readonly LabPack[],
  { name, answer: described, ...rest }: Answering,
): Command =>
  command({
    ...rest,
    name,
    options: {
      answer: {
        type: 'words',
        description: described,
        required: false,
        suggestions: LETTERS.map((letter) => ({ value: letter, label: letter })),
      },
      lab: labOption(packs),
      act: actOption,
    },
    request: ({ answer, ...where }): Request => ({
      kind: name,
      ...(answer !== undefined && { answer }),
      ...about(where),
    }),
    values: (request) =>
      request.kind === name
        ? { answer: request.answer, lab: request.lab, act: request.act }
        : // A bare answer, as the command that would say the same.
          request.kind === 'answer' && name === 'predict'
          ? { answer: request.answer }
          : undefined,
  });

/** `/predict`: see the question; with a letter or a number, lock the answer; say how sure you are of it. */

import type { LabPack } from '../src/labs/lab.ts';
import { type Request, SURE_BY_WORD } from '../src/messages/request.ts';
import { type Command, command } from './grammar/command.ts';
import { about, actOption, answerOption, labOption } from './shared.ts';

const wordOf = (sure: number | undefined): string | undefined =>
  Object.entries(SURE_BY_WORD).find(([, value]) => value === sure)?.[0];

export const predictCommand = (packs: readonly LabPack[]): Command =>
  command({
    name: 'predict',
    description: 'See the question, or lock your prediction: the first lock stands',
    options: {
      answer: answerOption('the letter or the number to lock; leave it out to see the question'),
      lab: labOption(packs),
      confidence: {
        type: 'choice',
        description: 'how sure you are, before your first run; never graded',
        required: false,
        choices: [
          { value: 'guess', label: 'A guess' },
          { value: 'fairly', label: 'Fairly sure' },
          { value: 'sure', label: 'Sure' },
        ],
      },
      act: actOption,
    },
    example: '/predict B',
    request: ({ answer, confidence, ...where }): Request => ({
      kind: 'predict',
      ...(answer !== undefined && { answer }),
      ...(confidence !== undefined && { sure: SURE_BY_WORD[confidence] }),
      ...about(where),
    }),
    values(request) {
      // A bare answer, as the command that would say the same.
      if (request.kind === 'answer') return { answer: request.answer };
      if (request.kind !== 'predict') return undefined;
      const { answer, sure, lab, act } = request;
      return { answer, lab, confidence: wordOf(sure), act };
    },
  });

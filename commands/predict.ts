/** `/predict`: see the question; with a letter or a number, lock the answer. */

import type { LabPack } from '../src/labs/lab.ts';
import { answerCommand } from './answer.ts';
import type { Command } from './grammar/command.ts';

export const predictCommand = (packs: readonly LabPack[]): Command =>
  answerCommand(packs, {
    name: 'predict',
    description: 'See the question, or lock your prediction: the first lock stands',
    answer: 'the letter or the number to lock; leave it out to see the question',
    example: '/predict B',
  });

/** `/predict`: see the question; with a letter, lock the answer. */

import { answering, answeringValues, boundActOption, letterOption } from './grammar/answering.ts';
import type { Command } from './grammar/command.ts';

export const PREDICT: Command = {
  name: 'predict',
  description: 'See the question, or lock your prediction: the first lock stands',
  options: [letterOption('the letter to lock; leave it out to see the question'), boundActOption],
  example: '/predict B',
  request: (values) => ({ kind: 'predict', ...answering(values) }),
  values: (request) => (request.kind === 'predict' ? answeringValues(request) : undefined),
};

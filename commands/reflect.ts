/** `/reflect`: see the reflection; with a letter, answer it. */

import { answering, answeringValues, boundActOption, letterOption } from './grammar/answering.ts';
import type { Command } from './grammar/command.ts';

export const REFLECT: Command = {
  name: 'reflect',
  description: 'See the reflection after your runs, or answer it',
  options: [letterOption('the letter to answer; leave it out to see the question'), boundActOption],
  example: '/reflect C',
  request: (values) => ({ kind: 'reflect', ...answering(values) }),
  values: (request) => (request.kind === 'reflect' ? answeringValues(request) : undefined),
};

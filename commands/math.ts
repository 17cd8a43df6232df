/** `/math`: the governing equations of an act that is done. */

import type { Command } from './grammar/command.ts';
import { integer } from './grammar/options.ts';

export const MATH: Command = {
  name: 'math',
  description: 'The governing equations of an act you have finished',
  options: [
    integer({
      name: 'act',
      description: '1 or 2; left out, the act you finished last',
      required: false,
      example: '1',
      min: 1,
      max: 2,
      unit: 'acts',
    }),
  ],
  example: '/math 1',
  request: ({ act }) => ({ kind: 'math', ...(typeof act === 'number' && { act }) }),
  values: (request) =>
    request.kind === 'math' ? { ...(request.act !== undefined && { act: request.act }) } : undefined,
};

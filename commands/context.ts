/** `/context`: which device the runs are judged against. */

import { QUADRATIC_WALL } from '../src/labs/quadratic-wall/index.ts';
import type { Command } from './grammar/command.ts';
import { choice } from './grammar/options.ts';

export const CONTEXT: Command = {
  name: 'context',
  description: 'Choose your device: the cloud GPU or the edge module',
  options: [
    choice({
      name: 'device',
      description: 'the device that your runs are judged against',
      required: true,
      example: 'edge',
      choices: QUADRATIC_WALL.devices.map(({ id, name }) => ({ value: id, label: `${id} (${name})` })),
    }),
  ],
  example: '/context edge',
  request: ({ device }) => ({ kind: 'context', device: String(device) }),
  values: (request) => (request.kind === 'context' ? { device: request.device } : undefined),
};

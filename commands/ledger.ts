/** `/ledger`: where you stand with a receipt, the file to take away, and the check of the chain. */

import type { Command } from './grammar/command.ts';
import { choice } from './grammar/options.ts';

export const LEDGER: Command = {
  name: 'ledger',
  description: 'Where you stand, with a receipt; export or verify your decisions',
  options: [
    choice({
      name: 'what',
      description: 'show it, export it as a file, or verify its chain; show if left out',
      required: false,
      example: 'export',
      choices: [
        { value: 'show', label: 'Show where you stand' },
        { value: 'export', label: 'Export as a file' },
        { value: 'verify', label: 'Verify the chain' },
      ],
    }),
  ],
  example: '/ledger export',
  request: ({ what }) => ({ kind: 'ledger', what: what === 'export' || what === 'verify' ? what : 'show' }),
  values: (request) => {
    if (request.kind !== 'ledger') return undefined;
    return request.what === 'show' ? {} : { what: request.what };
  },
};

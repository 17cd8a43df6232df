/** `/ledger`: where you stand with a receipt, the file to take away, and the check of the chain. */

import type { LabPack } from '../src/labs/lab.ts';
import { type Command, command } from './grammar/command.ts';
import { about, labOption } from './shared.ts';

export const ledgerCommand = (packs: readonly LabPack[]): Command =>
  command({
    name: 'ledger',
    description: 'Where you stand, with a receipt; export or verify your decisions',
    options: {
      what: {
        type: 'choice',
        description: 'show it, export it as a file, or verify its chain; show if left out',
        required: false,
        choices: [
          { value: 'show', label: 'Show where you stand' },
          { value: 'export', label: 'Export as a file' },
          { value: 'verify', label: 'Verify the chain' },
        ],
      },
      lab: labOption(packs),
    },
    example: '/ledger export',
    request: ({ what = 'show', ...rest }) => ({ kind: 'ledger', what, ...about(rest) }),
    values: (request) =>
      request.kind === 'ledger'
        ? { what: request.what === 'show' ? undefined : request.what, lab: request.lab }
        : undefined,
  });

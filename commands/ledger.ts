/** `/ledger`: where you stand with a receipt, the file to take away, and the check of the chain. */

import type { LabPack } from '../src/labs/lab.ts';
import { type Command, command } from './grammar/command.ts';
import { about, labOption, readLab } from './shared.ts';

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
      receipt: {
        type: 'words',
        description: 'with what: verify, a receipt that you noted down',
        required: false,
        suggestions: [],
      },
      lab: labOption(packs),
    },
    example: '/ledger export',
    request({ what = 'show', receipt, ...rest }) {
      // A lab may be typed in a receipt's place; no lab is called by these digits alone.
      const isReceipt = receipt !== undefined && what === 'verify' && /^[0-9a-f\s]+$/i.test(receipt);
      const lab = receipt === undefined || isReceipt ? rest.lab : (rest.lab ?? readLab(packs, receipt));
      const where = about({ ...rest, ...(lab !== undefined && { lab }) });
      return what === 'verify'
        ? { kind: 'ledger', what, ...where, ...(isReceipt && { receipt }) }
        : { kind: 'ledger', what, ...where };
    },
    values: (request) =>
      request.kind === 'ledger'
        ? {
            what: request.what === 'show' ? undefined : request.what,
            receipt: request.what === 'verify' ? request.receipt : undefined,
            lab: request.lab,
          }
        : undefined,
  });

/** `/seq`: the attention-memory simulator of Act I. */

import { SEQ_LIMITS } from '../src/labs/quadratic-wall/act1.ts';
import type { Command } from './grammar/command.ts';
import { instrumentForm } from './grammar/instrument.ts';
import { integer } from './grammar/options.ts';

const grouped = new Intl.NumberFormat('en-US');

/** Round numbers that say nothing about where a wall may be. */
const SUGGESTED_K = [4, 8, 32, 64, 100, 128];

export const SEQ: Command = {
  name: 'seq',
  description: 'Act I: run the memory simulator at a context length',
  options: [
    integer({
      name: 'tokens',
      description: `context length, ${grouped.format(SEQ_LIMITS.tokens.min)} to ${grouped.format(SEQ_LIMITS.tokens.max)}; 64k means ${grouped.format(64 * 1024)}`,
      required: true,
      example: '64k',
      ...SEQ_LIMITS.tokens,
      unit: 'tokens',
      suggestions: SUGGESTED_K.map((k) => ({ label: `${k}K`, value: k * 1024 })),
    }),
    integer({
      name: 'heads',
      description: `attention heads, ${SEQ_LIMITS.heads.min} to ${SEQ_LIMITS.heads.max}; ${SEQ_LIMITS.defaultHeads} if left out`,
      required: false,
      example: '16',
      ...SEQ_LIMITS.heads,
      unit: 'heads',
    }),
  ],
  example: '/seq 64k heads 16',
  ...instrumentForm('seq'),
};

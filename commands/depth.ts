/** `/depth`: the latency simulator of Act II. */

import { DEPTH_LIMITS } from '../src/labs/quadratic-wall/act2.ts';
import type { Command } from './grammar/command.ts';
import { instrumentForm } from './grammar/instrument.ts';
import { flag, integer } from './grammar/options.ts';

const grouped = new Intl.NumberFormat('en-US');

export const DEPTH: Command = {
  name: 'depth',
  description: 'Act II: run the latency simulator on a number of layers',
  options: [
    integer({
      name: 'layers',
      description: `depth, ${DEPTH_LIMITS.layers.min} to ${DEPTH_LIMITS.layers.max} layers`,
      required: true,
      example: '64',
      ...DEPTH_LIMITS.layers,
      unit: 'layers',
    }),
    integer({
      name: 'width',
      description: `${DEPTH_LIMITS.width.min} to ${grouped.format(DEPTH_LIMITS.width.max)}; left out, the width that keeps the parameter budget`,
      required: false,
      example: '512',
      ...DEPTH_LIMITS.width,
      unit: 'units of width',
    }),
    flag({
      name: 'commit',
      description: 'Commit this shape as your design',
      example: 'commit',
      internal: true,
    }),
  ],
  example: '/depth 64 width 512',
  ...instrumentForm('depth'),
};

/** What the page shows before anything is said, and what its composer completes: internal options are not among it. */

import type { Assistant } from '../../commands/assistant.ts';
import { type CommandOption, publicOptions } from '../../commands/grammar/command.ts';
import { spelled } from '../../commands/grammar/read-value.ts';
import { rangeOf, readable } from '../../src/messages/format.ts';
import { PRODUCT_NAME } from '../../src/product.ts';
import type { WireCourse, WireOption } from './wire.ts';

function valuesOf(option: CommandOption): WireOption['values'] {
  switch (option.type) {
    case 'number':
      return (option.suggestions ?? []).map((value) => ({
        value: spelled(option, value),
        label: `${readable(value)} ${option.unit}`,
      }));
    case 'choice':
      return option.choices;
    case 'words':
      return option.suggestions;
    case 'flag':
    case 'person':
    case 'file':
      return [];
  }
}

export type Sample = NonNullable<WireCourse['sample']>;

interface Beside {
  readonly sample?: Sample | undefined;
  readonly publicKey?: string | undefined;
}

export const courseOf = ({ packs, commands }: Assistant, { sample, publicKey }: Beside = {}): WireCourse => ({
  name: PRODUCT_NAME,
  labs: packs.map(({ title, description }) => ({ title, description })),
  commands: commands.offered.map((command) => ({
    name: command.name,
    ...(command.role && { role: command.role }),
    description: command.description,
    options: publicOptions(command).map((option) => ({
      name: option.name,
      description:
        option.type === 'number' ? `${option.description}, ${rangeOf(option)}` : option.description,
      required: option.required,
      flag: option.type === 'flag',
      ...(option.type === 'file' && { file: true as const }),
      values: valuesOf(option),
    })),
  })),
  ...(sample && { sample }),
  ...(publicKey !== undefined && { publicKey }),
});

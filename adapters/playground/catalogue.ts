/** What the composer completes, from the commands' declarations: internal options are not among it. */

import type { Command, CommandOption } from '../../commands/grammar/command.ts';
import { readNumber } from '../../commands/grammar/value.ts';
import { publicOptions } from '../../commands/index.ts';
import type { WireCommand, WireOption } from './wire.ts';

const grouped = new Intl.NumberFormat('en-US');

function valuesOf(option: CommandOption): WireOption['values'] {
  switch (option.type) {
    case 'integer':
      return (option.suggestions ?? []).map(({ value, label }) => ({
        // `64K` is shorter than the number, where it means the same.
        value: readNumber(label) === value ? label.toLowerCase() : String(value),
        label: `${grouped.format(value)} ${option.unit}`,
      }));
    case 'choice':
      return option.choices.map(({ value, label }) => ({ value, label }));
    case 'flag':
      return [];
  }
}

export const catalogue = (commands: readonly Command[]): readonly WireCommand[] =>
  commands.map((command) => ({
    name: command.name,
    description: command.description,
    example: command.example,
    options: publicOptions(command).map((option) => ({
      name: option.name,
      description: option.description,
      required: option.required,
      flag: option.type === 'flag',
      values: valuesOf(option),
    })),
  }));

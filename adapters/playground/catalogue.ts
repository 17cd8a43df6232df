/** What the composer completes, from the commands' declarations: internal options are not among it. */

import type { Command, CommandOption } from '../../commands/command.ts';
import { publicOptions } from '../../commands/index.ts';
import type { WireCommand, WireOption } from './wire.ts';

function valuesOf(option: CommandOption): WireOption['values'] {
  switch (option.type) {
    case 'integer':
      return (option.suggestions ?? []).map(({ value, label }) => ({ value: String(value), label }));
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

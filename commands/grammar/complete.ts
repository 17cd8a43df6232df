/** Completion while somebody types. It reads the declarations alone, so it can't hint at an answer. */

import type { CommandOption } from './command.ts';
import { readNumber } from './value.ts';

export interface Completion {
  /** What is offered: `64K (65,536)`. */
  readonly label: string;
  readonly value: string | number;
}

const grouped = new Intl.NumberFormat('en-US');

/** Values to offer for an option; what was typed comes first where it can be read and is in range. */
export function completeOption(option: CommandOption, typed: string): Completion[] {
  const start = typed.trim().toLowerCase();
  switch (option.type) {
    case 'choice':
      return option.choices.filter(({ value }) => value.toLowerCase().startsWith(start));
    case 'integer': {
      const value = readNumber(start);
      const own =
        value !== undefined && option.schema.safeParse(value).success
          ? [{ label: `${grouped.format(value)} ${option.unit}`, value }]
          : [];
      const ready = (option.suggestions ?? [])
        .filter((each) => each.value !== value)
        .filter((each) => each.label.toLowerCase().startsWith(start) || String(each.value).startsWith(start))
        .map((each) => ({
          label: `${each.label} (${grouped.format(each.value)} ${option.unit})`,
          value: each.value,
        }));
      return [...own, ...ready];
    }
    case 'flag':
      return [];
  }
}

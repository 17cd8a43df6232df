/** Completion while somebody types. It reads the declarations alone, so it can't hint at an answer. */

import type { CommandOption, IntegerOption } from './command.ts';
import { readNumber } from './value.ts';

export interface Completion {
  /** What is offered: `64K (65,536)`. */
  readonly label: string;
  readonly value: string | number;
}

const grouped = new Intl.NumberFormat('en-US');

/** What was typed without what an offer adds to it: `64K (65,536 tokens)` is 64K, `512 tokens, the least` is 512. */
const numberIn = (typed: string, unit: string): string =>
  typed
    .replace(/\(.*$|, the .*$/, '')
    .replace(unit, '')
    .trim();

/** Values to offer for a number: what was typed, ready-made ones that begin so, and the bound that it is beyond. */
function completeNumber(option: IntegerOption, typed: string): Completion[] {
  const { min, max, unit, schema, suggestions = [] } = option;
  const start = numberIn(typed, unit);
  const value = readNumber(start);
  const inRange = value !== undefined && schema.safeParse(value).success;
  const bound =
    value === undefined || inRange ? undefined : value > max ? max : value < min ? min : undefined;
  const ready = suggestions
    .filter((each) => each.value !== value && each.value !== bound)
    .filter((each) => each.label.toLowerCase().startsWith(start) || String(each.value).startsWith(start));
  return [
    ...(inRange ? [{ label: `${grouped.format(value)} ${unit}`, value }] : []),
    ...ready.map((each) => ({
      label: `${each.label} (${grouped.format(each.value)} ${unit})`,
      value: each.value,
    })),
    ...(bound === undefined
      ? []
      : [
          {
            label: `${grouped.format(bound)} ${unit}, the ${bound === max ? 'most' : 'least'}`,
            value: bound,
          },
        ]),
  ];
}

/** Values to offer for an option; what was typed comes first where it can be read and is in range. */
export function completeOption(option: CommandOption, typed: string): Completion[] {
  const start = typed.trim().toLowerCase();
  switch (option.type) {
    case 'choice':
      return option.choices.filter(({ value }) => value.toLowerCase().startsWith(start));
    case 'integer':
      return completeNumber(option, start);
    case 'flag':
      return [];
  }
}

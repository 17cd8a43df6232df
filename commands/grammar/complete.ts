/** Completion while somebody types. It reads the declarations alone, so it can't hint at an answer. */

import { readable } from '../../src/messages/format.ts';
import { readNumber } from '../../src/messages/read-number.ts';
import type { CommandOption, NumberOption } from './command.ts';
import { readValue, spelled } from './read-value.ts';

export interface Completion {
  /** What is offered: `64k (65,536 tokens)`. */
  readonly label: string;
  readonly value: string | number;
}

/** What was typed without what an offer adds to it: `64k (65,536 tokens)` is 64k, `512 tokens, the least` is 512. */
const numberIn = (typed: string, unit: string): string =>
  typed
    .replace(/\(.*$|, the .*$/, '')
    .replace(unit, '')
    .trim();

/** Values to offer for a number: what was typed, ready-made ones that begin so, and the bound that it is beyond. */
function completeNumber(option: NumberOption & { name: string }, typed: string): Completion[] {
  const { min, max, unit, suffixes, suggestions = [] } = option;
  const start = numberIn(typed, unit);
  const value = readNumber(start, suffixes);
  const reading = value === undefined ? undefined : readValue(option, value);
  const inRange = reading && 'value' in reading;
  const bound =
    value === undefined || inRange ? undefined : value > max ? max : value < min ? min : undefined;
  const ready = suggestions
    .filter((each) => each !== value && each !== bound)
    .map((each) => ({ each, short: spelled(option, each) }))
    .filter(({ each, short }) => short.startsWith(start) || String(each).startsWith(start));
  return [
    ...(inRange && value !== undefined ? [{ label: `${readable(value)} ${unit}`, value }] : []),
    ...ready.map(({ each, short }) => ({
      label: short === String(each) ? `${readable(each)} ${unit}` : `${short} (${readable(each)} ${unit})`,
      value: each,
    })),
    ...(bound === undefined
      ? []
      : [{ label: `${readable(bound)} ${unit}, the ${bound === max ? 'most' : 'least'}`, value: bound }]),
  ];
}

/** Values to offer for an option; what was typed comes first where it can be read and is in range. */
export function completeOption(option: CommandOption, typed: string): Completion[] {
  const start = typed.trim().toLowerCase();
  switch (option.type) {
    case 'number':
      return completeNumber(option, start);
    case 'choice':
      return option.choices.filter(({ value }) => value.toLowerCase().startsWith(start));
    case 'words':
      return option.suggestions.filter(
        ({ value, label }) => value.toLowerCase().startsWith(start) || label.toLowerCase().includes(start),
      );
    case 'flag':
    case 'person':
    case 'file':
      return [];
  }
}

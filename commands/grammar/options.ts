/** How options are declared: data for every platform's form, and the zod schema that holds it. */

import { z } from 'zod';
import type { ChoiceOption, FlagOption, IntegerOption } from './command.ts';

/** A whole number from `min` to `max`. */
export function integer(declared: Omit<IntegerOption, 'type' | 'schema'>): IntegerOption {
  return { ...declared, type: 'integer', schema: z.int().min(declared.min).max(declared.max) };
}

/** One of a few words. */
export function choice(declared: Omit<ChoiceOption, 'type' | 'schema'>): ChoiceOption {
  const [first, ...rest] = declared.choices.map(({ value }) => value);
  if (first === undefined) throw new RangeError(`option ${declared.name} has no choices`);
  return { ...declared, type: 'choice', schema: z.enum([first, ...rest]) };
}

/** True where it is given. */
export const flag = (declared: Omit<FlagOption, 'type' | 'required'>): FlagOption => ({
  ...declared,
  type: 'flag',
  required: false,
});

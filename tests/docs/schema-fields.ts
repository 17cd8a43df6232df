/** The fields of a stored row with their descriptions, read from its schema. */

import { z } from 'zod';

export interface Field {
  readonly name: string;
  readonly what: string;
}

/** The description, or that of what it may be left out of. */
function described(schema: z.core.$ZodType): string | undefined {
  const { description } = z.globalRegistry.get(schema) ?? {};
  if (description !== undefined) return description;
  return schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional
    ? described(schema.unwrap())
    : undefined;
}

function field(name: string, schema: z.core.$ZodType): Field {
  const what = described(schema);
  if (what === undefined) throw new Error(`the field ${name} has no description`);
  return { name, what };
}

/** @throws where a field has no description */
export function fieldsOf(schema: z.ZodType): readonly Field[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).map(([name, value]) => field(name, value));
  if (schema instanceof z.ZodTuple)
    return schema.def.items.map((item) => field(z.globalRegistry.get(item)?.title ?? '', item));
  throw new Error('a row is an object or a tuple');
}

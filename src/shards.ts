/** Which of the gateway's shards a process runs, as DISCORD_SHARDS says it. */

import { z } from 'zod';

/** All that Discord asks for, or some of a number that this process is told. */
export type Shards = 'auto' | { readonly own: readonly number[]; readonly of: number };

/** `3` or `0-3`, as the numbers themselves; undefined when it is neither. */
function range(text: string): number[] | undefined {
  const [, from, to = from] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(text) ?? [];
  if (from === undefined || Number(to) < Number(from)) return undefined;
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, n) => Number(from) + n);
}

/** `0/2`, `0,1/4` or `0-3/8`: each shard once, below the number after the slash. */
const part = z.string().transform((text, context): Shards => {
  const [list = '', of = '', ...more] = text.split('/');
  const ranges = list.split(',').map(range);
  const own = ranges.flatMap((numbers) => numbers ?? []);
  const usable =
    more.length === 0 &&
    /^\d{1,4}$/.test(of) &&
    !ranges.includes(undefined) &&
    new Set(own).size === own.length &&
    own.every((shard) => shard < Number(of));
  if (usable) return { own, of: Number(of) };
  context.addIssue({ code: 'custom', message: 'no part of the shards' });
  return z.NEVER;
});

export const shardsSchema = z.union([z.literal('auto'), part]);

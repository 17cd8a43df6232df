/** What stays of students who deleted their data: counts, and nothing that is about one of them. */

import { z } from 'zod';
import type { Summary } from '../ledger/summary.ts';

export const goneSchema = z.strictObject({
  schema: z.literal(1).describe('the version of the row’s form'),
  students: z.number().int().positive().describe('how many had begun'),
  complete: z.number().int().nonnegative().describe('how many had completed it'),
  /** By act, counted from 0; numbers as `number`. */
  locks: z
    .array(z.record(z.string(), z.number().int().positive()))
    .describe('of each act, how many had locked which option'),
});

export type Gone = z.infer<typeof goneSchema>;

export function withGone(before: Gone | undefined, summary: Summary): Gone {
  const locks = summary.acts.map(({ lock }, act) => {
    const counts = before?.locks[act] ?? {};
    if (!lock) return counts;
    const answer = 'option' in lock.answer ? lock.answer.option : 'number';
    return { ...counts, [answer]: (counts[answer] ?? 0) + 1 };
  });
  return {
    schema: 1,
    students: (before?.students ?? 0) + 1,
    complete: (before?.complete ?? 0) + (summary.completedAt ? 1 : 0),
    locks,
  };
}

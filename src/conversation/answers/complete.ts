/** Completion: recorded once, when every step of every act is done, and then the takeaways are handed out. */

import { receipt } from '../../ledger/chain.ts';
import type { Part } from '../../messages/reply.ts';
import { code, say } from '../../messages/rich-text.ts';
import { isComplete } from '../stage.ts';
import type { Turn } from '../turn.ts';

export function completion(turn: Turn): readonly Part[] {
  const { pack, progress } = turn;
  if (!isComplete(pack, progress) || progress.completedAt !== undefined) return [];
  turn.decide({ kind: 'completed' });
  const { length } = pack.acts;
  const acts = length === 1 ? 'The act is' : length === 2 ? 'Both acts are' : `All ${length} acts are`;
  return [
    {
      kind: 'callout',
      tone: 'success',
      title: 'Lab complete',
      text: say`${acts} done: every prediction locked, every simulator run, every reflection answered${pack.acts.some(({ decision }) => decision) ? ', and everybody who asked has your answer' : ''}. Your receipt is ${code(receipt(turn.record))}.`,
    },
    ...pack.takeaways(turn.progress),
  ];
}

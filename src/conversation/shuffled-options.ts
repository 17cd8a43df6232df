/** The order in which a student sees a question's options: their own, the same each time, from a stored seed. */

import { createHash } from 'node:crypto';
import type { ChoiceQuestion, Option } from '../labs/lab.ts';
import { LETTERS, type Letter } from '../messages/request.ts';

/** The options under their letters. Fisher–Yates on the digest of seed and question, which is enough for eight. */
export function shuffledOptions(
  question: ChoiceQuestion,
  seed: string,
): readonly { readonly letter: Letter; readonly option: Option }[] {
  const digest = createHash('sha256').update(`${seed}:${question.id}`).digest();
  const order = [...question.options];
  for (let last = order.length - 1; last > 0; last--) {
    // 32 bits against six options: the bias of the remainder is under two in a billion.
    const other = digest.readUInt32BE((last - 1) * 4) % (last + 1);
    [order[last], order[other]] = [order[other] as Option, order[last] as Option];
  }
  return order.map((option, index) => ({ letter: LETTERS[index] as Letter, option }));
}

/** A class as grades may rest on it: each ledger checked whole, and summed up from what was checked. */

import { summaryOf } from '../ledger/summary.ts';
import type { Doubt } from './gradebook/grade-row.ts';
import { ledgersOf, noteTrouble } from './ledgers.ts';
import type { ClassData, Member } from './members.ts';
import { isDecidable } from './mending.ts';
import type { Visit } from './visit.ts';

export interface CheckedClass {
  readonly data: ClassData;
  /** By the student's key: those whose ledger gives no grade. */
  readonly doubts: ReadonlyMap<string, Doubt>;
}

/** What does not hold is noted for whoever looks at the class. @throws {UnreadableError} */
export async function checkedClass({ store, packs }: Visit, data: ClassData): Promise<CheckedClass> {
  const { pack, members } = data;
  const of = members.map(({ student }) => ({ student, lab: pack.id }));
  const ledgers = await ledgersOf(store, packs, of);
  const doubts = new Map<string, Doubt>();
  const checked: Member[] = [];
  for (const [index, member] of members.entries()) {
    const { student } = member;
    const ledger = ledgers[index];
    if (!ledger) checked.push(member);
    else if ('record' in ledger) checked.push({ ...member, summary: summaryOf(ledger.record, pack) });
    else {
      const { trouble } = ledger;
      await noteTrouble(store, { student, lab: pack.id, trouble });
      doubts.set(student, isDecidable(trouble) ? 'does not hold' : 'newer version');
      checked.push(member);
    }
  }
  return { data: { ...data, members: checked }, doubts };
}

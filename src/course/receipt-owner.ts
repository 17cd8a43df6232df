/** Whose receipt it was, and when: for staff who are shown one. */

import { type Point, pointOf, receiptTyped } from '../ledger/receipts.ts';
import { code, say } from '../messages/rich-text.ts';
import { shortened } from '../messages/shortened.ts';
import { UserError } from '../messages/user-error.ts';
import type { CourseStore } from './course-store.ts';
import type { ClassData, Member } from './members.ts';
import { membersNamed } from './people.ts';
import { plural } from './words.ts';

export interface Owned {
  readonly member: Member;
  readonly digits: string;
  readonly point: Point;
}

/**
 * Looks through the records of the class. Undefined where what was typed is no receipt, or names somebody by itself.
 * @throws {UserError} where it is one, and no record has it
 */
export async function receiptOwner(
  store: CourseStore,
  { members, pack }: ClassData,
  typed: string,
): Promise<Owned | undefined> {
  const digits = receiptTyped(typed);
  if (digits === undefined || membersNamed(members, typed).length > 0) return undefined;
  let broken = 0;
  for (const member of members) {
    const reading = member.summary && (await store.reading(member.student, pack.id));
    if (!reading) continue;
    if ('trouble' in reading) broken += 1;
    const point = 'record' in reading ? pointOf(reading.record, digits) : undefined;
    if (point) return { member, digits, point };
  }
  throw new UserError(
    say`No ledger of this class in ${pack.title} has the receipt ${code(shortened(digits))}: no decision and none of the newest runs. Whoever shows it had another ledger than the one that is stored, or it is of another lab or course.${
      broken > 0
        ? ` ${plural(broken, 'ledger')} of this class ${broken === 1 ? 'does' : 'do'} not hold and can’t be asked.`
        : ''
    }`,
  );
}

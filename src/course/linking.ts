/** Who is which row of the gradebook, once somebody has said so. A row is one student's, a student has one row. */

import { studentId } from '../messages/actor.ts';
import type { LinkRow } from './rows.ts';
import type { Visit } from './visit.ts';

/** `taken`: the row is another student's, and stays theirs. */
export async function linkTo(
  visit: Visit,
  student: string,
  row: string,
  how: LinkRow['how'],
): Promise<'linked' | 'taken'> {
  const { store, course, actor, now, enrolment } = visit;
  const person = await store.person(student);
  const kept = await store.link(course, row, {
    schema: 1,
    student,
    how,
    by: studentId(actor),
    at: now.toISOString(),
  });
  if (kept.student !== student) return 'taken';
  if (person?.row !== undefined && person.row !== row) await store.unlink(course, person.row);
  await enrolment.change(student, (before) => ({
    ...(before ?? { schema: 1, role: 'student', reminders: 'on', joinedAt: now.toISOString() }),
    row,
  }));
  await visit.note('linked to the gradebook', {
    subject: student,
    ...(person?.row !== undefined && { before: person.row }),
    after: row,
  });
  return 'linked';
}

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
  if (person?.row === row) return 'linked';
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

/** The row is nobody's again. @returns whose it was */
export async function unlinkRow(visit: Visit, row: string): Promise<string | undefined> {
  const { store, course } = visit;
  const student = (await store.links(course)).get(encodeURIComponent(row))?.student;
  if (student === undefined) return undefined;
  await store.changePerson(student, (person) => {
    if (person?.row !== row) return undefined;
    const { row: _, ...rest } = person;
    return rest;
  });
  await store.unlink(course, row);
  await visit.note('freed a row of the gradebook', { subject: student, before: row });
  return student;
}

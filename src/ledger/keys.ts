/** The keys of a student's rows. */

import { createHash } from 'node:crypto';
import { courseOf } from '../messages/actor.ts';

/** The kind of row that records are. */
export const RECORDS = 'ledger';

/** The row a student's record of a lab is kept in. */
export const recordKey = (lab: string, student: string): string => `${RECORDS}:${lab}:${student}`;

/** The row that says which lab a student touched last; it is also what is held for all of their rows. */
export const studentKey = (student: string): string => `student:${student}`;

/** A class in one lab: a summary for each student who has begun it, by the student's key. */
export const progressCollection = (course: string, lab: string): string => `progress:${course}:${lab}`;

export const progressKey = (lab: string, student: string): string =>
  `${progressCollection(courseOf(student), lab)}/${student}`;

/** The course's records that do not hold, for its staff: by the student's key and the lab. */
export const troubles = (course: string): string => `trouble:${course}`;

export const troubleKey = (lab: string, student: string): string =>
  `${troubles(courseOf(student))}/${student}:${lab}`;

/** Where text that can't be read is set aside: the same text always under the same key. */
export const quarantineKey = (lab: string, student: string, text: string): string =>
  `quarantine:${lab}:${student}:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;

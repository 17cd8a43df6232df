/** The course's own list of staff. The platform names others, whom it does not hold. */

import { userOf } from '../messages/actor.ts';
import type { Course } from './rows.ts';

type Staff = Course['staff'];

/** What somebody is in the list; undefined where they are not in it. */
export const staffRoleOf = (
  course: Course | undefined,
  student: string,
): Staff['users'][string] | undefined => course?.staff.users[userOf(student)];

export const hasInstructor = ({ users, groups }: Staff): boolean =>
  [...Object.values(users), ...Object.values(groups)].includes('instructor');

export function withoutUser(staff: Staff, user: string): Staff {
  const { [user]: _, ...users } = staff.users;
  return { ...staff, users };
}

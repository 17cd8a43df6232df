/** What somebody may do in a course: the platform's word for this call, or the course's own list, whichever is more. */

import { type Actor, ROLES, type Role } from '../messages/actor.ts';
import { command, say, strong } from '../messages/rich-text.ts';
import { UserError } from '../messages/user-error.ts';
import { shownName } from './insight/words.ts';
import type { Course, Person } from './rows.ts';

export const isAtLeast = (role: Role, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least);

const most = (roles: readonly Role[]): Role =>
  roles.reduce((best, role) => (isAtLeast(role, best) ? role : best), 'student');

/** @param instructors `discord:123`, from the configuration: the first ones, where a platform names none */
export const roleIn = (actor: Actor, course: Course | undefined, instructors: readonly string[]): Role =>
  most([
    actor.role,
    instructors.includes(`${actor.platform}:${actor.user}`) ? 'instructor' : 'student',
    course?.staff.users[actor.user] ?? 'student',
    ...(actor.groups ?? []).map((group) => course?.staff.groups[group] ?? 'student'),
  ]);

/** Names of those who may, as far as they are known: those whom the course lists, and those who once spoke as such. */
export function instructorNames(people: ReadonlyMap<string, Person>): readonly string[] {
  return [...people]
    .filter(([, { role }]) => role === 'instructor')
    .flatMap(([student, { name }]) => (name === undefined ? [] : shownName({ student, name })))
    .toSorted();
}

/** @param what in the plural: `Only instructors assign` */
export function refusal(what: string, names: readonly string[]): UserError {
  return new UserError(
    names.length === 0
      ? say`${what}. Ask yours, or type ${command({ kind: 'owed' })} to see what you have to do.`
      : say`${what}: ${strong(names.slice(0, 5).join(', '))}. ${command({ kind: 'owed' })} shows what you have to do.`,
  );
}

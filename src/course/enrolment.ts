/** Who takes part: noted when they speak, and written only where something about them is new. */

import { LRUCache } from 'lru-cache';
import { type Actor, courseOf, type Role, studentId, userOf } from '../messages/actor.ts';
import { platformOf } from './address.ts';
import type { CourseStore } from './course-store.ts';
import type { Course, Person } from './rows.ts';

/** People whose row is known to be as it should be; others are read once more. */
const KNOWN = 10_000;
/** So long at most: another process may have deleted their rows. */
const KNOWN_MS = 10 * 60_000;

const withoutName = ({ name: _, email: __, ...person }: Person): Person => person;

/** The row as it should be, from what the platform says now. */
function asNow(before: Person | undefined, actor: Actor, role: Role, course: Course, now: Date): Person {
  const { name, email, zone } = actor;
  const person: Person = {
    ...(before ?? { schema: 1, reminders: 'on', joinedAt: now.toISOString() }),
    role,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(zone !== undefined && { zone }),
  };
  return course.pseudonyms ? withoutName(person) : person;
}

const isSame = (a: Person | undefined, b: Person): boolean => JSON.stringify(a) === JSON.stringify(b);

export class Enrolment {
  readonly #store: CourseStore;
  readonly #known = new LRUCache<string, string>({ max: KNOWN, ttl: KNOWN_MS });
  /** The workspace that somebody spoke in last, by platform and user. */
  readonly #homes = new LRUCache<string, string>({ max: KNOWN, ttl: KNOWN_MS });

  constructor(store: CourseStore) {
    this.#store = store;
  }

  /** Notes who speaks. */
  async note(actor: Actor, role: Role, course: Course, now: Date): Promise<void> {
    const student = studentId(actor);
    const { platform, workspace, user, name, email, zone } = actor;
    const person = JSON.stringify([platform, user]);
    if (this.#homes.get(person) !== workspace) {
      await this.#store.noteHome(platform, user, workspace);
      this.#homes.set(person, workspace);
    }
    const signature = JSON.stringify([role, name, email, zone, course.pseudonyms]);
    if (this.#known.get(student) === signature) return;
    await this.change(student, (before) => asNow(before, actor, role, course, now));
    this.#known.set(student, signature);
  }

  /** Writes the row only where it becomes another. */
  async change(student: string, change: (before: Person | undefined) => Person): Promise<Person | undefined> {
    return this.#store.changePerson(student, (before) => {
      const after = change(before);
      return isSame(before, after) ? undefined : after;
    });
  }

  /** Forgets what it knew, where a row was changed or deleted by other means. */
  forget(student: string): void {
    this.#known.delete(student);
    this.#homes.delete(JSON.stringify([platformOf(courseOf(student)), userOf(student)]));
  }
}

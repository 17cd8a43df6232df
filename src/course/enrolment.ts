/** Who takes part: noted when they speak, and written only where something about them is new. */

import { LRUCache } from 'lru-cache';
import { type Actor, type Role, studentId } from '../messages/actor.ts';
import type { CourseStore } from './course-store.ts';
import type { Course, Person } from './rows.ts';

/** People whose row is known to be as it should be; others are read once more. */
const KNOWN = 20_000;

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
  readonly #known = new LRUCache<string, string>({ max: KNOWN });

  constructor(store: CourseStore) {
    this.#store = store;
  }

  /** Notes who speaks. */
  async note(actor: Actor, role: Role, course: Course, now: Date): Promise<void> {
    const student = studentId(actor);
    const { name, email, zone } = actor;
    const signature = JSON.stringify([role, name, email, zone, course.pseudonyms]);
    if (this.#known.get(student) === signature) return;
    await this.change(student, (before) => asNow(before, actor, role, course, now));
    await this.#store.noteHome(actor.platform, actor.user, actor.workspace);
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
  }
}

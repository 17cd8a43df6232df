/** The class as it is looked at: everybody who has begun or joined, with what is known of each. */

import type { LabPack } from '../labs/lab.ts';
import type { Summary } from '../ledger/summary.ts';
import { userOf } from '../messages/actor.ts';
import type { CourseStore, CourseView } from './course-store.ts';
import { pseudonymOf } from './pseudonym.ts';
import type { Assignment, Course, Person } from './rows.ts';

export interface Member {
  /** Their key. */
  readonly student: string;
  /** As staff read it: the name on the platform, a pseudonym in a pseudonymous course, or their id where no name is known. */
  readonly name: string;
  readonly person?: Person;
  /** Absent where they joined and have not begun. */
  readonly summary?: Summary;
}

export interface ClassData {
  readonly course: Course;
  readonly assignment: Assignment;
  readonly pack: LabPack;
  readonly now: Date;
  /** Students alone, by name; in one section where one was asked for. */
  readonly members: readonly Member[];
}

export function nameOf({ secret, pseudonyms }: Course, student: string, person: Person | undefined): string {
  if (pseudonyms) return pseudonymOf(secret, student);
  return person?.name ?? userOf(student);
}

/** Joined by pressing Start, or begun by typing: either is enough. Staff are not counted. */
export async function readMembers(
  store: CourseStore,
  { id, course }: CourseView,
  lab: string,
  section?: string,
): Promise<readonly Member[]> {
  const [people, progress] = await Promise.all([store.people(id), store.progress(id, lab)]);
  const students = new Set([...people.keys(), ...progress.keys()]);
  const isStaff = (student: string): boolean => {
    const role = people.get(student)?.role;
    return (role !== undefined && role !== 'student') || course.staff.users[userOf(student)] !== undefined;
  };
  return [...students]
    .filter((student) => !isStaff(student))
    .filter((student) => section === undefined || people.get(student)?.section === section)
    .map((student): Member => {
      const person = people.get(student);
      const summary = progress.get(student);
      return {
        student,
        name: nameOf(course, student, person),
        ...(person && { person }),
        ...(summary && { summary }),
      };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

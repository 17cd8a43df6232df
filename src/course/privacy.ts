/** What is held about one student: listed, taken away, and deleted row by row. Nobody's chain refers to another's. */

import type { LabPack } from '../labs/lab.ts';
import { courseOf, userOf } from '../messages/actor.ts';
import type { CourseStore } from './course-store.ts';
import type { Assignment, Audit, LinkRow, Out, Person } from './rows.ts';

/** Everything that is held about a student. */
export interface Held {
  /** The stored text of their records, by lab. */
  readonly records: ReadonlyMap<string, string>;
  readonly person: Person | undefined;
  readonly links: readonly (readonly [row: string, link: LinkRow])[];
  readonly messages: readonly (readonly [id: string, out: Out])[];
  /** Lines of the course's log that are about them. */
  readonly audit: readonly (readonly [id: string, line: Audit])[];
  /** Extensions and excuses. */
  readonly exceptions: readonly { readonly assignment: Assignment; readonly words: string }[];
  /** Copies of records that could not be read. */
  readonly setAside: readonly string[];
}

export async function heldAbout(
  store: CourseStore,
  packs: readonly LabPack[],
  student: string,
): Promise<Held> {
  const course = courseOf(student);
  const [view, person, links, outs, audit, records, setAside] = await Promise.all([
    store.viewNow(course),
    store.person(student),
    store.links(course),
    store.outs(course),
    store.auditRows(course),
    store.recordTexts(student, packs),
    store.setAsideKeys(student, packs),
  ]);
  const own = <T extends { readonly student?: string }>(rows: ReadonlyMap<string, T>) =>
    [...rows].filter(([, row]) => row.student === student);
  return {
    records,
    person,
    links: own(links),
    messages: own(outs),
    audit: audit.filter(([, line]) => line.subject === student || line.by === student),
    exceptions: (view?.assignments ?? []).flatMap((assignment) => {
      const exception = assignment.exceptions[student];
      return exception ? [{ assignment, words: exception.excused ? 'excused' : 'an extension' }] : [];
    }),
    setAside,
  };
}

/** Everything as one JSON text. A lab's record in it is the row as it is stored, so that its chain can be checked. */
export function heldText(student: string, held: Held): string {
  const { records, person, links, messages, audit, exceptions } = held;
  return `${JSON.stringify(
    {
      student: userOf(student),
      records: Object.fromEntries([...records].map(([lab, text]) => [lab, JSON.parse(text) as unknown])),
      person: person ?? null,
      gradebook: links.map(([row, link]) => ({ row: decodeURIComponent(row), ...link })),
      messages: messages.map(([id, out]) => ({ id, ...out })),
      log: audit.map(([, line]) => line),
      exceptions: exceptions.map(({ assignment, words }) => ({ assignment: assignment.title, is: words })),
      setAside: held.setAside,
    },
    null,
    2,
  )}\n`;
}

/** Stands in rows that stay for somebody whose data is deleted. */
export const ERASED = 'erased';

/** Their name as it stands in rows that stay. */
const erasedIn = (line: Audit, student: string): Audit => ({
  ...line,
  ...(line.subject === student && { subject: ERASED }),
  ...(line.by === student && { by: ERASED }),
});

/**
 * Deletes every row of theirs, and their key out of every row that stays. Repeated after a crash it does what is left: the
 * rows themselves are what tells.
 */
export async function erase(store: CourseStore, packs: readonly LabPack[], student: string): Promise<void> {
  const course = courseOf(student);
  const held = await heldAbout(store, packs, student);
  for (const { assignment } of held.exceptions) {
    await store.changeAssignment(course, assignment.id, (before) => {
      if (!before) return undefined;
      const { [student]: _, ...exceptions } = before.exceptions;
      return { ...before, exceptions };
    });
  }
  for (const [id, line] of held.audit) await store.rewriteAudit(course, id, erasedIn(line, student));
  for (const [row] of held.links) await store.unlink(course, decodeURIComponent(row));
  for (const [id] of held.messages) await store.dropOut(course, id);
  // The rows that are counted go in the same write as the count, so that a crash counts nobody twice.
  await store.eraseStudent(student, packs, held.setAside);
}

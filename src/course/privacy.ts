/** What is held about one student: listed, taken away, and deleted row by row. Nobody's chain refers to another's. */

import type { LabPack } from '../labs/lab.ts';
import { progressKey, recordKey } from '../ledger/keys.ts';
import { courseOf, userOf } from '../messages/actor.ts';
import { eraseFromLeaves, leavesNaming, type NamedRow } from './checkpoints/erase.ts';
import type { CourseStore } from './course-store.ts';
import { assignments, audits, courseKey, linkKey, outbox, personKey, rosterKey } from './keys.ts';
import type { Assignment, Audit, Course, LinkRow, Out, Person } from './rows.ts';
import { staffRoleOf, withoutUser } from './staff.ts';

/** Everything that is held about a student. */
export interface Held {
  /** Rows that are theirs alone, as they are stored, by key. */
  readonly own: ReadonlyMap<string, string>;
  /** The stored text of their records, by lab. */
  readonly records: ReadonlyMap<string, string>;
  readonly person: Person | undefined;
  readonly links: readonly (readonly [row: string, link: LinkRow])[];
  readonly messages: readonly (readonly [id: string, out: Out])[];
  /** Lines of the course's log that are about them, or tell what they did. */
  readonly audit: readonly (readonly [id: string, line: Audit])[];
  /** Extensions and excuses, also of homework that was taken back. */
  readonly exceptions: readonly { readonly assignment: Assignment; readonly words: string }[];
  /** Where their records were at the course's checkpoints. */
  readonly leaves: readonly NamedRow[];
  /** Keys of copies of records that could not be read. */
  readonly setAside: readonly string[];
  /** What they are in the course's own list. */
  readonly staff: Course['staff']['users'][string] | undefined;
  /** Keys of rows of others, and of the course, that name them as who decided: of staff alone. */
  readonly decided: readonly string[];
}

const decidedIn = ({ by, exceptions }: Assignment, student: string): boolean =>
  by === student || Object.values(exceptions).some((exception) => exception.by === student);

export async function heldAbout(
  store: CourseStore,
  packs: readonly LabPack[],
  student: string,
): Promise<Held> {
  const course = courseOf(student);
  const [view, every, own, person, links, outs, audit, roster, leaves] = await Promise.all([
    store.viewNow(course),
    store.everyAssignment(course),
    store.ownRows(student, packs),
    store.person(student),
    store.links(course),
    store.outs(course),
    store.auditRows(course),
    store.roster(course),
    leavesNaming(store, student),
  ]);
  const theirs = <T extends { readonly student?: string }>(rows: ReadonlyMap<string, T>) =>
    [...rows].filter(([, row]) => row.student === student);
  return {
    own,
    records: new Map(
      packs.flatMap(({ id }) => {
        const text = own.get(recordKey(id, student));
        return text === undefined ? [] : [[id, text] as const];
      }),
    ),
    person,
    links: theirs(links).map(([row, link]) => [decodeURIComponent(row), link]),
    messages: theirs(outs),
    audit: audit.filter(([, line]) => line.subject === student || line.by === student),
    exceptions: every.flatMap((assignment) => {
      const exception = assignment.exceptions[student];
      return exception ? [{ assignment, words: exception.excused ? 'excused' : 'an extension' }] : [];
    }),
    leaves,
    setAside: [...own.keys()].filter((key) => key.startsWith('quarantine:')),
    staff: staffRoleOf(view?.course, student),
    decided: [
      ...every
        .filter((assignment) => decidedIn(assignment, student))
        .map(({ id }) => `${assignments(course)}/${id}`),
      ...[...links]
        .filter(([, link]) => link.by === student && link.student !== student)
        .map(([row]) => linkKey(course, decodeURIComponent(row))),
      ...(roster?.by === student ? [rosterKey(course)] : []),
    ],
  };
}

/** The keys of all rows that hold anything about them. */
export function keysOf(student: string, held: Held): readonly string[] {
  const course = courseOf(student);
  return [
    ...new Set([
      ...held.own.keys(),
      ...held.links.map(([row]) => linkKey(course, row)),
      ...held.messages.map(([id]) => `${outbox(course)}/${id}`),
      ...held.audit.map(([id]) => `${audits(course)}/${id}`),
      ...held.exceptions.map(({ assignment }) => `${assignments(course)}/${assignment.id}`),
      ...held.leaves.map(({ key }) => key),
      ...(held.staff === undefined ? [] : [courseKey(course)]),
      ...held.decided,
    ]),
  ];
}

/** A row as it is stored; what can't be read stays text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Everything as one JSON text. A lab's record in it is the row as it is stored, so that its chain can be checked. */
export function heldText(student: string, held: Held): string {
  const { own, records, person, links, messages, audit, exceptions, leaves, staff, decided } = held;
  const labs = [...records.keys()];
  const shown = [personKey(student), ...labs.map((lab) => recordKey(lab, student))];
  const summaries = labs.map((lab) => [lab, progressKey(lab, student)] as const);
  const others = [...own].filter(
    ([key]) => !shown.includes(key) && !summaries.some(([, summary]) => summary === key),
  );
  return `${JSON.stringify(
    {
      student: userOf(student),
      records: Object.fromEntries([...records].map(([lab, text]) => [lab, parsed(text)])),
      summaries: Object.fromEntries(summaries.map(([lab, key]) => [lab, parsed(own.get(key) ?? 'null')])),
      person: person ?? null,
      gradebook: links.map(([row, link]) => ({ row, ...link })),
      messages: messages.map(([id, out]) => ({ id, ...out })),
      log: audit.map(([, line]) => line),
      exceptions: exceptions.map(({ assignment, words }) => ({
        assignment: assignment.title,
        is: words,
        ...assignment.exceptions[student],
      })),
      ...(leaves.length > 0 && { checkpoints: leaves }),
      ...(staff !== undefined && { staff }),
      others: Object.fromEntries(others.map(([key, text]) => [key, parsed(text)])),
      ...(decided.length > 0 && { decided }),
      rows: keysOf(student, held),
    },
    null,
    2,
  )}\n`;
}

/** Stands in rows that stay for somebody whose data is deleted. */
export const ERASED = 'erased';

/** Their name as it stands in rows that stay. What was noted about them may name their row of the gradebook: it goes too. */
function erasedLine(line: Audit, student: string): Audit {
  const { before: _, after: __, ...bare } = line;
  return {
    ...(line.subject === student ? { ...bare, subject: ERASED } : line),
    ...(line.by === student && { by: ERASED }),
  };
}

function erasedIn(assignment: Assignment, student: string): Assignment {
  const { [student]: _, ...others } = assignment.exceptions;
  const by = (who: string): string => (who === student ? ERASED : who);
  return {
    ...assignment,
    by: by(assignment.by),
    exceptions: Object.fromEntries(
      Object.entries(others).map(([key, exception]) => [key, { ...exception, by: by(exception.by) }]),
    ),
  };
}

/**
 * Deletes every row of theirs, and their key out of every row that stays. Repeated after a crash it does what is left: the
 * rows themselves are what tells.
 * @param staysListed whether they stay on the course’s list of staff, which a course that goes on needs
 */
export async function erase(
  store: CourseStore,
  packs: readonly LabPack[],
  student: string,
  { staysListed = false }: { readonly staysListed?: boolean } = {},
): Promise<void> {
  const course = courseOf(student);
  const held = await heldAbout(store, packs, student);
  const { exceptions, decided } = held;
  for (const { id } of await store.everyAssignment(course)) {
    const key = `${assignments(course)}/${id}`;
    if (!decided.includes(key) && !exceptions.some(({ assignment }) => assignment.id === id)) continue;
    await store.changeAssignment(course, id, (before) => before && erasedIn(before, student));
  }
  for (const [id, line] of held.audit) await store.rewriteAudit(course, id, erasedLine(line, student));
  for (const [row] of held.links) await store.unlink(course, row);
  for (const row of (await store.links(course)).keys()) {
    if (!decided.includes(linkKey(course, decodeURIComponent(row)))) continue;
    await store.changeLink(course, decodeURIComponent(row), (link) => link && { ...link, by: ERASED });
  }
  if (decided.includes(rosterKey(course)))
    await store.changeRoster(course, (roster) => roster && { ...roster, by: ERASED });
  for (const [id] of held.messages) await store.dropOut(course, id);
  const isStaff = held.staff !== undefined || (held.person !== undefined && held.person.role !== 'student');
  // The rows that are counted go in the same write as the count, so that a crash counts nobody twice.
  await store.eraseStudent(student, packs, !isStaff);
  await eraseFromLeaves(store, student);
  if (held.staff !== undefined && !staysListed)
    await store.changeCourse(course, (before) => ({
      ...before,
      staff: withoutUser(before.staff, userOf(student)),
    }));
}

/** `/class log`: who did what to whom, the newest first; all of it as a file. */

import { userOf } from '../../messages/actor.ts';
import type { Part } from '../../messages/reply.ts';
import type { RichText } from '../../messages/rich-text.ts';
import { inert } from '../gradebook/detail.ts';
import { writeTable } from '../gradebook/table.ts';
import { shownName } from '../insight/words.ts';
import { nameOf } from '../members.ts';
import { ERASED } from '../privacy.ts';
import type { Audit } from '../rows.ts';
import type { Visit } from '../visit.ts';
import { momentIn } from '../words.ts';

const SHOWN = 20;

export async function log(visit: Visit): Promise<readonly Part[]> {
  const { store, course, view } = visit;
  const all = (await store.audits(course)).toReversed();
  const people = await store.people(course);
  // Also those that were taken back.
  const titles = new Map((await store.everyAssignment(course)).map(({ id, title }) => [id, title]));
  /** In a pseudonymous course a student’s id is beside no pseudonym of theirs. */
  const idOf = ({ by, role }: Audit): string =>
    view?.course.pseudonyms && role === 'student' ? '' : userOf(by);
  /** A student, or a homework by its title. */
  const named = (subject: string): string => {
    if (subject === ERASED) return 'somebody who deleted their data';
    const title = titles.get(subject);
    if (title !== undefined) return title;
    return view && subject.includes(':') ? nameOf(view.course, subject, people.get(subject)) : subject;
  };
  /** On the screen; the file has names in full. */
  const shown = (subject: string): string =>
    subject.includes(':') ? shownName({ student: subject, name: named(subject) }) : named(subject);
  const change = ({ before, after }: Audit): string =>
    before !== undefined && after !== undefined ? `${before} → ${after}` : (after ?? before ?? '');
  const line = (entry: Audit): RichText[] => [
    [momentIn(new Date(entry.at), view?.course.zone)],
    [shown(entry.by)],
    entry.act,
    [entry.subject === undefined ? '' : shown(entry.subject)],
    [change(entry)],
  ];
  await visit.note('read the log');
  if (all.length === 0) return [{ kind: 'text', text: 'Nothing was done in this course yet.' }];
  const rows = all.map((entry) => [
    entry.at,
    idOf(entry),
    named(entry.by),
    entry.role,
    entry.act,
    entry.subject === undefined ? '' : named(entry.subject),
    entry.before ?? '',
    entry.after ?? '',
  ]);
  return [
    { kind: 'heading', text: 'Who did what in this course' },
    {
      kind: 'table',
      columns: ['When', 'Who', 'Did', 'To', 'What'],
      rows: all.slice(0, SHOWN).map(line),
    },
    {
      kind: 'file',
      name: 'course-log.csv',
      mediaType: 'text/csv',
      content: writeTable(
        [['Time', 'Id', 'Who', 'Role', 'Did', 'To', 'Before', 'After'], ...rows].map((cells) =>
          cells.map(inert),
        ),
        { bom: true },
      ),
    },
  ];
}

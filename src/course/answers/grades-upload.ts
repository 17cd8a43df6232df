/** How the gradebook's own export comes in: from a form, beside a command, or dropped into a direct message. */

import { studentId } from '../../messages/actor.ts';
import type { Choice } from '../../messages/reply.ts';
import { TO_BE_ENTERED, type Upload } from '../../messages/request.ts';
import { command, type RichText, say, strong } from '../../messages/rich-text.ts';
import { shortened } from '../../messages/shortened.ts';
import { UserError } from '../../messages/user-error.ts';
import { ROSTER_FIELD } from '../fields.ts';
import { refuseOtherCourse } from '../gradebook/read-gradebook.ts';
import type { Roster } from '../gradebook/roster.ts';
import type { ClassData } from '../members.ts';
import { matched, type RosterKept, readRoster } from '../roster-match.ts';
import type { Visit } from '../visit.ts';
import { plural } from '../words.ts';

export const HOW_TO_EXPORT: Readonly<Record<Roster['source'], RichText>> = {
  canvas: say`In Canvas: Grades, Export, Entire Gradebook. Then ${command({ kind: 'grades', form: 'canvas' })} with that file attached, as it is.`,
  moodle: say`In Moodle: Grades, Export, Plain text file. Then ${command({ kind: 'grades', form: 'moodle' })} with that file attached, as it is.`,
};

/** @param form where left out, the file itself says whose export it is */
export const uploadChoice = (data: ClassData, label: string, form?: Roster['source']): Choice => ({
  label,
  request: {
    kind: 'grades',
    ...(form && { form }),
    roster: TO_BE_ENTERED,
    assignment: data.assignment.id,
  },
  field: ROSTER_FIELD,
});

/** @param name as it was typed, or {@link TO_BE_ENTERED} where a form should have brought it */
export const noFile = (name: string): UserError =>
  new UserError(
    say`${name === TO_BE_ENTERED ? 'No file came with this' : say`No file ${strong(shortened(name))} came with this`}, so nothing was read. Attach the export itself, a .csv file, to ${command({ kind: 'grades' })}; on Slack, drop it into your direct messages with me.`,
  );

/** Keeps the file that came with the request; nothing is kept of one that is refused. */
export async function keepUpload(
  visit: Visit,
  file: Upload,
  data: ClassData,
  wanted: Roster['source'],
): Promise<RosterKept> {
  const { store, course, now } = visit;
  const { text, roster } = readRoster(file.name, file.bytes, wanted);
  refuseOtherCourse(await matched(visit, roster, data.members));
  const row = await store.changeRoster(course, (before) => ({
    schema: 1,
    name: file.name,
    text,
    importedAt: now.toISOString(),
    by: studentId(visit.actor),
    columns: before?.columns ?? {},
  }));
  await visit.note('gave a roster', { after: `${file.name}, ${plural(roster.students.length, 'student')}` });
  if (!row) throw new Error('the roster was not kept');
  return { row, roster };
}

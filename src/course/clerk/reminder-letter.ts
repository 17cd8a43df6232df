/** A reminder as a letter: written only once it is certain that it is still wanted. */

import type { LabPack } from '../../labs/lab.ts';
import { directTo } from '../address.ts';
import type { CourseStore } from '../course-store.ts';
import type { Letter } from '../outbox.ts';
import { reminderReply } from '../reminder-words.ts';
import { type Reminder, reminderOf, whyNot, zoneOf } from '../reminders.ts';
import type { Assignment } from '../rows.ts';

interface ReminderLetterOptions {
  readonly store: CourseStore;
  readonly course: string;
  readonly assignment: Assignment;
  readonly pack: LabPack;
  readonly reminder: Reminder;
  /** Their direct message channel. */
  readonly channel: string;
  /** How long the lab took those who finished it, where that is known. */
  readonly wholeMs: number | undefined;
}

export function reminderLetter(options: ReminderLetterOptions): Letter {
  const { store, course, assignment, pack, reminder, channel, wholeMs } = options;
  const { student, kind, rid, until } = reminder;
  return {
    id: rid,
    kind,
    to: directTo(student, channel),
    assignment: assignment.id,
    student,
    until,
    make: async () => {
      const [view, person, summary, now] = await Promise.all([
        store.viewNow(course),
        store.person(student),
        store.summary(student, pack.id),
        store.now(),
      ]);
      const current = view?.assignments.find(({ id }) => id === assignment.id);
      if (!view || !current) return { skip: 'taken back' };
      const found = reminderOf(view.course, current, student, kind);
      if (found?.rid !== rid) return { skip: 'moved' };
      const member = { student, ...(person && { person }), ...(summary && { summary }) };
      const not = whyNot(current, member, found, now);
      if (not) return { skip: not };
      const zone = zoneOf(view.course, current);
      return reminderReply({ assignment: current, pack, student, summary, wholeMs, zone });
    },
  };
}

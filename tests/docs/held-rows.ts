/** Every kind of row that the store may hold: what it is for, who sees it, how long it stays, and its fields. */

import type { z } from 'zod';
import { checkpointRow, leavesRow } from '../../src/course/checkpoints/rows.ts';
import { goneSchema } from '../../src/course/gone.ts';
import { OUTBOX_DAYS, REGRET_DAYS, ROSTER_DAYS } from '../../src/course/retention.ts';
import {
  askedSchema,
  assignmentSchema,
  auditSchema,
  courseSchema,
  draftSchema,
  linkSchema,
  outSchema,
  personSchema,
  rosterSchema,
} from '../../src/course/rows.ts';
import { BOUNDS, DEFAULTS } from '../../src/course/settings.ts';
import { recordSchema } from '../../src/ledger/record.ts';
import { summaryRow } from '../../src/ledger/summary.ts';
import { REMEMBERED_MS } from '../../src/store/deliveries.ts';
import { type Field, fieldsOf } from './schema-fields.ts';

export interface RowKind {
  /** What its keys start with. */
  readonly key: string;
  readonly what: string;
  readonly why: string;
  readonly sees: string;
  readonly kept: string;
  readonly fields: readonly Field[];
}

const WITH_THE_PERSON = `until they delete it, and ${DEFAULTS.retentionDays} days after the course’s last deadline at most`;
const WITH_THE_COURSE = `as long as the course; ${REGRET_DAYS} days after the app was taken away`;

const of = (schema: z.ZodType): readonly Field[] => fieldsOf(schema);

export const ROW_KINDS: readonly RowKind[] = [
  {
    key: 'ledger',
    what: 'a student’s ledger of one lab',
    why: 'the lab itself: to go on where they were, and to show that nothing was changed afterwards',
    sees: 'the student; staff see steps, answers and times of it',
    kept: WITH_THE_PERSON,
    fields: of(recordSchema),
  },
  {
    key: 'progress',
    what: 'a summary of that ledger',
    why: 'class views, grades and reminders read it for a whole class at once',
    sees: 'the student; staff',
    kept: 'as the ledger',
    fields: of(summaryRow),
  },
  {
    key: 'student',
    what: 'which lab a student touched last',
    why: 'a line that names no lab means that one',
    sees: 'the student',
    kept: 'as the ledger',
    fields: [
      { name: 'schema', what: 'the version of the row’s form' },
      { name: 'lab', what: 'which lab' },
    ],
  },
  {
    key: 'quarantine',
    what: 'a copy of a ledger that could not be read',
    why: 'nothing is overwritten that somebody may still repair',
    sees: 'the student; the operator',
    kept: 'as the ledger',
    fields: [{ name: 'text', what: 'the row as it was found' }],
  },
  {
    key: 'person',
    what: 'somebody in a course',
    why: 'to name them to staff, to remind them, to find their row of the gradebook',
    sees: 'the student; staff',
    kept: WITH_THE_PERSON,
    fields: of(personSchema),
  },
  {
    key: 'home',
    what: 'the workspace that somebody spoke in last',
    why: 'a direct message names no workspace',
    sees: 'the student',
    kept: 'as the person',
    fields: [{ name: 'workspace', what: 'the platform’s id of it' }],
  },
  {
    key: 'link',
    what: 'which row of the gradebook is whose',
    why: 'grades go to the right row, and no row to two',
    sees: 'the student; instructors',
    kept: WITH_THE_PERSON,
    fields: of(linkSchema),
  },
  {
    key: 'out',
    what: 'a message that the bot wrote first, without its text',
    why: 'none is sent twice, and staff see what did not arrive',
    sees: 'the student; staff',
    kept: `${OUTBOX_DAYS} days after the deadline`,
    fields: of(outSchema),
  },
  {
    key: 'audit',
    what: 'a line of the course’s log',
    why: 'who did what to whom, and who looked, can be told afterwards',
    sees: 'instructors; students see the lines about themselves',
    kept: `${WITH_THE_COURSE}; of somebody whose data is deleted it says “erased”`,
    fields: of(auditSchema),
  },
  {
    key: 'checkpoint',
    what: 'a signed root over where every ledger of a course was',
    why: 'nobody, not even the operator, can change a ledger afterwards without an old post of it showing that',
    sees: 'everybody in the course: it is posted, and about nobody',
    kept: WITH_THE_COURSE,
    fields: of(checkpointRow),
  },
  {
    key: 'leaves',
    what: 'which ledgers that root is over, and how far each was',
    why: 'a student can prove that theirs was among them, and old roots can be computed again',
    sees: 'the student, of their own; the operator',
    kept: 'as the ledger; of somebody whose data is deleted one hash stays, which says nothing about them',
    fields: of(leavesRow),
  },
  {
    key: 'draft',
    what: 'a homework that an instructor drew up, or what they typed while a question about it is open',
    why: 'the press under the preview means what was shown',
    sees: 'that instructor',
    kept: 'until they draw up another or drop it; as the person',
    fields: [...of(draftSchema), ...of(askedSchema).filter(({ name }) => name === 'asked')],
  },
  {
    key: 'course',
    what: 'a course and its settings',
    why: 'what was chosen holds for everybody',
    sees: 'staff; pseudonyms are made with its secret, which nobody sees',
    kept: WITH_THE_COURSE,
    fields: of(courseSchema),
  },
  {
    key: 'courses',
    what: 'that a course exists',
    why: 'a process that starts knows where reminders may be due',
    sees: 'nobody',
    kept: WITH_THE_COURSE,
    fields: [],
  },
  {
    key: 'assignment',
    what: 'a homework',
    why: 'deadlines, points, extensions',
    sees: 'everybody in the course; extensions and excuses the student and instructors alone',
    kept: `${WITH_THE_COURSE}; a student’s extensions and excuses until they delete them`,
    fields: of(assignmentSchema),
  },
  {
    key: 'roster',
    what: 'the gradebook’s export that an instructor gave',
    why: 'it comes back with one column filled',
    sees: 'instructors',
    kept: `${ROSTER_DAYS} days after it was given`,
    fields: of(rosterSchema),
  },
  {
    key: 'gone',
    what: 'counts that stay of students who deleted their data',
    why: 'the class’s figures stay right',
    sees: 'staff',
    kept: WITH_THE_COURSE,
    fields: of(goneSchema),
  },
  {
    key: 'lease',
    what: 'which process is looking after a reminder’s time; about nobody',
    why: 'several processes need not all read the class',
    sees: 'nobody',
    kept: 'until the next one',
    fields: [
      { name: 'holder', what: 'the process' },
      { name: 'until', what: 'until when' },
    ],
  },
  {
    key: 'delivery',
    what: 'the platform’s id of a request that was answered, on Redis and Postgres; about nobody',
    why: 'a request that is delivered twice is answered once',
    sees: 'nobody',
    kept: `${REMEMBERED_MS / 60_000} minutes`,
    fields: [],
  },
];

/** Rows of the two tables, and the sentence about what instructors may choose. */
export const kindRows = (): readonly (readonly string[])[] =>
  ROW_KINDS.map(({ key, what, why, sees, kept }) => [`\`${key}\``, what, why, sees, kept]);

export const fieldRows = (): readonly (readonly string[])[] =>
  ROW_KINDS.flatMap(({ key, fields }) => fields.map(({ name, what }) => [`\`${key}\``, `\`${name}\``, what]));

export const keptWords = (): string => {
  const { min, max } = BOUNDS.retentionDays;
  return [
    `- **After the last deadline**: ${DEFAULTS.retentionDays} days, unless an instructor chooses otherwise (\`/class settings retention\`, ${min} to ${max.toLocaleString('en-US')} days). Then names, answers and ledgers go; counts, the homework itself and the list of staff stay. Whoever came back to the labs since is kept as long again.`,
    '- **Where nothing was ever assigned** there is no deadline: a ledger stays until its student deletes it.',
    `- **After the app was taken away** from a server or workspace: ${REGRET_DAYS} days, in which it may come back and nothing is lost; then the whole course. A platform that is merely unavailable starts no clock.`,
    `- **The gradebook’s export**: ${ROSTER_DAYS} days after it was given.`,
    `- **What was sent**: ${OUTBOX_DAYS} days after the deadline.`,
  ].join('\n');
};

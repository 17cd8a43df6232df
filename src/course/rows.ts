/** What is stored of a class, row by row. Descriptions are what `docs/privacy.md` is made from. */

import { z } from 'zod';

/** Raised when a stored form changes. */
const SCHEMA = z.literal(1);

const time = z.iso.datetime();
const student = z.string().describe('the student’s key: platform, workspace and the platform’s own id');

/** A moment that was given as wall time. The instant decides. */
export const dueSchema = z.strictObject({
  /** `2026-11-27T23:59`. */
  wall: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  zone: z.string(),
  instant: time,
});

const staffRole = z.enum(['assistant', 'instructor']);
const quiet = z.union([
  z.tuple([z.number().int().min(0).max(23), z.number().int().min(0).max(23)]),
  z.literal('off'),
]);
const digest = z.union([
  z.literal(['off', 'after-deadline']),
  z.strictObject({
    days: z.array(z.number().int().min(1).max(7)).nonempty(),
    at: z.string().regex(/^\d{2}:\d{2}$/),
  }),
]);

/** A course. What is absent has never been chosen: the default holds. */
export const courseSchema = z.strictObject({
  schema: SCHEMA,
  /** Makes pseudonyms; 64 hexadecimal digits. */
  secret: z.string().regex(/^[0-9a-f]{64}$/),
  zone: z.string().exactOptional(),
  staff: z.strictObject({
    users: z.record(z.string(), staffRole),
    groups: z.record(z.string(), staffRole),
  }),
  reminders: z.array(z.number().int().positive()).exactOptional(),
  quiet: quiet.exactOptional(),
  digest: digest.exactOptional(),
  pseudonyms: z.boolean().exactOptional(),
  retentionDays: z.number().int().exactOptional(),
  revealMin: z.number().int().exactOptional(),
  /** Where the last assignment was posted: an instructor may assign the next from a direct message. */
  channel: z.string().exactOptional(),
  /** Set when the platform says that the app was taken away. */
  purgeAt: time.exactOptional(),
});

const exceptionSchema = z.strictObject({
  due: dueSchema.exactOptional(),
  excused: z.literal(true).exactOptional(),
  by: student,
  at: time,
});

export const assignmentSchema = z.strictObject({
  schema: SCHEMA,
  /** Short, lower case, unique in the course. */
  id: z.string(),
  lab: z.string(),
  title: z.string(),
  /** In hundredths of a point. */
  points: z.number().int().positive(),
  /** So many steps give all the points; all of the lab’s where absent. */
  full: z.number().int().positive().exactOptional(),
  due: dueSchema,
  late: z.strictObject({ until: dueSchema, percent: z.number().int().min(1).max(100) }).exactOptional(),
  /** One for each channel that it was assigned in: a channel is a section. */
  posts: z.array(z.strictObject({ channel: z.string(), id: z.string(), ref: z.string().exactOptional() })),
  /** When the class results of a question were revealed, and the picture as it was then. */
  reveals: z.record(z.string(), z.strictObject({ at: time, shown: z.string() })),
  /** By student. */
  exceptions: z.record(z.string(), exceptionSchema),
  by: student,
  at: time,
  /** When it was taken back. */
  closedAt: time.exactOptional(),
});

export const personSchema = z.strictObject({
  schema: SCHEMA,
  name: z
    .string()
    .exactOptional()
    .describe('how they are called on the platform; never in a pseudonymous course'),
  email: z
    .string()
    .exactOptional()
    .describe('where the platform tells it, to find their row of the gradebook'),
  zone: z.string().exactOptional().describe('their own time zone, where the platform knows it'),
  /** As they last were when they spoke: staff are not counted in the class. */
  role: z.enum(['student', 'assistant', 'instructor']),
  section: z.string().exactOptional().describe('the channel in which they pressed Start'),
  /** The platform’s direct message channel, opened by their own press. */
  direct: z.string().exactOptional(),
  /** Whether direct messages reach them; absent where none was tried. */
  reach: z.enum(['open', 'closed']).exactOptional(),
  reminders: z.enum(['on', 'stopped']),
  /** The last message that the bot sent first. */
  remindedAt: time.exactOptional(),
  joinedAt: time,
  /** Their row of the gradebook, once it is known. */
  row: z.string().exactOptional(),
});

export const linkSchema = z.strictObject({
  schema: SCHEMA,
  student,
  how: z.enum(['email', 'login', 'sis', 'idnumber', 'name', 'self', 'instructor']),
  by: student,
  at: time,
});

export const outSchema = z.strictObject({
  schema: SCHEMA,
  /** What it is: a reminder’s kind, `start`, `nudge`, `post`, `digest`. */
  kind: z.string(),
  assignment: z.string().exactOptional(),
  student: student.exactOptional(),
  state: z.enum(['sending', 'sent', 'closed', 'failed', 'skipped', 'unknown']),
  attempt: z.number().int().positive(),
  /** The process that took it up. */
  by: z.string(),
  since: time,
  /** Until when the process that took it up may send. */
  until: time,
  /** The platform’s name of the message. */
  ref: z.string().exactOptional(),
  why: z.string().exactOptional(),
});

export const auditSchema = z.strictObject({
  schema: SCHEMA,
  at: time,
  by: student,
  role: z.string(),
  act: z.string(),
  subject: z.string().exactOptional(),
  before: z.string().exactOptional(),
  after: z.string().exactOptional(),
});

/** What an instructor was shown and may post with one press: the dates are as they were read then. */
export const draftSchema = z.strictObject({
  schema: SCHEMA,
  id: z.string(),
  lab: z.string(),
  channel: z.string().exactOptional(),
  due: dueSchema,
  late: z.strictObject({ until: dueSchema, percent: z.number().int() }).exactOptional(),
  points: z.number().int(),
  full: z.number().int().exactOptional(),
  /** The assignment that it would move. */
  moves: z.string().exactOptional(),
});

export const rosterSchema = z.strictObject({
  schema: SCHEMA,
  name: z.string(),
  text: z.string(),
  importedAt: time,
  by: student,
  /** The column of an earlier file, by assignment: remembered by id. */
  columns: z.record(z.string(), z.string()),
});

export type Course = z.infer<typeof courseSchema>;
export type Assignment = z.infer<typeof assignmentSchema>;
export type Exception = z.infer<typeof exceptionSchema>;
export type Person = z.infer<typeof personSchema>;
export type LinkRow = z.infer<typeof linkSchema>;
export type Out = z.infer<typeof outSchema>;
export type Audit = z.infer<typeof auditSchema>;
export type Draft = z.infer<typeof draftSchema>;
export type RosterRow = z.infer<typeof rosterSchema>;

/** What is stored of a class, row by row. Descriptions are what `docs/privacy.md` is made from. */

import { z } from 'zod';

/** Raised when a stored form changes. */
const SCHEMA = z.literal(1).describe('the version of the row’s form');

const time = z.iso.datetime();
const KEY = 'platform, workspace and the platform’s own id';
const student = z.string().describe(`the student’s key: ${KEY}`);
const staffKey = z.string().describe(`whoever did it: ${KEY}`);

/** A moment that was given as wall time. The instant decides. */
export const dueSchema = z
  .strictObject({
    /** `2026-11-27T23:59`. */
    wall: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
    zone: z.string(),
    instant: time,
  })
  .describe('the deadline: as it was given, its zone, and the moment');
const lateOf = (percent: z.ZodNumber) =>
  z.strictObject({ until: dueSchema, percent }).describe('until when late steps count, and for how much');

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
  /** 64 hexadecimal digits. */
  secret: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('random; pseudonyms are made with it'),
  zone: z.string().exactOptional().describe('the course’s clock'),
  staff: z
    .strictObject({
      users: z.record(z.string(), staffRole),
      groups: z.record(z.string(), staffRole),
    })
    .describe('who is instructor or assistant: ids of people, of roles and of user groups'),
  reminders: z
    .array(z.number().int().positive())
    .exactOptional()
    .describe('when reminders go out: hours before the deadline'),
  quiet: quiet.exactOptional().describe('hours in which nothing is sent'),
  digest: digest.exactOptional().describe('when instructors get the overview'),
  pseudonyms: z.boolean().exactOptional().describe('whether no names are stored'),
  /** They are taken whatever is chosen. */
  checkpoints: z.enum(['daily', 'deadlines', 'off']).exactOptional().describe('which checkpoints are posted'),
  retentionDays: z.number().int().exactOptional().describe('how long the course is kept'),
  revealMin: z.number().int().exactOptional().describe('from how many students on results may be shown'),
  /** An instructor may assign the next from a direct message. */
  channel: z.string().exactOptional().describe('where the last homework was posted'),
  purgeAt: time.exactOptional().describe('when it is deleted, where the app was taken away'),
});

const exceptionSchema = z.strictObject({
  due: dueSchema.exactOptional(),
  excused: z.literal(true).exactOptional(),
  by: staffKey,
  at: time,
});

export const assignmentSchema = z.strictObject({
  schema: SCHEMA,
  /** Lower case, unique in the course. */
  id: z.string().describe('a short random name'),
  lab: z.string().describe('which lab'),
  title: z.string().describe('the lab’s title'),
  points: z.number().int().positive().describe('in hundredths of a point'),
  full: z
    .number()
    .int()
    .positive()
    .exactOptional()
    .describe('so many steps give all the points; all of the lab’s where absent'),
  due: dueSchema,
  late: lateOf(z.number().int().min(1).max(100)).exactOptional(),
  /** A channel is a section. */
  posts: z
    .array(z.strictObject({ channel: z.string(), id: z.string(), ref: z.string().exactOptional() }))
    .describe('the post in each channel that it was assigned in'),
  reveals: z
    .record(z.string(), z.strictObject({ at: time, shown: z.string() }))
    .describe('when the class results of a question were revealed, and the picture as it was then'),
  exceptions: z
    .record(z.string(), exceptionSchema)
    .describe('extensions and excuses by the student’s key, with who gave them and when'),
  by: staffKey,
  at: time.describe('when it was assigned'),
  closedAt: time.exactOptional().describe('when it was taken back'),
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
  /** Staff are not counted in the class. */
  role: z
    .enum(['student', 'assistant', 'instructor'])
    .describe('student or staff, as they were when they last spoke'),
  section: z.string().exactOptional().describe('the channel in which they pressed Start'),
  direct: z
    .string()
    .exactOptional()
    .describe('the platform’s direct message channel, opened by their own press'),
  reach: z
    .enum(['open', 'closed'])
    .exactOptional()
    .describe('whether direct messages reach them; absent where none was tried'),
  reminders: z.enum(['on', 'stopped']).describe('whether they want reminders'),
  remindedAt: time.exactOptional().describe('when the bot last wrote to them first'),
  joinedAt: time.describe('when they first spoke or pressed Start'),
  row: z.string().exactOptional().describe('their row of the gradebook, once it is known'),
});

export const linkSchema = z.strictObject({
  schema: SCHEMA,
  student,
  how: z
    .enum(['email', 'login', 'sis', 'idnumber', 'name', 'self', 'instructor'])
    .describe('by what the row was found, or who said so'),
  by: staffKey,
  at: time.describe('when'),
});

export const outSchema = z.strictObject({
  schema: SCHEMA,
  /** A reminder’s kind, `start`, `nudge`, `post`, `digest`. */
  kind: z.string().describe('what it is: a reminder, a nudge, a post, a digest; never its text'),
  assignment: z.string().exactOptional().describe('the homework that it is about'),
  student: student.exactOptional(),
  state: z.enum(['sending', 'sent', 'closed', 'failed', 'skipped', 'unknown']).describe('what became of it'),
  attempt: z.number().int().positive().describe('how often it was tried'),
  by: z.string().describe('the process that took it up'),
  since: time.describe('when it was taken up'),
  until: time.describe('until when that process may send it'),
  ref: z.string().exactOptional().describe('the platform’s name of the message'),
  why: z.string().exactOptional().describe('why it was not sent'),
});

export const auditSchema = z.strictObject({
  schema: SCHEMA,
  at: time.describe('when'),
  by: staffKey,
  role: z.string().describe('what they were then'),
  act: z.string().describe('what was done'),
  subject: z.string().exactOptional().describe('to which student (their key) or homework'),
  before: z.string().exactOptional().describe('what held before'),
  after: z.string().exactOptional().describe('what holds since'),
});

/** What an instructor was shown and may post with one press: the dates are as they were read then. */
export const draftSchema = z.strictObject({
  schema: SCHEMA,
  id: z.string().describe('a short random name'),
  lab: z.string().describe('which lab'),
  channel: z.string().exactOptional().describe('where it would be posted'),
  due: dueSchema,
  late: lateOf(z.number().int()).exactOptional(),
  points: z.number().int().describe('in hundredths of a point'),
  full: z.number().int().exactOptional().describe('so many steps would give all the points'),
  moves: z.string().exactOptional().describe('the homework that it would move'),
  second: z.literal(true).exactOptional().describe('whether it is meant beside another one of the same lab'),
});

/** What an instructor typed before a question had to be answered, where it is too long for the question’s buttons. */
export const askedSchema = z.strictObject({
  schema: SCHEMA,
  id: z.string().describe('a short random name'),
  asked: z
    .strictObject({
      due: z.string().exactOptional(),
      late: z.string().exactOptional(),
      points: z.number().exactOptional(),
      full: z.number().exactOptional(),
      lab: z.string().exactOptional(),
      zone: z.string().exactOptional(),
      for: z.string().exactOptional(),
      excused: z.boolean().exactOptional(),
      assignment: z.string().exactOptional(),
    })
    .describe('what was typed to assign, while a question about it is open'),
});

export const rosterSchema = z.strictObject({
  schema: SCHEMA,
  name: z.string().describe('what the file was called'),
  text: z
    .string()
    .describe(
      'the gradebook’s export as it was given: names, identifiers and whatever else the gradebook put there',
    ),
  importedAt: time.describe('when it was given'),
  by: staffKey,
  /** Remembered by id. */
  columns: z.record(z.string(), z.string()).describe('which column is which homework'),
});

export type Course = z.infer<typeof courseSchema>;
export type Assignment = z.infer<typeof assignmentSchema>;
export type Exception = z.infer<typeof exceptionSchema>;
export type Person = z.infer<typeof personSchema>;
export type LinkRow = z.infer<typeof linkSchema>;
export type Out = z.infer<typeof outSchema>;
export type Audit = z.infer<typeof auditSchema>;
export type Draft = z.infer<typeof draftSchema>;
export type AskedFor = z.infer<typeof askedSchema>;
export type RosterRow = z.infer<typeof rosterSchema>;

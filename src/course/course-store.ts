/** The rows of a class in the store: read and changed by their meaning. A course never reaches another one's rows. */

import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { LabPack } from '../labs/lab.ts';
import { progressCollection, progressKey, recordKey, studentKey } from '../ledger/keys.ts';
import type { LedgerKey } from '../ledger/ledger-key.ts';
import { RecordReader } from '../ledger/reader.ts';
import type { Reading } from '../ledger/record-json.ts';
import { type Summary, summaryIn, summaryOf } from '../ledger/summary.ts';
import type { Backend } from '../store/backend.ts';
import { type AuditRow, auditRow } from './audit-row.ts';
import { type Gone, goneSchema } from './gone.ts';
import {
  assignments,
  audits,
  COURSES,
  checkpoints,
  courseKey,
  draftKey,
  goneKey,
  homeKey,
  leaves,
  linkKey,
  links,
  outbox,
  people,
  personKey,
  rosterKey,
} from './keys.ts';
import {
  type AskedFor,
  type Assignment,
  type Audit,
  askedSchema,
  assignmentSchema,
  auditSchema,
  type Course,
  courseSchema,
  type Draft,
  draftSchema,
  type LinkRow,
  linkSchema,
  type Out,
  outSchema,
  type Person,
  personSchema,
  type RosterRow,
  rosterSchema,
} from './rows.ts';
import { eraseOwnRows, ownRows } from './student-rows.ts';

/** What students' turns read of a course may be this old where another process changes it. */
const AT_HAND_MS = 5_000;
const COURSES_AT_HAND = 200;

/** A course and its assignments, oldest first, without those that were taken back. */
export interface CourseView {
  readonly id: string;
  readonly course: Course;
  readonly assignments: readonly Assignment[];
}

const keptSchema = z.union([draftSchema, askedSchema]);

type Change<T> = (now: T | undefined) => T | undefined | Promise<T | undefined>;

export class CourseStore {
  readonly #backend: Backend;
  readonly #packs: readonly LabPack[];
  readonly #reader: RecordReader;
  /** Also that there is no course yet: every turn of a student asks. */
  readonly #views: LRUCache<string, { readonly view: CourseView | undefined }>;
  /** Counts this process's changes of courses: what was read while one went on may be of before it. */
  #changes = 0;
  readonly #onForget: ((student: string) => void)[] = [];

  /** @param packs the labs whose records it may have to read */
  constructor(backend: Backend, packs: readonly LabPack[], key: LedgerKey) {
    this.#backend = backend;
    this.#packs = packs;
    this.#reader = new RecordReader(backend, packs, key);
    // Where nobody else writes, what was read stays true until this process changes it.
    this.#views = new LRUCache({ max: COURSES_AT_HAND, ...(!backend.alone && { ttl: AT_HAND_MS }) });
  }

  get backend(): Backend {
    return this.#backend;
  }

  /** What records are sealed and checkpoints signed with. */
  get key(): LedgerKey {
    return this.#reader.key;
  }

  /** The store's own clock. */
  now(): Promise<Date> {
    return this.#backend.now();
  }

  async #one<T>(schema: z.ZodType<T>, key: string): Promise<T | undefined> {
    const text = (await this.#backend.read([key])).get(key);
    return text === undefined ? undefined : schema.parse(JSON.parse(text));
  }

  async #all<T>(schema: z.ZodType<T>, collection: string): Promise<readonly (readonly [string, T])[]> {
    const rows = await this.#backend.list(collection);
    return rows.map(([id, text]) => [id, schema.parse(JSON.parse(text))] as const);
  }

  /**
   * Reads, changes and writes one row while nobody else can; undefined leaves it as it is.
   * @param also what is written with it, once it was changed
   */
  async #change<T>(
    schema: z.ZodType<T>,
    key: string,
    change: Change<T>,
    also: () => readonly AuditRow[] = () => [],
  ): Promise<T | undefined> {
    return this.#backend.hold(key, async (rows) => {
      const text = await rows.get(key);
      const before = text === undefined ? undefined : schema.parse(JSON.parse(text));
      const after = await change(before);
      if (after === undefined) return before;
      await rows.write(new Map([[key, JSON.stringify(after)], ...also()]));
      return after;
    });
  }

  /** One row, whatever was in it; null deletes it. */
  #put(key: string, text: string | null): Promise<void> {
    return this.#backend.hold(key, (rows) => rows.write(new Map([[key, text]])));
  }

  /** Courses that anything was ever chosen or assigned in. */
  async courses(): Promise<readonly string[]> {
    return (await this.#backend.list(COURSES)).map(([id]) => id);
  }

  /** Undefined while nothing was ever chosen or assigned in it. */
  async view(id: string): Promise<CourseView | undefined> {
    const known = this.#views.get(id);
    if (known) return known.view;
    const changes = this.#changes;
    const view = await this.viewNow(id);
    if (changes === this.#changes) this.#views.set(id, { view });
    return view;
  }

  #changed(course: string): void {
    this.#changes += 1;
    this.#views.delete(course);
  }

  /** The same, never from what is at hand. */
  async viewNow(id: string): Promise<CourseView | undefined> {
    const course = await this.#one(courseSchema, courseKey(id));
    if (!course) return undefined;
    return {
      id,
      course,
      assignments: (await this.everyAssignment(id))
        .filter(({ closedAt }) => closedAt === undefined)
        .toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    };
  }

  /** Also those that were taken back. */
  async everyAssignment(course: string): Promise<readonly Assignment[]> {
    return (await this.#all(assignmentSchema, assignments(course))).map(([, assignment]) => assignment);
  }

  /**
   * Makes the course where there is none yet.
   * @param line the audit's line of the change, which is there with it or neither is
   */
  async changeCourse(
    id: string,
    change: (course: Course) => Course,
    line?: (before: Course, after: Course) => Audit | undefined,
  ): Promise<Course> {
    const key = courseKey(id);
    const changed = await this.#backend.hold(key, async (rows) => {
      const text = await rows.get(key);
      const before: Course =
        text === undefined
          ? { schema: 1, secret: randomBytes(32).toString('hex'), staff: { users: {}, groups: {} } }
          : courseSchema.parse(JSON.parse(text));
      const after = change(before);
      const audit = line?.(before, after);
      await rows.write(
        new Map([
          [key, JSON.stringify(after)],
          [`${COURSES}/${id}`, '1'],
          ...(audit ? [auditRow(id, audit)] : []),
        ]),
      );
      return after;
    });
    this.#changed(id);
    return changed;
  }

  /** @param line the audit's line of the change, which is there with it or neither is */
  async changeAssignment(
    course: string,
    assignment: string,
    change: Change<Assignment>,
    line?: () => Audit,
  ): Promise<Assignment | undefined> {
    const key = `${assignments(course)}/${assignment}`;
    const also = () => (line ? [auditRow(course, line())] : []);
    const changed = await this.#change(assignmentSchema, key, change, also);
    this.#changed(course);
    return changed;
  }

  person(student: string): Promise<Person | undefined> {
    return this.#one(personSchema, personKey(student));
  }

  /** Held under the student's own key, as all of their rows are. */
  async changePerson(student: string, change: Change<Person>): Promise<Person | undefined> {
    const key = personKey(student);
    return this.#backend.hold(studentKey(student), async (rows) => {
      const text = await rows.get(key);
      const before = text === undefined ? undefined : personSchema.parse(JSON.parse(text));
      const after = await change(before);
      if (after === undefined) return before;
      await rows.write(new Map([[key, JSON.stringify(after)]]));
      return after;
    });
  }

  async people(course: string): Promise<ReadonlyMap<string, Person>> {
    return new Map(await this.#all(personSchema, people(course)));
  }

  /** The class in one lab: one range of rows. Of those that are not what was written, what their record says, if that holds. */
  async progress(course: string, lab: string): Promise<ReadonlyMap<string, Summary>> {
    const rows = await this.#backend.list(progressCollection(course, lab));
    const found = new Map<string, Summary>();
    for (const [student, text] of rows) {
      const summary =
        summaryIn(text, progressKey(lab, student), this.#reader.key) ?? (await this.#summedUp(student, lab));
      if (summary) found.set(student, summary);
    }
    return found;
  }

  async #summedUp(student: string, lab: string): Promise<Summary | undefined> {
    const pack = this.#packs.find(({ id }) => id === lab);
    const reading = pack && (await this.reading(student, lab));
    return reading && 'record' in reading ? summaryOf(reading.record, pack) : undefined;
  }

  async summary(student: string, lab: string): Promise<Summary | undefined> {
    const key = progressKey(lab, student);
    const text = (await this.#backend.read([key])).get(key);
    if (text === undefined) return undefined;
    return summaryIn(text, key, this.#reader.key) ?? (await this.#summedUp(student, lab));
  }

  async links(course: string): Promise<ReadonlyMap<string, LinkRow>> {
    return new Map(await this.#all(linkSchema, links(course)));
  }

  /** A row that is somebody's already stays theirs: what comes back says whose it is. */
  async link(course: string, row: string, link: LinkRow): Promise<LinkRow> {
    const key = linkKey(course, row);
    const kept = await this.#change(linkSchema, key, (before) => (before ? undefined : link));
    return kept ?? link;
  }

  changeLink(course: string, row: string, change: Change<LinkRow>): Promise<LinkRow | undefined> {
    return this.#change(linkSchema, linkKey(course, row), change);
  }

  async unlink(course: string, row: string): Promise<void> {
    await this.#put(linkKey(course, row), null);
  }

  roster(course: string): Promise<RosterRow | undefined> {
    return this.#one(rosterSchema, rosterKey(course));
  }

  changeRoster(course: string, change: Change<RosterRow>): Promise<RosterRow | undefined> {
    return this.#change(rosterSchema, rosterKey(course), change);
  }

  async dropRoster(course: string): Promise<void> {
    await this.#put(rosterKey(course), null);
  }

  /** The course itself with its homework, log and counts; its students' rows are to be erased before. */
  async dropCourse(course: string, packs: readonly LabPack[]): Promise<void> {
    const all = [assignments, outbox, audits, links, checkpoints, leaves];
    for (const collection of all.map((each) => each(course))) {
      for (const [id] of await this.#backend.list(collection)) {
        const key = `${collection}/${id}`;
        await this.#put(key, null);
      }
    }
    const key = courseKey(course);
    await this.#backend.hold(key, (rows) =>
      rows.write(
        new Map([
          [key, null],
          [`${COURSES}/${course}`, null],
          ...packs.map(({ id }) => [goneKey(course, id), null] as const),
        ]),
      ),
    );
    this.#changed(course);
  }

  /** What an instructor drew up last. */
  async draft(instructor: string): Promise<Draft | undefined> {
    const kept = await this.#one(keptSchema, draftKey(instructor));
    return kept && 'due' in kept ? kept : undefined;
  }

  /** What an instructor typed that a question was asked about. */
  async askedFor(instructor: string): Promise<AskedFor | undefined> {
    const kept = await this.#one(keptSchema, draftKey(instructor));
    return kept && 'asked' in kept ? kept : undefined;
  }

  async keepDraft(instructor: string, draft: Draft | AskedFor | undefined): Promise<void> {
    await this.#put(draftKey(instructor), draft ? JSON.stringify(draft) : null);
  }

  out(course: string, id: string): Promise<Out | undefined> {
    return this.#one(outSchema, `${outbox(course)}/${id}`);
  }

  changeOut(course: string, id: string, change: Change<Out>): Promise<Out | undefined> {
    return this.#change(outSchema, `${outbox(course)}/${id}`, change);
  }

  async outs(course: string): Promise<ReadonlyMap<string, Out>> {
    return new Map(await this.#all(outSchema, outbox(course)));
  }

  /** One more line; its key is new, so nothing has to be held against others. */
  async audit(course: string, entry: Audit): Promise<void> {
    const [key, text] = auditRow(course, entry);
    await this.#backend.hold(key, (rows) => rows.write(new Map([[key, text]])));
  }

  /** Oldest first. */
  async audits(course: string): Promise<readonly Audit[]> {
    return (await this.#all(auditSchema, audits(course))).map(([, entry]) => entry);
  }

  /** A student's record of a lab, checked, or what is wrong with it; undefined where there is none. */
  async reading(student: string, lab: string): Promise<Reading | undefined> {
    const key = recordKey(lab, student);
    const text = (await this.#backend.read([key])).get(key);
    return text === undefined ? undefined : this.#reader.read(text, lab, student);
  }

  /** The workspace that somebody last spoke in: what they say in a direct message is about that one. */
  async home(platform: string, user: string): Promise<string | undefined> {
    const key = homeKey(platform, user);
    const text = (await this.#backend.read([key])).get(key);
    return text === undefined ? undefined : z.string().parse(JSON.parse(text));
  }

  async noteHome(platform: string, user: string, workspace: string): Promise<void> {
    const key = homeKey(platform, user);
    if ((await this.home(platform, user)) === workspace) return;
    await this.#put(key, JSON.stringify(workspace));
  }

  /** Lines of the log with the ids of their rows, oldest first. */
  auditRows(course: string): Promise<readonly (readonly [string, Audit])[]> {
    return this.#all(auditSchema, audits(course));
  }

  async rewriteAudit(course: string, id: string, line: Audit): Promise<void> {
    await this.#put(`${audits(course)}/${id}`, JSON.stringify(line));
  }

  async dropOut(course: string, id: string): Promise<void> {
    await this.#put(`${outbox(course)}/${id}`, null);
  }

  async gone(course: string, lab: string): Promise<Gone | undefined> {
    return this.#one(goneSchema, goneKey(course, lab));
  }

  /** Every row that is one student's own, as it is stored, by key. */
  ownRows(student: string, packs: readonly LabPack[]): Promise<ReadonlyMap<string, string>> {
    return ownRows(this.#backend, student, packs);
  }

  /** Deletes them. @param counted whether what they had done is added to the counts that stay */
  eraseStudent(student: string, packs: readonly LabPack[], counted: boolean): Promise<void> {
    const onErased = (): void => this.forget(student);
    return eraseOwnRows(this.#backend, student, packs, { counted, onErased, key: this.#reader.key });
  }

  /** Whoever keeps something of students at hand is told whose rows were deleted or written anew, while they are held. */
  onForget(listener: (student: string) => void): void {
    this.#onForget.push(listener);
  }

  forget(student: string): void {
    for (const each of this.#onForget) each(student);
  }
}

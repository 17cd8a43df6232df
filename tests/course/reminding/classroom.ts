/** A course with a homework and students, written as its own rows. */

import { channelOf as channelIn, directTo } from '../../../src/course/address.ts';
import { CourseStore } from '../../../src/course/course-store.ts';
import type { Assignment, Course, Person } from '../../../src/course/rows.ts';
import { PACKS } from '../../../src/labs/catalogue.ts';
import { QUADRATIC_WALL as PACK } from '../../../src/labs/quadratic-wall/index.ts';
import { progressKey, studentKey } from '../../../src/ledger/keys.ts';
import { type Summary, summaryText } from '../../../src/ledger/summary.ts';
import { courseId, studentId } from '../../../src/messages/actor.ts';
import type { Backend } from '../../../src/store/backend.ts';
import { dueAt } from '../../../src/time/due.ts';
import { SOME_CHAIN, TEST_KEY } from '../../support/key.ts';

export { PACK };

export const PLACE = { platform: 'playground', workspace: 'seminar' };
export const COURSE = courseId(PLACE);
export const ZONE = 'America/New_York';
export const HOMEWORK = 'hw1';
/** Friday, 23:59 in New York. */
export const DUE = new Date('2026-11-28T04:59:00.000Z');

export const studentNamed = (user: string): string => studentId({ ...PLACE, user });
export const directOf = (user: string) => directTo(studentNamed(user), `dm-${user}`);

export const channelOf = (channel: string) => channelIn(COURSE, channel);

export const hoursBefore = (hours: number, due = DUE): Date => new Date(due.getTime() - hours * 3_600_000);

export const person = (user: string, joinedAt: Date, more: Partial<Person> = {}): Person => ({
  schema: 1,
  role: 'student',
  direct: `dm-${user}`,
  reach: 'open',
  reminders: 'on',
  joinedAt: joinedAt.toISOString(),
  ...more,
});

export const course = (more: Partial<Course> = {}): Course => ({
  schema: 1,
  secret: '0'.repeat(64),
  zone: ZONE,
  staff: { users: {}, groups: {} },
  ...more,
});

export const assignment = (more: Partial<Assignment> = {}): Assignment => ({
  schema: 1,
  id: HOMEWORK,
  lab: PACK.id,
  title: 'Lab 06 · The Quadratic Wall',
  points: 600,
  due: dueAt(DUE, ZONE),
  posts: [],
  reveals: {},
  exceptions: {},
  by: studentNamed('teacher'),
  at: hoursBefore(200).toISOString(),
  ...more,
});

/** Of a student who locked the first prediction, or who finished after so many minutes. */
export function summary(startedAt: Date, finishedAfter?: number): Summary {
  const at = (minutes: number): Date => new Date(startedAt.getTime() + minutes * 60_000);
  const done = finishedAfter !== undefined;
  const minutes = finishedAfter ?? 5;
  return {
    startedAt,
    lastAt: at(minutes),
    activeMs: minutes * 60_000,
    ...(done && { completedAt: at(minutes) }),
    chain: SOME_CHAIN,
    acts: PACK.acts.map((act, index) => ({
      ...((done || index === 0) && { lock: { answer: { option: 'A' }, at: at(1) } }),
      ...(done && {
        run: { firstAt: at(2), count: 1, wall: false },
        reflect: { option: 'A', at: at(3) },
        ...(act.decision && { decide: { at: at(minutes) } }),
      }),
    })),
  };
}

export const writeProgress = (backend: Backend, user: string, of: Summary): Promise<void> => {
  const student = studentNamed(user);
  return backend.hold(studentKey(student), (rows) =>
    rows.set(progressKey(PACK.id, student), summaryText(of, progressKey(PACK.id, student), TEST_KEY)),
  );
};

/** Opens the course in the store. */
export async function openClass(
  backend: Backend,
  users: readonly string[],
  { course: of = course(), homework = assignment(), joinedAt = hoursBefore(100) } = {},
): Promise<CourseStore> {
  const store = new CourseStore(backend, PACKS, TEST_KEY);
  await store.changeCourse(COURSE, () => of);
  await store.changeAssignment(COURSE, homework.id, () => homework);
  for (const user of users) await store.changePerson(studentNamed(user), () => person(user, joinedAt));
  return store;
}

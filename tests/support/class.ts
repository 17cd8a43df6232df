/** Classes in memory, as the store would give them: written out one by one, or many by chance. */

import type { ClassData, Member } from '../../src/course/members.ts';
import type { Assignment, Course, Person } from '../../src/course/rows.ts';
import { stepsOf } from '../../src/course/steps.ts';
import type { Answer, LabPack, Question } from '../../src/labs/lab.ts';
import { type ActSummary, readSummary, type Summary, summaryText } from '../../src/ledger/summary.ts';
import type { Sure } from '../../src/messages/request.ts';
import { SOME_CHAIN, TEST_KEY } from './key.ts';
import { moments } from './moments.ts';

export const HOUR = 3_600_000;
export const DUE = new Date('2026-11-28T04:59:00.000Z');

export const COURSE_ROW: Course = {
  schema: 1,
  secret: 'ab'.repeat(32),
  staff: { users: {}, groups: {} },
};

export const assignmentOf = (pack: LabPack): Assignment => ({
  schema: 1,
  id: 'a1b2c3',
  lab: pack.id,
  title: pack.title,
  points: stepsOf(pack).length * 100,
  due: { wall: '2026-11-27T23:59', zone: 'America/New_York', instant: DUE.toISOString() },
  posts: [{ channel: 'C1', id: 'p1' }],
  reveals: {},
  exceptions: {},
  by: 'test:course:prof',
  at: '2026-11-20T15:00:00.000Z',
});

/** What somebody did in an act, in its order: what is absent was not done. */
export interface Did {
  readonly lock?: string | number;
  readonly sure?: Sure;
  readonly runs?: number;
  readonly wall?: boolean;
  readonly reflect?: string;
  readonly decided?: boolean;
}

export interface Studied {
  readonly startedAt: Date;
  readonly lastAt: Date;
  readonly minutes: number;
  readonly acts: readonly Did[];
}

/** The row that a summary goes through. */
const ROW = 'progress:test:course:lab/ada';

const answerOf = (lock: string | number): Answer =>
  typeof lock === 'number' ? { number: lock } : { option: lock };

/** The steps at equal distances, the last one when they were last heard of; through the stored form. */
export function summaryFrom({ startedAt, lastAt, minutes, acts }: Studied): Summary {
  const count = acts.reduce(
    (sum, { lock, runs, reflect, decided }) =>
      sum + [lock, runs, reflect, decided].filter((each) => each !== undefined).length,
    0,
  );
  let step = 0;
  const next = (): Date => {
    step += 1;
    return new Date(startedAt.getTime() + ((lastAt.getTime() - startedAt.getTime()) * step) / count);
  };
  const summary: Summary = {
    startedAt,
    lastAt,
    activeMs: minutes * 60_000,
    chain: SOME_CHAIN,
    acts: acts.map(
      ({ lock, sure, runs, wall = false, reflect, decided }): ActSummary => ({
        ...(lock !== undefined && { lock: { answer: answerOf(lock), at: next(), ...(sure && { sure }) } }),
        ...(runs !== undefined && { run: { firstAt: next(), count: runs, wall } }),
        ...(reflect !== undefined && { reflect: { option: reflect, at: next() } }),
        ...(decided && { decide: { at: next() } }),
      }),
    ),
  };
  return readSummary(summaryText(summary, ROW, TEST_KEY), ROW, TEST_KEY);
}

export const personNamed = (name: string, changes: Partial<Person> = {}): Person => ({
  schema: 1,
  name,
  role: 'student',
  section: 'C1',
  direct: 'D1',
  reach: 'open',
  reminders: 'on',
  joinedAt: '2026-11-21T12:00:00.000Z',
  ...changes,
});

export const studentKey = (user: string): string => `test:course:${encodeURIComponent(user)}`;

export const memberOf = (
  user: string,
  studied: Studied | undefined,
  person: Person = personNamed(user),
): Member => ({
  student: studentKey(user),
  name: person.name ?? user,
  person,
  ...(studied && { summary: summaryFrom(studied) }),
});

export const classOf = (
  pack: LabPack,
  members: readonly Member[],
  changes: Partial<Pick<ClassData, 'course' | 'assignment' | 'now'>> = {},
): ClassData => ({
  course: COURSE_ROW,
  assignment: assignmentOf(pack),
  pack,
  now: new Date(DUE.getTime() - 30 * HOUR),
  members,
  ...changes,
});

const AWKWARD = [
  '@everyone',
  '<!channel> <@U012AB3CD>',
  '\u202egnp.exe \u2067abc',
  '`rm -rf` **bold** [x](https://example.org)',
  '=HYPERLINK("https://example.org")',
  'new\nline\tand tab',
  `${'n'.repeat(200)}`,
  '*'.repeat(200),
  '&'.repeat(200),
  '< > & | ~ _ #',
  '   ',
  '👩‍👩‍👧‍👦'.repeat(50),
];

/** As random members of a class are made; a fixed seed gives the same class. */
export function randomClass(
  pack: LabPack,
  size: number,
  { seed = 7, names = 'plain' }: { readonly seed?: number; readonly names?: 'plain' | 'awkward' } = {},
): ClassData {
  const chance = moments(seed);
  const next = (): number => chance.next().value;
  const pick = <T>(of: readonly [T, ...T[]]): T => of[Math.floor(next() * of.length)] ?? of[0];
  const lockOf = (question: Question): string | number => {
    if (question.kind === 'choice') return pick(question.options).id;
    const { min, max, beliefs } = question;
    const near = beliefs.flatMap(({ from, to }) => [from, (from + to) / 2, to]);
    const right = question.answer({ context: pack.contexts[0].id, edition: pack.editions[0].id, prior: {} });
    return pick([right, right, min, max, min + (max - min) * next(), (min + max) / 2, ...near]);
  };
  const now = new Date(DUE.getTime() - 10 * HOUR - Math.floor(next() * 40) * HOUR);
  const members = Array.from({ length: size }, (_, at): Member => {
    const name = names === 'plain' ? `Student ${at + 1}` : (AWKWARD[at % AWKWARD.length] ?? '');
    const person = personNamed(name, {
      reminders: next() < 0.1 ? 'stopped' : 'on',
      reach: next() < 0.1 ? 'closed' : 'open',
    });
    if (next() < 0.15) return memberOf(`u${at}`, undefined, person);
    const steps = Math.floor(next() * (stepsOf(pack).length * 1.5));
    let left = steps;
    const take = (): boolean => left-- > 0;
    const acts = pack.acts.map(
      (act): Did => ({
        ...(take() && {
          lock: lockOf(act.prediction),
          ...(next() < 0.7 && { sure: pick<Sure>([1, 2, 3]) }),
        }),
        ...(take() && { runs: 1 + Math.floor(next() * 20), wall: next() < 0.5 }),
        ...(take() && { reflect: pick(act.reflection.options).id }),
        ...(act.decision && take() && { decided: true }),
      }),
    );
    const lastAt = new Date(now.getTime() - Math.floor(next() * 72 * HOUR));
    const startedAt = new Date(lastAt.getTime() - Math.floor(next() * 48 * HOUR) - 60_000);
    return memberOf(`u${at}`, { startedAt, lastAt, minutes: Math.floor(next() * 120), acts }, person);
  });
  return classOf(pack, members, { now });
}

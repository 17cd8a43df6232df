/**
 * Runs the clerk over the classes of the latest rounds until it is killed; with `settle`, over all of them until every message
 * has come to its end, and then says what became of each.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { startClerk } from '../../../src/course/clerk.ts';
import { CourseStore } from '../../../src/course/course-store.ts';
import { PACKS } from '../../../src/labs/catalogue.ts';
import { QUADRATIC_WALL } from '../../../src/labs/quadratic-wall/index.ts';
import { userOf } from '../../../src/messages/actor.ts';
import { openBackend } from '../../../src/store/open-backend.ts';
import { dueAt } from '../../../src/time/due.ts';
import { TEST_KEY } from '../../support/key.ts';
import { courierTo, courseOfRound, fastClock, PLATFORM, SPEED, studentsOfRound } from './round.ts';

const [url = '', server = '', zero = '0', round = '0', mode = ''] = process.argv.slice(2);
const HOUR_MS = 3_600_000;
/** Rounds that a process still looks after: a message left behind lapses within four or five. */
const LOOKED_AFTER = 12;

const now = fastClock(Number(zero));
const real = await openBackend(url);
const backend = {
  ...real,
  // The store's clock, made as fast as this machine's.
  now: async () => new Date(Number(zero) + ((await real.now()).getTime() - Number(zero)) * SPEED),
};
const store = new CourseStore(backend, PACKS, TEST_KEY);

async function open(of: number): Promise<void> {
  const course = courseOfRound(of);
  await store.changeCourse(course, (before) => ({ ...before, quiet: 'off', reminders: [48], zone: 'UTC' }));
  const joinedAt = new Date(Number(zero) - 100 * HOUR_MS).toISOString();
  await Promise.all(
    studentsOfRound(of).map((student) =>
      store.changePerson(student, (before) =>
        before
          ? undefined
          : {
              schema: 1,
              role: 'student',
              direct: `dm-${userOf(student)}`,
              reach: 'open',
              reminders: 'on',
              joinedAt,
            },
      ),
    ),
  );
  await store.changeAssignment(course, 'hw', (before) =>
    before
      ? undefined
      : {
          schema: 1,
          id: 'hw',
          lab: QUADRATIC_WALL.id,
          title: 'Lab 06',
          points: 600,
          // Its only reminder is long due, and stays so for more than an hour of real time.
          due: dueAt(new Date(Number(zero) + 46 * HOUR_MS), 'UTC'),
          posts: [],
          reveals: {},
          exceptions: {},
          by: 'playground:x:teacher',
          at: joinedAt,
        },
  );
}

/** Out of the list of courses: its rows stay. */
const leave = (course: string): Promise<void> =>
  backend.hold(`course:${course}`, (rows) => rows.write(new Map([[`courses/${course}`, null]])));

const clerk = startClerk({
  store,
  couriers: new Map([[PLATFORM, courierTo(server)]]),
  packs: [QUADRATIC_WALL],
  now,
  wait: (ms, signal) => sleep(ms / SPEED, undefined, { signal }),
  tickMs: 30_000 / SPEED,
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
});
// Its own timer keeps no process alive.
setInterval(() => undefined, 1_000);

if (mode === 'settle') {
  const courses = Array.from({ length: Number(round) }, (_, of) => courseOfRound(of));
  for (const course of courses) await store.changeCourse(course, (before) => before);
  for (;;) {
    await clerk.tick();
    const rows = await Promise.all(courses.map(async (course) => [...(await store.outs(course))]));
    const ended = rows.flat().filter(([, { state }]) => state !== 'sending');
    if (ended.length === rows.flat().length && rows.every(({ length }) => length > 0)) {
      for (const [id, { student, state, attempt }] of ended) {
        process.stdout.write(`row ${JSON.stringify({ id, student, state, attempt })}\n`);
      }
      break;
    }
    await sleep(500);
  }
  await clerk.close();
  await real.close();
  process.exit(0);
}

await open(Number(round));
const old = Number(round) - LOOKED_AFTER;
if (old >= 0) await leave(courseOfRound(old));
process.stdout.write('open\n');
await clerk.tick();
process.stdout.write('looked\n');

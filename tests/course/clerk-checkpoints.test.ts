/** The clerk's checkpoints on a clock that the test moves: when one is taken, where it is posted, and by how many processes. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkpointReply } from '../../src/course/checkpoints/words.ts';
import { checkpointsOf } from '../../src/course/checkpoints.ts';
import type { CourseStore } from '../../src/course/course-store.ts';
import type { Assignment, Course } from '../../src/course/rows.ts';
import { keptIn } from '../../src/evidence/checkpoint-line.ts';
import { sha256 } from '../../src/ledger/hashing.ts';
import { plain } from '../../src/messages/rich-text.ts';
import type { Backend } from '../../src/store/backend.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { dueAt } from '../../src/time/due.ts';
import { wordsOf } from '../support/lab.ts';
import {
  assignment,
  COURSE,
  course,
  DUE,
  HOMEWORK,
  hoursBefore,
  openClass,
  summary,
  writeProgress,
  ZONE,
} from './reminding/classroom.ts';
import { FakeTime } from './reminding/fake-time.ts';
import { MessagePlatform } from './reminding/message-platform.ts';
import { Replica } from './reminding/replica.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Monday, 4:00 in New York: when the day's is taken. */
const MONDAY_AT_FOUR = new Date('2026-11-23T09:00:00.000Z');
const earlier = (at: Date, ms: number): Date => new Date(at.getTime() - ms);

let time: FakeTime;
let backend: Backend;
let platform: MessagePlatform;
let replicas: Replica[];
let store: CourseStore;
let step: number;

const POSTS = ['general', 'section-b'].map((channel) => ({ channel, id: `post-${channel}`, ref: '0' }));

async function open(
  at: Date,
  { of = {}, homework = {} }: { of?: Partial<Course>; homework?: Partial<Assignment> } = {},
): Promise<void> {
  time = new FakeTime(at);
  backend = { ...keyvBackend(new Map()), now: async () => time.now() };
  platform = new MessagePlatform({ now: time.now, wait: time.wait });
  replicas = [];
  step = 0;
  store = await openClass(backend, [], {
    course: course({ reminders: [], digest: 'off', ...of }),
    homework: assignment({ posts: POSTS, ...homework }),
  });
}

const replica = (): Replica => {
  const one = new Replica(backend, platform.courier, time, {
    holder: `process ${replicas.length}`,
    checkpoint: checkpointReply,
  });
  replicas.push(one);
  return one;
};

/** Somebody gets on. */
const work = (user = 'ada'): Promise<void> => {
  step += 1;
  const hash = sha256(`${user} ${step}`);
  const chain = { decisions: step, runs: 0, last: hash, head: hash };
  return writeProgress(backend, user, { ...summary(hoursBefore(90)), chain });
};

/** Time passes, and every process looks each half minute, or less often where nothing is near. */
const pass = async (ms: number, every = 30 * SECOND): Promise<void> => {
  for (let left = ms; left > 0; left -= every) {
    for (const one of replicas) {
      void one.clerk.tick().catch((error: unknown) => {
        if (!one.isDead) throw error;
      });
    }
    await time.advance(Math.min(left, every));
  }
};
const until = (at: Date): Promise<void> => pass(at.getTime() - time.now().getTime(), 10 * MINUTE);

const taken = async () =>
  (await checkpointsOf(store, COURSE)).map(({ checkpoint: { at, number }, why }) => ({ at, number, why }));
const posted = (): readonly (readonly [channel: string, number: number | undefined])[] =>
  platform.messages
    .map(({ channel, reply }) => [channel, keptIn(wordsOf(reply))?.number] as const)
    .toSorted();

beforeEach(() => open(earlier(MONDAY_AT_FOUR, MINUTE)));
afterEach(() => Promise.all(replicas.map(({ clerk }) => clerk.close())));

describe('checkpoints', () => {
  it('are taken at four in the morning where anything has changed, and at the deadline', async () => {
    await work();
    replica();
    await pass(10 * MINUTE);
    // The first is taken at once, and the day's not so soon after it.
    expect((await taken()).map(({ number }) => number)).toEqual([1]);
    await work();
    await until(new Date(MONDAY_AT_FOUR.getTime() + DAY + 10 * MINUTE));
    const tuesday = (await taken())[1];
    expect(tuesday?.why).toBe('daily');
    expect(Date.parse(tuesday?.at ?? '') - MONDAY_AT_FOUR.getTime() - DAY).toBeLessThan(11 * MINUTE);
    await until(earlier(DUE, MINUTE));
    expect((await taken()).length, 'nobody has done anything').toBe(2);
    await work();
    await pass(2 * MINUTE);
    const [, , deadline, ...others] = await taken();
    expect(others).toEqual([]);
    expect(deadline?.why).toBe('deadline');
    expect(Date.parse(deadline?.at ?? '') - DUE.getTime()).toBeLessThan(40 * SECOND);
    expect(Date.parse(deadline?.at ?? '')).toBeGreaterThanOrEqual(DUE.getTime());
    // Four in the morning comes too soon after 23:59.
    await work('bo');
    await pass(12 * HOUR, 10 * MINUTE);
    expect((await taken()).length).toBe(3);
  });

  it('are taken at the end of late work too', async () => {
    const late = { until: dueAt(new Date(DUE.getTime() + 2 * DAY), ZONE), percent: 50 };
    await open(earlier(DUE, 10 * MINUTE), { homework: { late } });
    await work();
    replica();
    await pass(5 * MINUTE);
    await work();
    await until(new Date(DUE.getTime() + 10 * MINUTE));
    await work();
    await until(new Date(DUE.getTime() + 2 * DAY - 10 * MINUTE));
    await work();
    await until(new Date(DUE.getTime() + 2 * DAY + 10 * MINUTE));
    expect((await taken()).map(({ why }) => why)).toEqual(['daily', 'deadline', 'daily', 'deadline']);
    expect(posted().map(([channel, number]) => `${channel} ${number}`)).toEqual(
      ['general', 'section-b'].flatMap((channel) => [1, 2, 3, 4].map((number) => `${channel} ${number}`)),
    );
  });

  it('are posted once in each channel of the homework, quietly, in one line that names nobody', async () => {
    await work();
    const quiet: unknown[] = [];
    const { send } = platform.courier;
    replicas = [
      new Replica(
        backend,
        {
          ...platform.courier,
          send: (to, ...rest) => {
            quiet.push('quiet' in to && to.quiet);
            return send(to, ...rest);
          },
        },
        time,
        { holder: 'only', checkpoint: checkpointReply },
      ),
    ];
    await pass(2 * HOUR);
    expect(posted()).toEqual([
      ['general', 1],
      ['section-b', 1],
    ]);
    expect(quiet).toEqual([true, true]);
    const [stored] = await checkpointsOf(store, COURSE);
    const [message] = platform.messages;
    const [part, ...more] = message?.reply.parts ?? [];
    expect(more).toEqual([]);
    const words = part?.kind === 'text' ? plain(part.text) : '';
    expect(words).toMatch(
      /^Checkpoint 1 · Mon 23 Nov 2026, 03:59 New York · 1 student · root [0-9a-f]{64} · the first · key [0-9a-f]{16}: what is in the ledgers now can’t be changed/,
    );
    expect(keptIn(words)?.root).toBe(stored?.checkpoint.root);
    expect(JSON.stringify(message?.reply)).not.toMatch(/ada|command/);
  });

  it('are one, posted once, where three processes look, however one of them dies', async () => {
    for (const call of [1, 3, 5, 7, 9, 11, 13, 15, 17]) {
      for (const when of ['before', 'after'] as const) {
        await open(earlier(MONDAY_AT_FOUR, MINUTE));
        await work();
        replica().die({ call, when });
        replica();
        replica();
        await pass(10 * MINUTE);
        expect((await taken()).length, `${call} ${when}`).toBe(1);
        expect(posted(), `${call} ${when}`).toEqual([
          ['general', 1],
          ['section-b', 1],
        ]);
        await Promise.all(replicas.map(({ clerk }) => clerk.close()));
      }
    }
  });

  it('whose answer was lost are looked for, and not posted again; where that can’t be, told unknown', async () => {
    await work();
    let lost = 0;
    platform.fault = () => (lost++ === 0 ? 'lost' : 'none');
    replica();
    await pass(10 * MINUTE);
    expect(posted()).toEqual([
      ['general', 1],
      ['section-b', 1],
    ]);
    await open(earlier(MONDAY_AT_FOUR, MINUTE), { homework: { posts: POSTS.slice(0, 1) } });
    await work();
    platform.historyDown = true;
    platform.fault = () => 'never arrived';
    replica();
    await pass(25 * HOUR, 10 * MINUTE);
    expect(platform.calls.send).toBe(1);
    expect([...(await store.outs(COURSE)).values()].map(({ kind, state }) => [kind, state])).toEqual([
      ['checkpoint', 'unknown'],
    ]);
  });

  it.each([
    ['daily', [1, 2]],
    ['deadlines', [2]],
    ['off', []],
  ] as const)('are posted as the course wants, and always taken: %s', async (checkpoints, numbers) => {
    await open(earlier(DUE, 15 * HOUR), { of: { checkpoints }, homework: { posts: POSTS.slice(0, 1) } });
    await work();
    replica();
    await until(earlier(DUE, HOUR));
    await work();
    await until(new Date(DUE.getTime() + HOUR));
    expect((await taken()).map(({ why }) => why)).toEqual(['daily', 'deadline']);
    expect(posted().map(([, number]) => number)).toEqual(numbers);
  });

  it('are kept and posted nowhere where no homework is open', async () => {
    await open(new Date(DUE.getTime() + 3 * DAY));
    await work();
    replica();
    await pass(HOUR);
    expect((await taken()).map(({ why }) => why)).toEqual(['daily']);
    expect(platform.calls.send).toBe(0);
  });

  it('are made up for once where every process was down, as the deadline’s for two days', async () => {
    for (const [days, why] of [
      [1, 'deadline'],
      [3, 'daily'],
    ] as const) {
      await open(new Date(DUE.getTime() + days * DAY));
      await work();
      replica();
      await pass(HOUR);
      expect((await taken()).map((each) => each.why)).toEqual([why]);
      await Promise.all(replicas.map(({ clerk }) => clerk.close()));
    }
  });

  it('follow a deadline that is moved, at once', async () => {
    await work();
    replica();
    await pass(10 * MINUTE);
    await work();
    const due = new Date(time.now().getTime() + 31 * MINUTE);
    await store.changeAssignment(COURSE, HOMEWORK, (was) => was && { ...was, due: dueAt(due, ZONE) });
    await pass(33 * MINUTE);
    const [, moved, ...others] = await taken();
    expect(others).toEqual([]);
    expect(moved?.why).toBe('deadline');
  });

  it('cost a process one reading of the class each, and none in between', async () => {
    await work();
    const [one, two] = [replica(), replica()];
    await pass(3 * HOUR);
    const reads = [one, two].flatMap(({ lists }) =>
      lists.filter(({ collection }) => collection === `checkpoint:${COURSE}`),
    );
    expect(reads.length).toBeLessThanOrEqual(4);
    expect((await taken()).length).toBe(1);
  });
});

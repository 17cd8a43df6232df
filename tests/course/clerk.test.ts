/** The clerk at work on a clock that the test moves: who is written to, when, by which process, and what is left alone. */

import { setMaxListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Pace } from '../../src/course/clerk/pace.ts';
import type { ClerkOptions } from '../../src/course/clerk.ts';
import { CourseStore } from '../../src/course/course-store.ts';
import { reminderCounts } from '../../src/course/reminder-counts.ts';
import { reminderTimes, ridOf } from '../../src/course/reminders.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { reply } from '../../src/messages/reply.ts';
import { plain } from '../../src/messages/rich-text.ts';
import type { Backend } from '../../src/store/backend.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { wallOf } from '../../src/time/wall.ts';
import { TEST_KEY } from '../support/key.ts';
import {
  assignment,
  COURSE,
  course,
  DUE,
  HOMEWORK,
  hoursBefore,
  openClass,
  PACK,
  person,
  studentNamed,
  summary,
  writeProgress,
  ZONE,
} from './reminding/classroom.ts';
import { FakeTime } from './reminding/fake-time.ts';
import { type Message, MessagePlatform } from './reminding/message-platform.ts';
import { Replica } from './reminding/replica.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const TICK_MS = 30 * SECOND;

const [FIRST_AT, SECOND_AT] = reminderTimes(course(), assignment(), DUE).map(({ at }) => at) as [Date, Date];
const earlier = (at: Date, ms: number): Date => new Date(at.getTime() - ms);

let time: FakeTime;
let backend: Backend;
let platform: MessagePlatform;
let replicas: Replica[];

const start = (at: Date, perSecond = 5): void => {
  time = new FakeTime(at);
  backend = { ...keyvBackend(new Map()), now: async () => time.now() };
  platform = new MessagePlatform({ now: time.now, wait: time.wait, perSecond });
  replicas = [];
};
const replica = (options: Partial<ClerkOptions> = {}): Replica => {
  const one = new Replica(backend, platform.courier, time, {
    holder: `process ${replicas.length}`,
    ...options,
  });
  replicas.push(one);
  return one;
};
/** Time passes, and every process looks each half minute. */
const pass = async (ms: number): Promise<void> => {
  for (let left = ms; left > 0; ) {
    for (const { clerk } of replicas) void clerk.tick();
    // In long spans nothing depends on the half minute.
    const step = Math.min(left, left > 2 * HOUR ? 10 * MINUTE : TICK_MS);
    await time.advance(step);
    left -= step;
  }
};
const textOf = ({ reply: { parts } }: Pick<Message, 'reply'>): string =>
  parts.map((part) => (part.kind === 'text' ? plain(part.text) : '')).join('');
const channels = (): readonly string[] => platform.messages.map(({ channel }) => channel).sort();
const counts = async (store: CourseStore) => reminderCounts(await store.outs(COURSE), HOMEWORK);
const NOTHING = { sent: 0, closed: 0, stopped: 0, skipped: 0, failed: 0, unknown: 0, open: 0 };

beforeEach(() => start(earlier(FIRST_AT, MINUTE)));
afterEach(() => Promise.all(replicas.map(({ clerk }) => clerk.close())));

describe('reminders', () => {
  it('are sent at their times to those who have not finished', async () => {
    const store = await openClass(backend, ['ada', 'bo', 'cem']);
    await writeProgress(backend, 'ada', summary(hoursBefore(90)));
    await writeProgress(backend, 'bo', summary(hoursBefore(90), 30));
    replica();
    await pass(40 * SECOND);
    expect(platform.messages).toEqual([]);
    await pass(MINUTE);
    expect(channels()).toEqual(['dm-ada', 'dm-cem']);
    const left = platform.messages.map((each) => [each.channel, textOf(each)]).sort();
    expect(left).toEqual([
      ['dm-ada', `${assignment().title} is due Fri 27 Nov 2026, 23:59 New York. You have 7 steps left.`],
      ['dm-cem', `${assignment().title} is due Fri 27 Nov 2026, 23:59 New York. You have 8 steps left.`],
    ]);
    await pass(DUE.getTime() + HOUR - time.now().getTime());
    expect(channels()).toEqual(['dm-ada', 'dm-ada', 'dm-cem', 'dm-cem']);
    expect(await counts(store)).toEqual([
      { kind: '48h', ...NOTHING, sent: 2 },
      { kind: '6h', ...NOTHING, sent: 2 },
    ]);
  });

  it('are one where every process was down over both times', async () => {
    start(earlier(SECOND_AT, -HOUR));
    await openClass(backend, ['ada']);
    replica();
    await pass(DUE.getTime() + HOUR - time.now().getTime());
    expect(channels()).toEqual(['dm-ada']);
  });

  it('are none after the deadline', async () => {
    start(DUE);
    await openClass(backend, ['ada']);
    replica();
    await pass(2 * HOUR);
    expect(platform.calls.send).toBe(0);
  });

  it('follow a deadline that is moved, and an extension', async () => {
    const store = await openClass(backend, ['ada', 'bo']);
    replica();
    await pass(2 * MINUTE);
    expect(channels()).toEqual(['dm-ada', 'dm-bo']);
    const due = earlier(DUE, -24 * HOUR);
    const by = studentNamed('teacher');
    const at = time.now().toISOString();
    await store.changeAssignment(COURSE, HOMEWORK, (was) =>
      was
        ? {
            ...was,
            exceptions: {
              [studentNamed('bo')]: {
                due: { wall: wallOf(due, ZONE), zone: ZONE, instant: due.toISOString() },
                by,
                at,
              },
            },
          }
        : undefined,
    );
    await pass(SECOND_AT.getTime() + MINUTE - time.now().getTime());
    expect(channels()).toEqual(['dm-ada', 'dm-ada', 'dm-bo', 'dm-bo']);
    await pass(24 * HOUR);
    expect(channels()).toEqual(['dm-ada', 'dm-ada', 'dm-bo', 'dm-bo', 'dm-bo']);
  });

  it('are of no use to who enrolled after their time', async () => {
    const store = await openClass(backend, ['ada']);
    replica();
    await pass(2 * MINUTE);
    await store.changePerson(studentNamed('bo'), () => person('bo', time.now()));
    await pass(HOUR);
    expect(channels()).toEqual(['dm-ada']);
    await pass(SECOND_AT.getTime() + MINUTE - time.now().getTime());
    expect(channels()).toEqual(['dm-ada', 'dm-ada', 'dm-bo']);
  });

  it('are sent within a quarter of an hour to who turns them on again', async () => {
    const store = await openClass(backend, ['ada']);
    const turn = (reminders: 'on' | 'stopped') =>
      store.changePerson(studentNamed('ada'), (was) => was && { ...was, reminders });
    await turn('stopped');
    replica();
    await pass(20 * MINUTE);
    expect(channels()).toEqual([]);
    await turn('on');
    await pass(15 * MINUTE);
    expect(channels()).toEqual(['dm-ada']);
  });

  it.each(['finished', 'stopped'] as const)(
    'are not sent to who %s between the claim and the message',
    async (how) => {
      const store = await openClass(backend, ['ada', 'bo']);
      const one = replica();
      // After the claim of the first message the class is no more what it was.
      const { hold } = backend;
      let claims = 0;
      const watched = new Replica(
        {
          ...backend,
          hold: async (key, work) => {
            const result = await hold(key, work);
            if (key.startsWith('out:')) claims += 1;
            if (claims === 1 && key.startsWith('out:')) {
              if (how === 'finished') await writeProgress(backend, 'ada', summary(hoursBefore(60), 30));
              else
                await store.changePerson(
                  studentNamed('ada'),
                  (was) => was && { ...was, reminders: 'stopped' },
                );
            }
            return result;
          },
        },
        platform.courier,
        time,
        { holder: 'watched' },
      );
      one.kill();
      replicas = [watched];
      await pass(3 * MINUTE);
      expect(channels()).toEqual(['dm-bo']);
      const ended = how === 'finished' ? 'skipped' : 'stopped';
      expect(await counts(store)).toEqual([{ kind: '48h', ...NOTHING, sent: 1, [ended]: 1 }]);
    },
  );

  it('that came back are told in the channel, once a wave, to nobody by name', async () => {
    const posts = [{ channel: 'general', id: 'post1', ref: '0' }];
    const store = await openClass(backend, ['ada', 'bo', 'cem'], { homework: assignment({ posts }) });
    platform.closed.add('dm-ada').add('dm-bo');
    replica();
    replica();
    await pass(HOUR);
    expect(channels()).toEqual(['dm-cem', 'general']);
    const [line] = platform.messages.filter(({ channel }) => channel === 'general');
    expect(line && textOf(line)).toMatch(/^Some reminders of .* could not be delivered/);
    expect(JSON.stringify(line?.reply)).not.toMatch(/ada|bo|@/i);
    expect(await counts(store)).toEqual([{ kind: '48h', ...NOTHING, sent: 1, closed: 2 }]);
    // Nobody is tried again, so nothing more comes back.
    await pass(SECOND_AT.getTime() + HOUR - time.now().getTime());
    expect(channels()).toEqual(['dm-cem', 'dm-cem', 'general']);
  });

  it('stop while the platform asks to wait, for everybody, and are sent after', async () => {
    await openClass(
      backend,
      Array.from({ length: 30 }, (_, n) => `s${n}`),
    );
    let asked = false;
    platform.fault = () => {
      const fault = !asked && platform.messages.length === 10 ? 'down' : 'none';
      asked ||= fault === 'down';
      return fault;
    };
    replica();
    await time.advance(MINUTE);
    await pass(20 * SECOND);
    // Those that were under way when it asked arrive as well.
    const taken = platform.messages.length;
    expect(taken).toBeLessThan(20);
    await pass(20 * SECOND);
    expect(platform.messages.length).toBe(taken);
    await pass(5 * MINUTE);
    expect(new Set(channels()).size).toBe(30);
    expect(platform.messages.length).toBe(30);
  });

  it('of twenty homeworks that end together come four hours apart', async () => {
    start(earlier(hoursBefore(48), MINUTE));
    const users = Array.from({ length: 6 }, (_, n) => `s${n}`);
    const store = await openClass(backend, users, { course: course({ quiet: 'off' }) });
    for (let n = 2; n <= 20; n++) {
      await store.changeAssignment(COURSE, `hw${n}`, () => assignment({ id: `hw${n}` }));
    }
    replica();
    replica();
    await pass(10 * MINUTE);
    const direct = users.map((user) => `dm-${user}`);
    expect(channels()).toEqual(direct);
    await pass(9 * HOUR);
    expect(channels()).toEqual(direct.flatMap((channel) => [channel, channel, channel]));
    const states = [...(await store.outs(COURSE)).values()].map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['sent']));
  });

  it('that a process left half done are ended by another one', async () => {
    const store = await openClass(backend, ['ada']);
    const first = replica();
    platform.fault = () => 'lost';
    await pass(70 * SECOND);
    first.kill();
    platform.fault = () => 'none';
    expect(await counts(store)).toEqual([{ kind: '48h', ...NOTHING, open: 1 }]);
    replicas = [];
    replica();
    await pass(5 * MINUTE);
    expect(await counts(store)).toEqual([{ kind: '48h', ...NOTHING, sent: 1 }]);
    expect(platform.messages.length).toBe(1);
  });

  it('stop with the process, and go on with the next', async () => {
    await openClass(
      backend,
      Array.from({ length: 60 }, (_, n) => `s${n}`),
    );
    const first = replica();
    await time.advance(MINUTE);
    void first.clerk.tick();
    await time.advance(4 * SECOND);
    await time.until(first.clerk.close());
    const sent = platform.messages.length;
    expect(sent).toBeGreaterThan(5);
    expect(sent).toBeLessThan(60);
    replicas = [];
    replica();
    await pass(MINUTE);
    expect(platform.messages.length).toBe(60);
    expect(first.log).toEqual([]);
  });

  it('wait where the course is to be purged', async () => {
    await openClass(backend, ['ada'], { course: course({ purgeAt: hoursBefore(-700).toISOString() }) });
    replica();
    await pass(HOUR);
    expect(platform.calls.send).toBe(0);
  });
});

describe('a class of 5,000 and three processes', () => {
  it('is written to once and in time, with one reading of the class a process and minute', async () => {
    start(earlier(FIRST_AT, 45 * MINUTE));
    const users = Array.from({ length: 5_000 }, (_, n) => `s${n}`);
    await openClass(backend, users);
    for (let n = 0; n < 3; n++) replica();
    await pass(46 * MINUTE);
    expect(new Set(channels()).size).toBe(users.length);
    expect(platform.messages.length).toBe(users.length);
    const times = platform.messages.map(({ at }) => at.getTime());
    expect(Math.max(...times)).toBeLessThanOrEqual(FIRST_AT.getTime());
    expect(Math.min(...times)).toBeGreaterThanOrEqual(FIRST_AT.getTime() - 25 * MINUTE);
    for (const { lists } of replicas) {
      const reads = lists.filter(({ collection }) => collection === `progress:${COURSE}:${PACK.id}`);
      for (const [index, { at }] of reads.entries()) {
        const next = reads[index + 1]?.at.getTime() ?? Number.POSITIVE_INFINITY;
        expect(next - at.getTime()).toBeGreaterThanOrEqual(MINUTE);
      }
    }
    // One wave: only one process looked up what was sent, but for what each looks through every ten minutes.
    const claims = new Set(
      [
        ...(
          await new Replica(backend, platform.courier, time, { holder: 'reader' }).store.outs(COURSE)
        ).values(),
      ].map(({ by }) => by),
    );
    expect(claims.size).toBe(1);
  }, 120_000);
});

describe('the pace of a platform', () => {
  const never = new AbortController().signal;
  // As many wait as are sent at once.
  setMaxListeners(0, never);

  it('is so many a second, and no more at once than are sent in two, however slow each is', async () => {
    const pace = new Pace(5, time.now, time.wait);
    const starts: number[] = [];
    let [now, most] = [0, 0];
    const sends = Array.from({ length: 50 }, () =>
      pace.send(never, async () => {
        starts.push(time.now().getTime());
        now += 1;
        most = Math.max(most, now);
        await time.wait(MINUTE);
        now -= 1;
      }),
    );
    await time.advance(5 * MINUTE + 10 * SECOND);
    await Promise.all(sends);
    expect(most).toBe(10);
    for (const [index, at] of starts.entries())
      expect((starts[index + 1] ?? at + 200) - at).toBeGreaterThanOrEqual(200);
  });

  it('is nothing while the platform asks to wait', async () => {
    const pace = new Pace(5, time.now, time.wait);
    const began = time.now().getTime();
    pace.pause(20 * SECOND);
    const sent = pace.send(never, async () => time.now().getTime() - began);
    expect(await time.until(sent, 100)).toBeGreaterThanOrEqual(20 * SECOND);
  });

  it('ends for everybody who waits where the process is to end', async () => {
    const pace = new Pace(5, time.now, time.wait);
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    const sends = Array.from({ length: 30 }, () => pace.send(stop.signal, () => time.wait(SECOND)));
    const ends = Promise.allSettled(sends);
    await time.advance(500);
    stop.abort();
    const settled = await time.until(ends);
    expect(settled.filter(({ status }) => status === 'fulfilled').length).toBe(3);
  });
});

describe('clocks', () => {
  it.each([
    [-HOUR, 'paused: the clock is 60 min behind'],
    [365 * 24 * HOUR, 'paused: the clock is 365 days ahead'],
    [31 * SECOND, 'paused: the clock is 31 s ahead'],
    [-31 * SECOND, 'paused: the clock is 31 s behind'],
  ])('that is %i ms from the store’s pauses reminders, and says so', async (ahead, health) => {
    await openClass(backend, ['ada', 'bo']);
    const one = replica();
    one.ahead = ahead;
    await pass(HOUR);
    expect(platform.calls.send).toBe(0);
    expect(await one.clerk.health()).toBe(health);
    expect(one.log.map(({ level }) => level)).toEqual(['warn']);
    one.ahead = 0;
    await pass(2 * MINUTE);
    expect(channels()).toEqual(['dm-ada', 'dm-bo']);
    expect(await one.clerk.health()).toBe('ok');
    expect(one.log.map(({ level }) => level)).toEqual(['warn', 'info']);
  });

  it('that is 3 s from the store’s is advised on once, and reminders go on', async () => {
    await openClass(backend, ['ada']);
    const one = replica();
    one.ahead = 3 * SECOND;
    await pass(HOUR);
    expect(channels()).toEqual(['dm-ada']);
    expect(one.log).toEqual([
      { level: 'warn', words: 'this machine’s clock is 3 s ahead of the store’s: set it by NTP' },
    ]);
  });

  it('that jump in the midst of a wave double nothing', async () => {
    await openClass(
      backend,
      Array.from({ length: 40 }, (_, n) => `s${n}`),
    );
    const [one, two] = [replica(), replica()];
    await time.advance(MINUTE);
    for (const [index, ahead] of [0, HOUR, 365 * 24 * HOUR, 0, -HOUR, 0].entries()) {
      one.ahead = ahead;
      two.ahead = index % 2 === 0 ? 0 : -ahead;
      await pass(3 * SECOND);
    }
    await pass(20 * MINUTE);
    expect(new Set(channels()).size).toBe(40);
    expect(platform.messages.length).toBe(40);
  });

  it('of a process that is alone with its store, set a year ahead and back, send each reminder once', async () => {
    await openClass(backend, ['ada']);
    replica();
    await pass(2 * MINUTE);
    // Here the store's clock is this machine's.
    time.jump(365 * 24 * HOUR);
    await pass(HOUR);
    time.jump(-365 * 24 * HOUR);
    await pass(DUE.getTime() - time.now().getTime());
    expect(channels()).toEqual(['dm-ada', 'dm-ada']);
  });
});

describe('the posts', () => {
  const posts = [{ channel: 'general', id: 'post1', ref: '1' }];
  const post: ClerkOptions['post'] = (_, { title }, { complete, enrolled }) =>
    reply({ kind: 'text', text: `${title}: ${complete} of ${enrolled} complete` });
  const opened = async (at: Date): Promise<void> => {
    const homework = assignment({ posts, at: at.toISOString() });
    await openClass(backend, ['ada', 'bo'], { homework });
    await platform.courier.send(
      { kind: 'channel', workspace: 'seminar', channel: 'general' },
      reply({ kind: 'text', text: 'new' }),
      'post1',
    );
  };
  const shown = (): string =>
    platform.messages
      .filter(({ channel }) => channel === 'general')
      .map(textOf)
      .join();

  beforeEach(() => {
    start(hoursBefore(100));
    platform = new MessagePlatform({ now: time.now, wait: async () => undefined });
  });

  it('say how many are complete, at most once a minute in their first hour', async () => {
    await opened(time.now());
    replica({ post });
    replica({ post });
    await pass(MINUTE);
    expect(shown()).toBe(`${assignment().title}: 0 of 2 complete`);
    for (let n = 0; n < 20; n++) {
      await writeProgress(backend, `new${n}`, summary(time.now(), 0));
      await pass(30 * SECOND);
    }
    expect(shown()).toMatch(/complete$/);
    // Each process writes the first figures that it sees.
    expect(platform.calls.edit).toBeLessThanOrEqual(12);
    expect(platform.calls.edit).toBeGreaterThanOrEqual(8);
    const edits = platform.calls.edit;
    await pass(5 * MINUTE);
    expect(shown()).toBe(`${assignment().title}: 20 of 22 complete`);
    expect(platform.calls.edit).toBeLessThanOrEqual(edits + 2);
  });

  it('are edited every ten minutes after their first hour', async () => {
    await opened(earlier(time.now(), 2 * HOUR));
    replica({ post });
    for (let n = 0; n < 60; n++) {
      await writeProgress(backend, `new${n}`, summary(time.now(), 0));
      await pass(MINUTE);
    }
    expect(platform.calls.edit).toBe(6);
  });

  it('are left alone for an hour where the platform asks to wait, and for good where they are gone', async () => {
    await opened(time.now());
    replica({ post });
    platform.edits = 'later';
    await pass(59 * MINUTE);
    expect(platform.calls.edit).toBe(1);
    platform.edits = 'gone';
    await pass(12 * HOUR);
    expect(platform.calls.edit).toBe(2);
  });

  it('are found by their row where the process that posted them ended before it noted them', async () => {
    const homework = assignment({
      posts: [{ channel: 'general', id: 'post1' }],
      at: time.now().toISOString(),
    });
    const store = await openClass(backend, ['ada'], { homework });
    const at = time.now().toISOString();
    await platform.courier.send(
      { kind: 'channel', workspace: 'seminar', channel: 'general' },
      reply(),
      'post1',
    );
    await store.changeOut(COURSE, 'post1', () => ({
      schema: 1,
      kind: 'post',
      assignment: HOMEWORK,
      state: 'sent',
      attempt: 1,
      by: 'gone',
      since: at,
      until: at,
      ref: '1',
    }));
    replica({ post });
    await pass(2 * MINUTE);
    expect(shown()).toBe(`${assignment().title}: 0 of 1 complete`);
  });
});

describe('the digest', () => {
  const teacher = person('teacher', hoursBefore(300), { role: 'instructor' });
  const words = reply({ kind: 'text', text: 'The class as it stands.' });
  const opened = async (more: Parameters<typeof course>[0] = {}): Promise<CourseStore> => {
    const store = await openClass(backend, [], {
      course: course({
        staff: { users: { teacher: 'instructor', second: 'instructor', ta: 'assistant' }, groups: {} },
        ...more,
      }),
    });
    await store.changePerson(studentNamed('teacher'), () => teacher);
    await store.changePerson(studentNamed('ta'), () => ({ ...teacher, role: 'assistant', direct: 'dm-ta' }));
    return store;
  };
  const walls = (): readonly string[] => platform.messages.map(({ at }) => wallOf(at, ZONE));

  it('is sent at eight in the morning after the deadline, once, to instructors who can be reached', async () => {
    start(earlier(new Date('2026-11-28T13:00:00.000Z'), 2 * MINUTE));
    await opened();
    let written = 0;
    const digest = async () => {
      written += 1;
      return words;
    };
    replica({ digest });
    replica({ digest });
    await pass(5 * MINUTE);
    await pass(60 * HOUR);
    expect(platform.messages.map(({ channel }) => channel)).toEqual(['dm-teacher']);
    expect(walls()).toEqual(['2026-11-28T08:00']);
    expect(written).toBe(1);
  });

  it('is sent on the chosen days until the week after the deadline', async () => {
    start(hoursBefore(6 * 24));
    await opened({ digest: { days: [1, 3], at: '08:30' } });
    replica({ digest: async () => words });
    await pass(21 * 24 * HOUR);
    const days = walls().map((wall) => wall.slice(0, 10));
    expect(days).toEqual(['2026-11-23', '2026-11-25', '2026-11-30', '2026-12-02']);
  });

  it.each([
    ['it is off', { digest: 'off' } as const],
    ['nobody is an instructor', { staff: { users: { teacher: 'assistant' as const }, groups: {} } }],
  ])('is not sent where %s', async (_, more) => {
    start(hoursBefore(1));
    await opened(more);
    replica({ digest: async () => words });
    await pass(20 * HOUR);
    expect(platform.calls.send).toBe(0);
  });

  it('comes again on another day, under another id', () => {
    expect(ridOf(HOMEWORK, 'x', 'digest', '2026-11-28')).not.toBe(
      ridOf(HOMEWORK, 'x', 'digest', '2026-11-29'),
    );
  });
});

describe('what is kept for a while', () => {
  it('is announced to instructors two weeks and three days before it goes, also where digests are off', async () => {
    const year = 365 * 24 * HOUR;
    start(new Date(DUE.getTime() + year - 16 * 24 * HOUR));
    await openClass(backend, ['ada'], {
      course: course({ digest: 'off', staff: { users: { teacher: 'instructor' }, groups: {} } }),
    });
    const store = new CourseStore(backend, PACKS, TEST_KEY);
    await store.changePerson(studentNamed('teacher'), () => person('teacher', DUE, { role: 'instructor' }));
    replica({ digest: async () => reply({ kind: 'text', text: 'this morning' }) });
    await pass(16 * 24 * HOUR);
    const days = platform.messages.map(({ at }) =>
      Math.round((DUE.getTime() + year - at.getTime()) / (24 * HOUR)),
    );
    expect(days).toEqual([15, 4]);
  });

  it('is asked once an hour, by one process, also of a course that the app was taken from', async () => {
    start(hoursBefore(30));
    await openClass(backend, ['ada'], { course: course({ purgeAt: hoursBefore(1).toISOString() }) });
    const asked: string[] = [];
    const keep: ClerkOptions['keep'] = async ({ id }) => asked.push(id);
    replica({ keep });
    replica({ keep });
    await pass(2 * HOUR - MINUTE);
    expect(asked).toEqual([COURSE, COURSE]);
    expect(platform.messages, 'and nobody is reminded there').toEqual([]);
  });
});

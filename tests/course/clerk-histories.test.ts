/**
 * Random histories of a class, its deadline, its platform and the processes that remind it: whatever happens, no reminder
 * comes twice, and each one that was begun ends in a state that staff can read.
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reminderTimes } from '../../src/course/reminders.ts';
import type { Exception } from '../../src/course/rows.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { dueAt } from '../../src/time/due.ts';
import { moments } from '../support/moments.ts';
import {
  assignment,
  COURSE,
  course,
  DUE,
  HOMEWORK,
  hoursBefore,
  openClass,
  studentNamed,
  summary,
  writeProgress,
  ZONE,
} from './reminding/classroom.ts';
import { FakeTime } from './reminding/fake-time.ts';
import { type Fault, MessagePlatform } from './reminding/message-platform.ts';
import { type Death, Replica } from './reminding/replica.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Nothing happens to the first. */
const STUDENTS = ['calm', 'ada', 'bo', 'cem', 'dana'] as const;
const others = fc.constantFrom(...STUDENTS.slice(1));

type Event =
  | {
      readonly kind: 'start' | 'finish' | 'stop' | 'on' | 'close' | 'open' | 'excuse' | 'include';
      readonly user: string;
    }
  | { readonly kind: 'extend'; readonly user: string; readonly hours: number }
  | { readonly kind: 'move'; readonly hours: number }
  | { readonly kind: 'settings'; readonly reminders: readonly number[] }
  | { readonly kind: 'restart'; readonly replica: number }
  | { readonly kind: 'die'; readonly replica: number; readonly death: Death }
  | { readonly kind: 'history'; readonly down: boolean };

const replica = fc.nat({ max: 2 });
const death: fc.Arbitrary<Death> = fc.record({
  // A reminder takes near thirty calls, from the look to the mark.
  call: fc.integer({ min: 1, max: 40 }),
  when: fc.constantFrom('before', 'after'),
});
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('start', 'finish', 'stop', 'on', 'close', 'open', 'excuse', 'include'),
    user: others,
  }),
  fc.record({ kind: fc.constant('extend' as const), user: others, hours: fc.integer({ min: -3, max: 30 }) }),
  fc.record({ kind: fc.constant('move' as const), hours: fc.integer({ min: -4, max: 12 }) }),
  fc.record({
    kind: fc.constant('settings' as const),
    reminders: fc.constantFrom<number[][]>([48, 6], [24, 3], []).map((hours) => hours as number[]),
  }),
  fc.record({ kind: fc.constant('restart' as const), replica }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('die' as const), replica, death }) },
  fc.record({ kind: fc.constant('history' as const), down: fc.boolean() }),
);

/** So much time, then the event: most of it falls where reminders are being sent. */
const step = fc.record({
  waitMs: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 5 * MINUTE }) },
    { weight: 1, arbitrary: fc.integer({ min: HOUR, max: 9 * HOUR }) },
  ),
  event,
});

const history = fc.record({
  replicas: fc.constantFrom(1, 2, 3),
  quiet: fc.boolean(),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  /** Of a hundred calls, how many fail in some way. */
  faults: fc.constantFrom(0, 20, 60),
  /** How long the store takes at times. */
  slowMs: fc.constantFrom(0, SECOND, 3 * MINUTE),
  /** Whether the channels' history can be asked once all is over. */
  historyBack: fc.boolean(),
  steps: fc.array(step, { minLength: 5, maxLength: 25 }),
});

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

const FAULTS: readonly Fault[] = ['lost', 'never arrived', 'late', 'busy', 'down', 'refused'];

async function live({ replicas: count, quiet, seed, faults, slowMs, historyBack, steps }: History) {
  const chance = moments(seed);
  const below = (share: number): boolean => chance.next().value < share;
  const start = hoursBefore(51);
  const time = new FakeTime(start);
  const backend = { ...keyvBackend(new Map()), now: async () => time.now() };
  const store = await openClass(backend, STUDENTS, { course: course({ quiet: quiet ? [22, 8] : 'off' }) });
  const platform = new MessagePlatform({ now: time.now, wait: time.wait });
  platform.fault = () =>
    below(faults / 100) ? (FAULTS[Math.floor(chance.next().value * FAULTS.length)] ?? 'none') : 'none';

  let born = 0;
  const oneMore = (): Replica => {
    born += 1;
    const one = new Replica(backend, platform.courier, time, { holder: `process ${born}` });
    one.delay = () => (below(0.1) ? Math.floor(chance.next().value * slowMs) : 0);
    return one;
  };
  const replicas = Array.from({ length: count }, oneMore);
  const all = [...replicas];
  /** Time passes, and each process looks every half minute; one that has died is started again within minutes. */
  const pass = async (ms: number, lookMs = 30 * SECOND): Promise<void> => {
    for (let left = ms; left > 0; left -= lookMs) {
      for (const [index, each] of replicas.entries()) {
        if (each.isDead && below(0.2)) {
          replicas[index] = oneMore();
          all.push(replicas[index]);
        }
        // What a dead one was at is over; the others' errors are logged.
        void replicas[index]?.clerk.tick().catch(() => undefined);
      }
      await time.advance(Math.min(left, lookMs));
    }
  };
  const changeHomework = (change: (before: ReturnType<typeof assignment>) => ReturnType<typeof assignment>) =>
    store.changeAssignment(COURSE, HOMEWORK, (before) => before && change(before));
  const except = (user: string, exception: Partial<Exception> | undefined) =>
    changeHomework(({ exceptions, ...before }) => {
      const { [studentNamed(user)]: _, ...rest } = exceptions;
      const made = { by: studentNamed('teacher'), at: time.now().toISOString(), ...exception };
      return { ...before, exceptions: exception ? { ...rest, [studentNamed(user)]: made } : rest };
    });
  const dueIn = (hours: number) => dueAt(new Date(DUE.getTime() + hours * HOUR), ZONE);
  const happen = async (of: Event): Promise<unknown> => {
    switch (of.kind) {
      case 'start':
        return writeProgress(backend, of.user, summary(time.now()));
      case 'finish':
        return writeProgress(backend, of.user, summary(time.now(), 0));
      case 'stop':
      case 'on':
        return store.changePerson(
          studentNamed(of.user),
          (person) => person && { ...person, reminders: of.kind === 'on' ? 'on' : 'stopped' },
        );
      case 'close':
        return platform.closed.add(`dm-${of.user}`);
      case 'open':
        platform.closed.delete(`dm-${of.user}`);
        return store.changePerson(studentNamed(of.user), (person) => person && { ...person, reach: 'open' });
      case 'excuse':
        return except(of.user, { excused: true });
      case 'include':
        return except(of.user, undefined);
      case 'extend':
        return except(of.user, { due: dueIn(of.hours) });
      case 'move':
        return changeHomework((before) => ({ ...before, due: dueIn(of.hours) }));
      case 'settings':
        return store.changeCourse(COURSE, (before) => ({ ...before, reminders: [...of.reminders] }));
      case 'restart':
        return replicas[of.replica]?.kill();
      case 'die':
        return replicas[of.replica]?.die(of.death);
      case 'history':
        platform.historyDown = of.down;
        return undefined;
    }
  };
  for (const { waitMs, event: of } of steps) {
    await pass(waitMs, waitMs >= HOUR ? 20 * MINUTE : 30 * SECOND);
    await happen(of);
  }
  // Until the last deadline there can be, then until the longest that something may be open.
  platform.historyDown = !historyBack;
  while (time.now() < hoursBefore(-31)) await pass(20 * MINUTE, 20 * MINUTE);
  platform.fault = () => 'none';
  await pass(26 * HOUR, 30 * MINUTE);
  const outs = await store.outs(COURSE);
  await Promise.all(replicas.map(({ clerk }) => clerk.close().catch(() => undefined)));
  return { outs, platform, replicas: all };
}

describe('whatever happens to a class and its processes', () => {
  it(
    'a reminder comes at most once, and its row says what became of it',
    async () => {
      const seen = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(history, async (of) => {
          const { outs, platform } = await live(of);
          for (const [id, { state }] of outs) {
            const messages = platform.withId(id).length;
            seen.set(state, (seen.get(state) ?? 0) + 1);
            if (state === 'unknown') expect(messages, `${id} of unknown fate`).toBeLessThanOrEqual(1);
            else expect(messages, `messages of ${id}, which is ${state}`).toBe(state === 'sent' ? 1 : 0);
            expect(state, `the end of ${id}`).not.toBe('sending');
            if (of.historyBack && !of.steps.some(({ event: { kind } }) => kind === 'history')) {
              expect(state).not.toBe('unknown');
            }
          }
          expect(platform.messages.filter(({ id }) => !outs.has(id))).toEqual([]);
          const changed = of.steps.some(({ event: { kind } }) => kind === 'move' || kind === 'settings');
          if (!changed) {
            const calm = [...outs.values()].filter(({ student }) => student === studentNamed('calm'));
            const times = reminderTimes(course({ quiet: of.quiet ? [22, 8] : 'off' }), assignment(), DUE);
            expect(calm.map(({ kind }) => kind).sort()).toEqual(times.map(({ kind }) => kind).sort());
          }
        }),
        // The same histories each time; RUNS asks for more, and others.
        process.env.RUNS ? { numRuns: Number(process.env.RUNS) } : { numRuns: 40, seed: 6 },
      );
      // Histories in which nothing happens prove nothing.
      for (const state of ['sent', 'closed', 'skipped', 'failed', 'unknown']) {
        expect(seen.get(state) ?? 0, `reminders that ended ${state}`).toBeGreaterThan(0);
      }
    },
    10 * MINUTE,
  );
});

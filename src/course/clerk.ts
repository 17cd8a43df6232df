/** The clerk looks every half minute what is to be written first: reminders, posts' counts, the morning's digest, checkpoints. */

import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Component } from '../health.ts';
import type { LabPack } from '../labs/lab.ts';
import { keepCheckpoints, type Settled } from './clerk/checkpoints.ts';
import { ClassReads } from './clerk/class-reads.ts';
import { type Desk, type Line, lineOf, packOf, type Words } from './clerk/desk.ts';
import { sendDigests } from './clerk/digests.ts';
import { endLeftBehind } from './clerk/left-behind.ts';
import { Pace, type Wait } from './clerk/pace.ts';
import { keepPostsUp, type Shown } from './clerk/post-counts.ts';
import { LONGEST_TURN_MS, Turns } from './clerk/turns.ts';
import { type Wave, wavesOf, writeWaves } from './clerk/waves.ts';
import { type ClockReading, offFrom, offWords, readClock } from './clock.ts';
import type { Couriers } from './courier.ts';
import type { CourseStore, CourseView } from './course-store.ts';
import { type Log, Outbox } from './outbox.ts';

const TICK_MS = 30_000;
/** Processes that were started together do not look together: a tick is up to so much shorter or longer. */
const JITTER = 0.2;

export interface ClerkOptions extends Words {
  readonly store: CourseStore;
  readonly couriers: Couriers;
  readonly packs: readonly LabPack[];
  readonly log: Log;
  /** This machine's clock, which is held against the store's. */
  readonly now: () => Date;
  readonly tickMs?: number;
  /** For tests: how time passes, and who this process is. */
  readonly wait?: Wait;
  readonly holder?: string;
}

export interface Clerk extends Component {
  /** Looks once, and resolves when all that is being written is through. */
  tick(): Promise<void>;
}

const sleeping: Wait = (ms, signal) => sleep(ms, undefined, { signal });

export function startClerk(options: ClerkOptions): Clerk {
  const { tickMs = TICK_MS, log } = options;
  const round = new Rounds(options);
  let timer: NodeJS.Timeout | undefined;
  const wake = (): void => {
    timer = setTimeout(
      async () => {
        await round.look().catch((error: unknown) => log.error({ err: error }, 'the store failed the clerk'));
        if (!round.isOver) wake();
      },
      tickMs * (1 - JITTER + 2 * JITTER * Math.random()),
    );
    timer.unref();
  };
  wake();
  return {
    name: 'reminders',
    health: async () => round.health(),
    tick: async () => {
      await round.look();
      await round.idle();
    },
    close: async () => {
      clearTimeout(timer);
      await round.end();
    },
  };
}

class Rounds {
  readonly #desk: Desk;
  readonly #now: () => Date;
  readonly #stop = new AbortController();
  /** What is being written, by name. */
  readonly #running = new Map<string, Promise<void>>();
  /** When a course's open messages are to be looked through again. */
  readonly #lookAt = new Map<string, Date>();
  readonly #shown: Shown = new Map();
  readonly #settled: Settled = new Map();
  #clock: ClockReading | undefined;

  constructor({
    store,
    couriers,
    packs,
    log,
    now,
    wait = sleeping,
    holder = randomUUID(),
    ...words
  }: ClerkOptions) {
    this.#now = now;
    // As many wait for their slot as messages are under way: that is no leak.
    setMaxListeners(0, this.#stop.signal);
    this.#desk = {
      ...words,
      store,
      couriers,
      packs,
      log,
      outbox: new Outbox({ store, couriers, holder, log }),
      paces: new Map(
        [...couriers].map(([platform, { perSecond }]) => [platform, new Pace(perSecond, now, wait)]),
      ),
      turns: new Turns(store.backend, holder),
      classes: new ClassReads(store),
      signal: this.#stop.signal,
    };
  }

  get isOver(): boolean {
    return this.#stop.signal.aborted;
  }

  health(): string {
    return this.#clock?.verdict === 'too far off'
      ? `paused: the clock is ${offWords(this.#clock.offMs)}`
      : 'ok';
  }

  /** Starts what is to be done and not being done. */
  async look(): Promise<void> {
    const { store, log } = this.#desk;
    const { now, verdict } = await this.#readClock();
    if (verdict === 'too far off') return;
    for (const course of await store.courses()) {
      const line = lineOf(this.#desk, course);
      if (this.isOver) return;
      if (!line) continue;
      try {
        const view = await store.viewNow(course);
        if (view) this.#keep(view, now);
        if (view && view.course.purgeAt === undefined) this.#lookAtCourse(view, line, now);
      } catch (error) {
        log.error({ err: error, course }, 'a course could not be read; its reminders wait');
      }
    }
  }

  #lookAtCourse(view: CourseView, line: Line, now: Date): void {
    const desk = this.#desk;
    const waves: Wave[] = [];
    for (const assignment of view.assignments) {
      const pack = packOf(desk, assignment);
      if (!pack) continue;
      waves.push(...wavesOf(view, assignment, pack, now));
      this.#start(`posts:${view.id}:${assignment.id}`, () =>
        keepPostsUp(desk, view, assignment, line, this.#shown, now),
      );
      this.#start(`digest:${view.id}:${assignment.id}`, () => sendDigests(desk, view, assignment, line, now));
    }
    this.#start(`checkpoint:${view.id}`, () => keepCheckpoints(desk, view, line, this.#settled, now));
    this.#start(`waves:${view.id}`, () => writeWaves(desk, view, waves, line, now));
    const lookAt = this.#lookAt.get(view.id);
    if (lookAt && now < lookAt) return;
    this.#start(`left:${view.id}`, async () => {
      this.#lookAt.set(view.id, await endLeftBehind(desk, view, line, now));
    });
  }

  /** Also of a course that the app was taken from: it ends one day. */
  #keep(view: CourseView, now: Date): void {
    const { keep, turns } = this.#desk;
    if (!keep) return;
    const name = `keep:${view.id}`;
    this.#start(name, async () => {
      if (await turns.take(name, now, LONGEST_TURN_MS)) await keep(view, now);
    });
  }

  #start(name: string, work: () => Promise<void>): void {
    if (this.#running.has(name)) return;
    const running = work()
      .catch((error: unknown) => {
        // A wave that was stopped goes on where somebody looks next.
        if (!this.isOver)
          this.#desk.log.error({ err: error, name }, 'something was not written; it is tried again');
      })
      .finally(() => this.#running.delete(name));
    this.#running.set(name, running);
  }

  async #readClock(): Promise<ClockReading> {
    const { store, log } = this.#desk;
    const before = this.#clock?.verdict ?? 'right';
    this.#clock = await readClock(store, this.#now);
    const { verdict, offMs } = this.#clock;
    if (verdict !== before) {
      const words = {
        right: 'this machine’s clock is right again',
        off: `this machine’s clock is ${offFrom(offMs, 'the store’s')}: set it by NTP`,
        'too far off': `this machine’s clock is ${offFrom(offMs, 'the store’s')}: it sends no reminders until that is put right`,
      };
      log[verdict === 'right' ? 'info' : 'warn']({ offMs }, words[verdict]);
    }
    return this.#clock;
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.idle();
  }
}

/** One process of several on a store: it can be slow, and it can die before or after any call it makes. */

import { type Clerk, type ClerkOptions, startClerk } from '../../../src/course/clerk.ts';
import type { Courier } from '../../../src/course/courier.ts';
import { CourseStore } from '../../../src/course/course-store.ts';
import { PACKS } from '../../../src/labs/catalogue.ts';
import type { Backend } from '../../../src/store/backend.ts';
import { TEST_KEY } from '../../support/key.ts';
import type { FakeTime } from './fake-time.ts';

export interface Death {
  /** Counted from now. */
  readonly call: number;
  readonly when: 'before' | 'after';
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly words: string;
}

export class Replica {
  readonly time: FakeTime;
  readonly store: CourseStore;
  readonly clerk: Clerk;
  readonly courier: Courier;
  readonly log: LogLine[] = [];
  /** How often a class or the outbox was read, by collection. */
  readonly lists: { readonly collection: string; readonly at: Date }[] = [];
  /** How long the store takes, in milliseconds. */
  delay: () => number = () => 0;
  /** In milliseconds, how much this machine's clock is ahead of the store's. */
  ahead = 0;
  #calls = 0;
  #death: { readonly call: number; readonly when: Death['when'] } | undefined;
  #dead = false;

  constructor(
    backend: Backend,
    courier: Courier,
    time: FakeTime,
    options: Partial<ClerkOptions> & { readonly holder: string },
  ) {
    this.time = time;
    const call = <T>(work: () => Promise<T>, delayed = true): Promise<T> => this.#call(work, delayed);
    this.store = new CourseStore(
      {
        ...backend,
        alone: false,
        hold: (key, work) =>
          call(() =>
            backend.hold(key, (rows) =>
              work({ ...rows, write: (changes) => call(() => rows.write(changes), false) }),
            ),
          ),
        read: (keys) => call(() => backend.read(keys)),
        list: (collection, ...page) => {
          this.lists.push({ collection, at: time.now() });
          return call(() => backend.list(collection, ...page));
        },
        now: () => call(async () => time.now()),
      },
      PACKS,
      TEST_KEY,
    );
    this.courier = {
      ...courier,
      send: (...args) => call(() => courier.send(...args), false),
      wasSent: (...args) => call(() => courier.wasSent(...args)),
      edit: (...args) => call(() => courier.edit(...args)),
    };
    const line =
      (level: LogLine['level']) =>
      (_: object, words: string): void => {
        this.log.push({ level, words });
      };
    this.clerk = startClerk({
      store: this.store,
      couriers: new Map([[courier.platform, this.courier]]),
      packs: PACKS,
      now: () => new Date(time.now().getTime() + this.ahead),
      wait: time.wait,
      // Tests say when it looks.
      tickMs: 10 ** 8,
      log: { info: line('info'), warn: line('warn'), error: line('error') },
      ...options,
    });
  }

  get isDead(): boolean {
    return this.#dead;
  }

  die(death: Death): void {
    this.#death = { call: this.#calls + death.call, when: death.when };
  }

  kill(): void {
    this.#dead = true;
  }

  async #call<T>(work: () => Promise<T>, delayed: boolean): Promise<T> {
    this.#calls += 1;
    const dies = this.#death?.call === this.#calls ? this.#death.when : undefined;
    if (dies === 'before') this.#dead = true;
    const ms = delayed ? this.delay() : 0;
    if (ms > 0) await this.time.wait(ms);
    if (this.#dead) throw new Error('this process has ended');
    const result = await work();
    if (dies === 'after') this.#dead = true;
    if (this.#dead) throw new Error('this process has ended');
    return result;
  }
}

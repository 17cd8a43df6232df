/** Admission: how much of one person's may be under way at once, so that nobody's burst makes the others wait. */

import { RecentIds } from './store/deliveries.ts';
import { KeyedLock } from './store/keyed-lock.ts';

export const ADMISSION = {
  /** More than an impatient person presses before the first answer is there, and few enough to be worked off in a moment. */
  underWay: 5,
  /** Refusals that wait to be said. They are said one after another, so that others' answers go between them. */
  refusals: 20,
} as const;

/** Of one process. Each platform has its own: nobody is on two. */
export class Admission {
  /** Deliveries under way, by person. */
  readonly #underWay = new Map<string, Set<string>>();
  /** How many wait to be said, by person. */
  readonly #refusals = new Map<string, number>();
  readonly #saying = new KeyedLock();
  readonly #refused = new RecentIds();

  /**
   * Does the work until it is answered, or where too much of this person's is under way only says so. Nothing is asked of the
   * store before.
   * @param delivery the same for every delivery of one thing, which counts once; what was refused is not taken up when it is
   * delivered again
   * @param refuse told how much is under way
   * @returns undefined where not even that is said: so much of this person's was refused just now that they have been told
   */
  async run<T>(
    person: string,
    delivery: string,
    work: () => Promise<T>,
    refuse: (underWay: number) => Promise<T>,
  ): Promise<T | undefined> {
    const own = this.#underWay.get(person) ?? new Set();
    if (own.has(delivery)) return work();
    if (this.#refused.has(`${person} ${delivery}`)) return undefined;
    if (own.size >= ADMISSION.underWay) return this.#refuse(person, delivery, () => refuse(own.size));
    this.#underWay.set(person, own.add(delivery));
    try {
      return await work();
    } finally {
      own.delete(delivery);
      if (own.size === 0) this.#underWay.delete(person);
    }
  }

  async #refuse<T>(person: string, delivery: string, say: () => Promise<T>): Promise<T | undefined> {
    this.#refused.add(`${person} ${delivery}`);
    const waiting = this.#refusals.get(person) ?? 0;
    if (waiting >= ADMISSION.refusals) return undefined;
    this.#refusals.set(person, waiting + 1);
    try {
      return await this.#saying.run(person, say);
    } finally {
      const left = (this.#refusals.get(person) ?? 1) - 1;
      if (left > 0) this.#refusals.set(person, left);
      else this.#refusals.delete(person);
    }
  }
}

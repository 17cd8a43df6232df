/**
 * Whose turn it is to look: one process at a time reads a class and writes to it. Spares the others the work; that nothing is
 * sent twice does not rest on it.
 */

import { z } from 'zod';
import type { Backend } from '../../store/backend.ts';

const turnSchema = z.strictObject({ holder: z.string(), until: z.iso.datetime() });

/** Nothing rests for longer. A turn that ends later was given by a clock that has been set back since. */
export const LONGEST_TURN_MS = 60 * 60_000;

const isOver = (until: Date, now: Date): boolean =>
  until <= now || until.getTime() > now.getTime() + LONGEST_TURN_MS;

const turnKey = (name: string): string => `lease:${name}`;

export class Turns {
  readonly #backend: Backend;
  readonly #holder: string;
  /** Until when others, or this process itself, said that nobody need look. */
  readonly #known = new Map<string, Date>();

  constructor(backend: Backend, holder: string) {
    this.#backend = backend;
    this.#holder = holder;
  }

  /** False where this process knows that somebody looks, or that nobody need. */
  mayBeOpen(name: string, now: Date): boolean {
    const known = this.#known.get(name);
    return known === undefined || isOver(known, now);
  }

  /** True where it is this process's for so long from now. */
  async take(name: string, now: Date, ms: number): Promise<boolean> {
    if (!this.mayBeOpen(name, now)) return false;
    return this.#write(name, new Date(now.getTime() + ms), (_, until) => isOver(until, now));
  }

  /** Goes on for so long from now; false where somebody else has taken it since. */
  renew(name: string, now: Date, ms: number): Promise<boolean> {
    return this.#write(name, new Date(now.getTime() + ms), (holder) => holder === this.#holder);
  }

  /** Nobody need look before then. */
  async rest(name: string, until: Date): Promise<void> {
    await this.#write(name, until, (holder) => holder === this.#holder);
    // What is long over is of a deadline that has passed.
    for (const [each, over] of this.#known) {
      if (over.getTime() < until.getTime() - 2 * LONGEST_TURN_MS) this.#known.delete(each);
    }
  }

  #write(name: string, until: Date, mayWrite: (holder: string, until: Date) => boolean): Promise<boolean> {
    const key = turnKey(name);
    return this.#backend.hold(key, async (rows) => {
      const text = await rows.get(key);
      const before = text === undefined ? undefined : turnSchema.parse(JSON.parse(text));
      const mine = !before || mayWrite(before.holder, new Date(before.until));
      const after = before && !mine ? before : { holder: this.#holder, until: until.toISOString() };
      if (mine) await rows.set(key, JSON.stringify(after));
      this.#known.set(name, new Date(after.until));
      return mine;
    });
  }
}

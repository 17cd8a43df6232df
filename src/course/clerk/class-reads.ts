/** The class, read at most once a minute by a process, whatever it is wanted for. */

import type { CourseStore, CourseView } from '../course-store.ts';
import { type Member, readMembers } from '../members.ts';

/** Who is written to is looked at again just before, so that this need not be fresh. */
const FRESH_MS = 60_000;
/** Ten thousand students are near 10 MB. */
const AT_HAND = 4;

interface ClassRead {
  readonly at: Date;
  readonly members: Promise<readonly Member[]>;
}

export class ClassReads {
  readonly #store: CourseStore;
  readonly #reads = new Map<string, ClassRead>();

  constructor(store: CourseStore) {
    this.#store = store;
  }

  members(view: CourseView, lab: string, now: Date): Promise<readonly Member[]> {
    const key = JSON.stringify([view.id, lab]);
    const known = this.#reads.get(key);
    if (known && Math.abs(now.getTime() - known.at.getTime()) < FRESH_MS) return known.members;
    const members = readMembers(this.#store, view, lab);
    // The newest is last.
    this.#reads.delete(key);
    this.#reads.set(key, { at: now, members });
    for (const oldest of [...this.#reads.keys()].slice(0, -AT_HAND)) this.#reads.delete(oldest);
    members.catch(() => this.#reads.delete(key));
    return members;
  }
}

/**
 * How often one person may ask about the class: more than anybody types, less than a script sends. Counted in this process.
 * Turns in a lab are not counted: each is cheap, and a student who tries thirty lengths in a minute does what they should.
 */

import { LRUCache } from 'lru-cache';
import { studentId } from '../messages/actor.ts';
import type { Request } from '../messages/request.ts';
import { UserError } from '../messages/user-error.ts';
import type { Visit } from './visit.ts';
import { plural } from './words.ts';

interface Limit {
  readonly count: number;
  readonly ms: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** In which requests share a count, and how many of them there may be in how long. */
export const LIMITS = {
  student: { count: 30, ms: MINUTE },
  staff: { count: 60, ms: MINUTE },
  grades: { count: 6, ms: MINUTE },
  roster: { count: 6, ms: HOUR },
  link: { count: 5, ms: HOUR },
} as const satisfies Readonly<Record<string, Limit>>;

type Kind = keyof typeof LIMITS;

const WHAT: Readonly<Record<Kind, string>> = {
  student: 'requests',
  staff: 'requests',
  grades: 'grade files',
  roster: 'uploads',
  link: 'tries to find your row',
};

const PEOPLE = 10_000;

/** All that a request for the choice of files says. */
const CHOOSES: readonly string[] = ['kind', 'assignment'];

function kindsOf({ role, file }: Visit, request: Request): readonly Kind[] {
  const all: Kind[] = [role === 'student' ? 'student' : 'staff'];
  if (request.kind === 'grades' && file) all.push('roster');
  // Only what may become a file: choosing one takes some presses.
  if (request.kind === 'grades' && !file && Object.keys(request).some((name) => !CHOOSES.includes(name)))
    all.push('grades');
  if (request.kind === 'mydata' && request.what === 'link') all.push('link');
  return all;
}

export class RateLimit {
  /** When each of the last ones was, by person and kind. */
  readonly #times = new LRUCache<string, readonly number[]>({ max: PEOPLE });

  /** @throws {UserError} where it is too often; nothing was done then */
  admit(visit: Visit, request: Request): void {
    const now = visit.now.getTime();
    for (const kind of kindsOf(visit, request)) {
      const { count, ms } = LIMITS[kind];
      const key = `${kind}:${studentId(visit.actor)}`;
      const recent = (this.#times.get(key) ?? []).filter((at) => now - at < ms);
      if (recent.length >= count) {
        const wait = Math.ceil((ms - (now - (recent[0] ?? now))) / 1_000);
        const words = wait >= 90 ? plural(Math.ceil(wait / 60), 'minute') : plural(wait, 'second');
        throw new UserError(
          `That would be more than ${count} ${WHAT[kind]} in ${ms === HOUR ? 'an hour' : 'a minute'}, so nothing was done. Try again in ${words}.`,
        );
      }
      this.#times.set(key, [...recent, now]);
    }
  }
}

/** What Slack says of a person: what they may do, how they are called, their clock. Asked once in a while, and never waited for long. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../src/log.ts';
import type { Actor } from '../../src/messages/actor.ts';
import { reasonOf } from './failures.ts';

export type Profile = Pick<Actor, 'role' | 'name' | 'locale' | 'zone' | 'email'>;

type User = NonNullable<webApi.UsersInfoResponse['user']>;

/** Who is nobody known: the course's own list of staff may still know them. */
const STUDENT: Profile = { role: 'student' };

/** Times in ms. `known` is also how long somebody who is no admin any more is taken for one. */
const TIMES = { known: 5 * 60_000, failed: 60_000 } as const;

/** Everybody of a large workspace who speaks within five minutes. */
const MOST_KNOWN = 5_000;

/** A turn is not kept waiting longer, in ms. */
const WAIT_MS = 1_000;

/** Of another workspace, in a channel that two of them share: there they may be called anything and be admin of it. */
const isStranger = ({ is_stranger, team_id, enterprise_user }: User, team: string): boolean =>
  is_stranger === true ||
  (team_id !== undefined && team_id !== team && !enterprise_user?.teams?.includes(team));

/** Guests and deactivated people are students, whatever else is said of them. */
function roleOf(user: User, team: string): Actor['role'] {
  if (user.is_restricted || user.is_ultra_restricted || user.deleted || isStranger(user, team))
    return 'student';
  return user.is_admin || user.is_owner || user.is_primary_owner ? 'instructor' : 'student';
}

/** Slack answers with an empty text where somebody has set nothing. */
const first = (...texts: readonly (string | undefined)[]): string | undefined =>
  texts.find((text) => text !== undefined && text !== '');

export function profileOf(user: User, team: string): Profile {
  const name = first(user.profile?.display_name, user.profile?.real_name, user.real_name, user.name);
  const isTheirs = user.is_email_confirmed !== false && !isStranger(user, team);
  const email = isTheirs ? first(user.profile?.email) : undefined;
  return {
    role: roleOf(user, team),
    ...(name !== undefined && { name }),
    ...(user.locale && { locale: user.locale }),
    ...(user.tz && { zone: user.tz }),
    ...(email !== undefined && { email }),
  };
}

interface Known {
  profile?: Profile;
  readonly asking: Promise<Profile>;
  readonly askedAt: number;
  until: number;
}

export interface PeopleOptions {
  readonly team: string;
  readonly client: webApi.WebClient;
  readonly log: Logger;
  /** Milliseconds that only go up. */
  readonly now?: () => number;
}

export class People {
  readonly #options: PeopleOptions;
  readonly #now: () => number;
  readonly #known = new LRUCache<string, Known>({ max: MOST_KNOWN });
  /** Until when nobody is asked about, because the app may not. */
  #refusedUntil = 0;

  constructor(options: PeopleOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Never throws, and takes at most a second: a student whom Slack says nothing of in time. */
  async of(user: string): Promise<Profile> {
    const now = this.#now();
    if (now < this.#refusedUntil) return STUDENT;
    const there = this.#known.get(user);
    const known = there && now < there.until ? there : this.#ask(user, now);
    if (known.profile) return known.profile;
    const left = known.askedAt + WAIT_MS - now;
    if (left <= 0) return STUDENT;
    const patience = new AbortController();
    const late = sleep(left, STUDENT, { signal: patience.signal }).catch(() => STUDENT);
    const profile = await Promise.race([known.asking, late]);
    patience.abort();
    return profile;
  }

  #ask(user: string, askedAt: number): Known {
    const known: Known = { asking: this.#read(user), askedAt, until: askedAt + TIMES.known };
    void known.asking.then((profile) => {
      known.profile = profile;
      if (profile === STUDENT) known.until = this.#now() + TIMES.failed;
    });
    this.#known.set(user, known);
    return known;
  }

  async #read(user: string): Promise<Profile> {
    const { client, team, log } = this.#options;
    try {
      const { user: said } = await client.users.info({ user, include_locale: true });
      return said ? profileOf(said, team) : STUDENT;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === 'missing_scope') this.#refusedUntil = this.#now() + TIMES.known;
      log.info({ reason }, 'Slack does not say who somebody is; they count as a student');
      return STUDENT;
    }
  }
}

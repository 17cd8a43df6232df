/** Which of the workspace's user groups somebody is in, for a course whose staff is a group. Asked for all of them at once, and seldom. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { Logger } from '../../src/log.ts';
import { reasonOf } from './failures.ts';

/** In ms; also how long somebody who has left a group is taken for a member. */
const KNOWN_MS = 5 * 60_000;

/** A turn is not kept waiting longer, in ms. */
const WAIT_MS = 1_000;

type ByUser = ReadonlyMap<string, readonly string[]>;

const NONE: ByUser = new Map();

export interface GroupsOptions {
  readonly client: webApi.WebClient;
  readonly log: Logger;
  /** Milliseconds that only go up. */
  readonly now?: () => number;
}

export class Groups {
  readonly #options: GroupsOptions;
  readonly #now: () => number;
  #asked: { readonly at: number; readonly answer: Promise<ByUser> } | undefined;

  constructor(options: GroupsOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Ids of groups. Never throws; none where Slack does not say in time, or the app may not ask. */
  async of(user: string): Promise<readonly string[]> {
    const now = this.#now();
    if (!this.#asked || now >= this.#asked.at + KNOWN_MS) this.#asked = { at: now, answer: this.#read() };
    const { at, answer } = this.#asked;
    const left = Math.max(0, at + WAIT_MS - now);
    const patience = new AbortController();
    const late = sleep(left, NONE, { signal: patience.signal }).catch(() => NONE);
    const groups = await Promise.race([answer, late]);
    patience.abort();
    return groups.get(user) ?? [];
  }

  async #read(): Promise<ByUser> {
    const { client, log } = this.#options;
    const groups = new Map<string, string[]>();
    try {
      const { usergroups = [] } = await client.usergroups.list({ include_users: true });
      for (const { id, users = [] } of usergroups) {
        if (id === undefined) continue;
        for (const user of users) groups.set(user, [...(groups.get(user) ?? []), id]);
      }
    } catch (error) {
      log.info({ reason: reasonOf(error) }, 'Slack does not say which user groups there are');
    }
    return groups;
  }
}

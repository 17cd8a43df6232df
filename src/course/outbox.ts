/**
 * Sends each message once, or says that nobody knows: claim the row, look again, send, mark. What a process left half done is
 * looked for in the channel's own history before it is sent again.
 */

import type { Reply } from '../messages/reply.ts';
import { platformOf } from './address.ts';
import type { Courier, Couriers, Destination } from './courier.ts';
import type { CourseStore } from './course-store.ts';
import type { Out } from './rows.ts';

/** What an operator should read. */
export interface Log {
  info(facts: object, words: string): void;
  warn(facts: object, words: string): void;
  error(facts: object, words: string): void;
}

/** A message that is to be sent once. */
export interface Letter {
  /** At most 25 letters and digits, the same for the same message whoever sends it. */
  readonly id: string;
  /** As in {@link Out}. */
  readonly kind: string;
  readonly to: Destination;
  readonly assignment?: string;
  /** Whom it is to, where it is to one person. */
  readonly student?: string;
  /** After this it is of no use: not sent any more, and `unknown` where nobody can tell whether it was. */
  readonly until: Date;
  /** Its text, from what is so just before it is sent. Undefined or a reason: it is not wanted any more. */
  make(): Promise<Reply | { readonly skip: string } | undefined>;
}

export interface Delivery {
  /** `busy`: it is being sent, or was and can't yet be looked for. `later`: the platform asks to wait. */
  readonly state: Exclude<Out['state'], 'sending'> | 'busy' | 'later';
  /** The platform's name of the message. */
  readonly ref?: string;
  readonly waitMs?: number;
}

export interface OutboxOptions {
  readonly store: CourseStore;
  readonly couriers: Couriers;
  /** This process, unlike every other one. */
  readonly holder: string;
  readonly log: Log;
}

const SECOND = 1_000;
/** Who took a message up has this long to send it. */
export const LEASE_MS = 60 * SECOND;
/** So much later it is nobody's any more. */
const GRACE_MS = 30 * SECOND;
/** It is sent only with so much of the lease left: a courier takes up to ten seconds. */
const SPARE_MS = 15 * SECOND;
/** A message is looked for from so long before it was taken up: the platform has a clock of its own. */
const MARGIN_MS = 60 * SECOND;
/** What nobody waits for is given up, where the platform can't be asked, after this long. */
const GIVE_UP_MS = 24 * 60 * 60 * SECOND;

/** In {@link Out.by}: taken up, surely not sent, and free to be taken up again at once. */
const NOBODY = '';

/** From when on a row that is `sending` may be taken up by somebody else. */
export const lapsesAt = ({ by, since, until }: Pick<Out, 'by' | 'since' | 'until'>): Date =>
  by === NOBODY ? new Date(since) : new Date(Date.parse(until) + GRACE_MS);

type End = Pick<Out, 'why'> & { readonly state: Exclude<Out['state'], 'sending'>; readonly ref?: string };

const told = ({ state, ref }: Out): Delivery =>
  state === 'sending' ? { state: 'busy' } : { state, ...(ref !== undefined && { ref }) };

export class Outbox {
  readonly #store: CourseStore;
  readonly #couriers: Couriers;
  readonly #holder: string;
  readonly #log: Log;

  constructor({ store, couriers, holder, log }: OutboxOptions) {
    this.#store = store;
    this.#couriers = couriers;
    this.#holder = holder;
    this.#log = log;
  }

  /**
   * One step towards its end: called again while it is `busy` or `later`, it gets there. All times are the store's, which
   * every process shares.
   * @throws {UnreadableError}
   * @throws {NotSavedError} also where it was sent: the next call finds it
   */
  async deliver(course: string, letter: Letter): Promise<Delivery> {
    const courier = this.#couriers.get(platformOf(course));
    // Another process speaks on that platform.
    if (!courier) return { state: 'busy' };
    let { row, mine } = await this.#takeUp(course, letter);
    if (!mine) {
      if (row.state !== 'sending') return told(row);
      const seen = row;
      const left = await this.#leftBehind(course, letter, seen, courier, letter.until);
      if (left !== 'not-sent') return left;
      ({ row, mine } = await this.#takeUp(course, letter, seen.attempt));
      if (!mine) return told(row);
    }
    return this.#send(course, letter, row, courier);
  }

  /**
   * Ends a row that is `sending` and whose letter nobody will write again.
   * @param to where it was sent to; undefined where that is not known any more
   * @param state what it ends as where it was not sent
   */
  async settle(
    course: string,
    id: string,
    to: Destination | undefined,
    { state, why }: { readonly state: 'skipped' | 'failed'; readonly why: string },
  ): Promise<Delivery> {
    const row = await this.#store.out(course, id);
    const courier = this.#couriers.get(platformOf(course));
    if (!row || !courier) return { state: 'busy' };
    if (row.state !== 'sending') return told(row);
    if (row.by === NOBODY) return this.#end(course, id, row, { state, why });
    const until = new Date(Date.parse(row.since) + GIVE_UP_MS);
    const left = await this.#leftBehind(course, { id, to }, row, courier, until);
    return left === 'not-sent' ? this.#end(course, id, row, { state, why }) : left;
  }

  /** @param notSent an attempt that is known not to have arrived */
  async #takeUp(course: string, letter: Letter, notSent?: number): Promise<{ row: Out; mine: boolean }> {
    const now = await this.#store.now();
    const until = new Date(now.getTime() + LEASE_MS).toISOString();
    let mine = false;
    const row = await this.#store.changeOut(course, letter.id, (before) => {
      if (before && (before.state !== 'sending' || (before.by !== NOBODY && before.attempt !== notSent))) {
        return undefined;
      }
      mine = true;
      return {
        schema: 1,
        kind: letter.kind,
        ...(letter.assignment !== undefined && { assignment: letter.assignment }),
        ...(letter.student !== undefined && { student: letter.student }),
        state: 'sending',
        attempt: (before?.attempt ?? 0) + 1,
        by: this.#holder,
        since: before?.since ?? now.toISOString(),
        until,
      };
    });
    if (!row) throw new Error(`the row of ${letter.id} was neither there nor made`);
    return { row, mine };
  }

  /** What became of a message that somebody took up and did not end. */
  async #leftBehind(
    course: string,
    { id, to }: { readonly id: string; readonly to: Destination | undefined },
    row: Out,
    courier: Courier,
    until: Date,
  ): Promise<Delivery | 'not-sent'> {
    const now = await this.#store.now();
    if (now < lapsesAt(row)) return { state: 'busy' };
    const since = new Date(Date.parse(row.since) - MARGIN_MS);
    const found = to ? await courier.wasSent(to, id, since) : 'unavailable';
    if (found === 'not-sent') return found;
    if (found !== 'unavailable') {
      const delivery = await this.#end(course, id, row, { state: 'sent', ref: found.ref });
      await this.#reached(row.student, row.since);
      return delivery;
    }
    if (now < until) return { state: 'busy' };
    this.#log.warn({ id, kind: row.kind }, 'nobody can tell whether a message arrived; it is not sent again');
    return this.#end(course, id, row, { state: 'unknown', why: 'its channel could not be asked' });
  }

  async #send(course: string, letter: Letter, row: Out, courier: Courier): Promise<Delivery> {
    const { id, kind, student, to } = letter;
    const end = (how: End): Promise<Delivery> => this.#end(course, id, row, how);
    if ((await this.#store.now()) >= letter.until) {
      return row.attempt === 1
        ? end({ state: 'skipped', why: 'its time had passed' })
        : end({ state: 'failed', why: 'it could not be sent in time' });
    }
    const made = await letter.make();
    if (made === undefined || 'skip' in made) {
      return end({ state: 'skipped', why: made?.skip ?? 'not wanted any more' });
    }
    const now = await this.#store.now();
    // Stopped for so long, this process may not be the only one that has it.
    if (now.getTime() > Date.parse(row.until) - SPARE_MS) return { state: 'busy' };
    const sent = await courier.send(to, made, id);
    switch (sent.state) {
      case 'sent': {
        await end({ state: 'sent', ref: sent.ref });
        await this.#reached(student, now.toISOString());
        return { state: 'sent', ref: sent.ref };
      }
      case 'closed':
        if (student !== undefined) {
          await this.#store.changePerson(student, (person) => person && { ...person, reach: 'closed' });
        }
        return end({ state: 'closed' });
      case 'refused':
        this.#log.warn({ id, kind, reason: sent.reason }, 'the platform refused a message');
        return end({ state: 'failed', why: sent.reason });
      case 'later':
        await this.#store.changeOut(course, id, (before) =>
          before && isSame(before, row) ? { ...before, by: NOBODY } : undefined,
        );
        return { state: 'later', waitMs: sent.waitMs };
      case 'unknown':
        // It may yet arrive: only once the lease is past does its absence say anything.
        return { state: 'busy' };
    }
  }

  async #reached(student: string | undefined, remindedAt: string): Promise<void> {
    if (student === undefined) return;
    await this.#store.changePerson(student, (person) => person && { ...person, reach: 'open', remindedAt });
  }

  /** Marks the end of an attempt, unless somebody else has taken the message up since. */
  async #end(course: string, id: string, of: Out, how: End): Promise<Delivery> {
    const after = await this.#store.changeOut(course, id, (before) =>
      before && isSame(before, of) ? { ...before, ...how } : undefined,
    );
    return after ? told(after) : { state: how.state };
  }
}

const isSame = (row: Out, of: Out): boolean => row.state === 'sending' && row.attempt === of.attempt;

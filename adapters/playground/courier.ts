/** What the bot writes first in the playground: kept as rows of its own, which the page shows as they stand. */

import { z } from 'zod';
import type { Courier, Destination } from '../../src/course/courier.ts';
import type { Reply } from '../../src/messages/reply.ts';
import type { Backend } from '../../src/store/backend.ts';
import { CHANNEL } from './personas.ts';

const MESSAGES = 'page-messages';
/** The page asks for no more than the newest. */
const NEWEST = 60;

const directWith = (user: string): string => `direct-${user}`;

const rowSchema = z.strictObject({
  schema: z.literal(1),
  channel: z.string(),
  at: z.iso.datetime(),
  /** Raised with each edit. */
  edition: z.number().int().positive(),
  /** Data that this program wrote: a reply. */
  reply: z.custom<Reply>((value) => typeof value === 'object' && value !== null && 'parts' in value),
});

/** A message as it stands now. */
export interface Message {
  readonly id: string;
  /** Whom it is to; absent for a post in the channel. */
  readonly user?: string;
  readonly at: Date;
  readonly edition: number;
  readonly reply: Reply;
}

export class PlaygroundCourier implements Courier {
  readonly platform = 'playground';
  readonly perSecond = 50;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async openDirect(_: string, user: string): Promise<{ readonly channel: string }> {
    return { channel: directWith(user) };
  }

  async send(
    to: Destination,
    reply: Reply,
    id: string,
  ): Promise<{ state: 'sent'; ref: string } | { state: 'unknown' }> {
    try {
      const at = (await this.#backend.now()).toISOString();
      await this.#write(id, { schema: 1, channel: to.channel, at, edition: 1, reply });
      return { state: 'sent', ref: id };
    } catch {
      return { state: 'unknown' };
    }
  }

  async wasSent(_: Destination, id: string): Promise<{ readonly ref: string } | 'not-sent' | 'unavailable'> {
    try {
      return (await this.#read(id)) ? { ref: id } : 'not-sent';
    } catch {
      return 'unavailable';
    }
  }

  async edit(_: Destination, ref: string, reply: Reply): Promise<'done' | 'gone' | 'later'> {
    try {
      const row = await this.#read(ref);
      if (!row) return 'gone';
      await this.#write(ref, { ...row, edition: row.edition + 1, reply });
      return 'done';
    } catch {
      return 'later';
    }
  }

  /** The newest messages to these people and in the channel, oldest first. */
  async messages(users: readonly string[]): Promise<readonly Message[]> {
    const to = new Map(users.map((user) => [directWith(user), user]));
    const rows = await this.#backend.list(MESSAGES);
    return rows
      .flatMap(([id, text]): readonly Message[] => {
        const { channel, at, edition, reply } = rowSchema.parse(JSON.parse(text));
        const user = to.get(channel);
        if (user === undefined && channel !== CHANNEL) return [];
        return [{ id, ...(user !== undefined && { user }), at: new Date(at), edition, reply }];
      })
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .slice(-NEWEST);
  }

  async #read(id: string): Promise<z.infer<typeof rowSchema> | undefined> {
    const key = `${MESSAGES}/${id}`;
    const text = (await this.#backend.read([key])).get(key);
    return text === undefined ? undefined : rowSchema.parse(JSON.parse(text));
  }

  #write(id: string, row: z.infer<typeof rowSchema>): Promise<void> {
    const key = `${MESSAGES}/${id}`;
    return this.#backend.hold(key, (rows) => rows.write(new Map([[key, JSON.stringify(row)]])));
  }
}

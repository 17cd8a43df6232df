/** Channels and direct messages of the test server: what is posted there, and the rules of Discord that bite. */

import { type APIMessage, MessageFlags, SnowflakeUtil } from 'discord.js';
import type { Component, DiscordMessage } from '../../adapters/discord/message.ts';
import { type Answer, type Arrived, BOT_USER, error, type Shown } from './protocol.ts';

export interface Posted extends Shown {
  readonly id: string;
  readonly channel: string;
  readonly author: { readonly id: string };
  readonly nonce: string | undefined;
  /** As the message was sent, or edited last. */
  readonly body: unknown;
}

interface Body extends Partial<DiscordMessage> {
  readonly flags?: number;
  readonly nonce?: string;
  readonly enforce_nonce?: boolean;
}

const MESSAGES = /^\/channels\/(\d+)\/messages(?:\/(\d+))?$/;

/** Discord numbers the components that have no number. */
function numbered(components: readonly Component[], taken: Set<number>): unknown[] {
  let next = 1;
  return components.map((component) => {
    while (taken.has(next)) next += 1;
    const id = component.type === 2 ? next : (component.id ?? next);
    taken.add(id);
    return {
      ...component,
      id,
      ...('components' in component && { components: numbered(component.components, taken) }),
    };
  });
}

export class Channels {
  readonly posted: Posted[] = [];
  /** People who take no direct messages from the application. */
  readonly closed = new Set<string>();
  /** Channels whose history the application may not read: Discord shows it an empty one. */
  readonly unreadable = new Set<string>();
  /** Messages that are too old to be changed as often as one likes. */
  readonly old = new Set<string>();
  /** Direct message channels by person. */
  readonly direct = new Map<string, string>();

  /** Messages of a channel, the oldest first. */
  in(channel: string): Posted[] {
    return this.posted.filter((each) => each.channel === channel);
  }

  /** Somebody else's message. */
  say(channel: string, author: string): void {
    const id = String(SnowflakeUtil.generate());
    const shown = { flags: 0, components: [], files: [] };
    this.posted.push({ ...shown, id, channel, author: { id: author }, nonce: undefined, body: {} });
  }

  /** Undefined where the request is about something else. */
  answer(request: Arrived): Answer | undefined {
    const { method, path, body } = request;
    if (path === '/users/@me/channels' && method === 'POST') {
      return this.#open((body as { recipient_id: string }).recipient_id);
    }
    const [, channel, id] = MESSAGES.exec(path) ?? [];
    if (channel === undefined) return undefined;
    if (method === 'POST') return this.#post(channel, request);
    if (method === 'PATCH' && id !== undefined) return this.#edit(id, request);
    return method === 'GET' && id === undefined ? this.#history(channel, request.query) : undefined;
  }

  #open(person: string): Answer {
    const there = this.direct.get(person);
    const id = there ?? String(SnowflakeUtil.generate());
    this.direct.set(person, id);
    return { status: 200, body: { id, type: 1, recipients: [] } };
  }

  #post(channel: string, { body, files }: Arrived): Answer {
    const [person] = [...this.direct].find(([, own]) => own === channel) ?? [];
    if (person !== undefined && this.closed.has(person)) {
      return error(403, 50007, 'Cannot send messages to this user');
    }
    const { flags = 0, components = [], nonce, enforce_nonce: enforced } = body as Body;
    if ((flags & MessageFlags.Ephemeral) !== 0) return error(400, 50035, 'Invalid Form Body: ephemeral');
    const there = enforced && this.in(channel).find((each) => each.nonce === nonce);
    if (there) return { status: 200, body: this.#seen(there) };
    const message: Posted = {
      id: String(SnowflakeUtil.generate()),
      channel,
      author: BOT_USER,
      nonce,
      flags,
      components,
      files,
      body,
    };
    this.posted.push(message);
    return { status: 200, body: this.#seen(message) };
  }

  #edit(id: string, { body, files }: Arrived): Answer {
    const at = this.posted.findIndex((each) => each.id === id);
    const there = this.posted[at];
    if (!there) return error(404, 10008, 'Unknown Message');
    if (this.old.has(id)) {
      return error(400, 30046, 'Maximum number of edits to messages older than 1 hour reached.');
    }
    const { flags = 0, components = [] } = body as Body;
    const edited = { ...there, flags, components, files, body };
    this.posted[at] = edited;
    return { status: 200, body: this.#seen(edited) };
  }

  /** The newest first. */
  #history(channel: string, query: URLSearchParams): Answer {
    const before = query.get('before');
    const seen = this.in(channel)
      .filter(({ id }) => before === null || BigInt(id) < BigInt(before))
      .toReversed()
      .slice(0, Number(query.get('limit') ?? '50'));
    return {
      status: 200,
      body: this.unreadable.has(channel) ? [] : seen.map((each) => this.#seen(each)),
    };
  }

  /** As Discord gives it back: without the nonce, every component with a number. */
  #seen({ id, channel, author, components, flags }: Posted): Partial<APIMessage> {
    const own = components.flatMap((component) => component.id ?? []);
    return {
      id,
      channel_id: channel,
      author: { ...BOT_USER, ...author },
      flags,
      components: numbered(components, new Set(own)) as NonNullable<APIMessage['components']>,
    };
  }
}

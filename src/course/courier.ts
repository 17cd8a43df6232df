/** The port through which the course writes first: posts in channels and direct messages. Each platform has its own courier. */

import type { Reply } from '../messages/reply.ts';

export interface ChannelDestination {
  readonly kind: 'channel';
  readonly workspace: string;
  readonly channel: string;
  /** Nobody's device rings for it, where the platform can do that. */
  readonly quiet?: true;
}

export type Destination =
  | ChannelDestination
  /** @param channel the platform's direct message channel with them, once it is open */
  | { readonly kind: 'direct'; readonly workspace: string; readonly user: string; readonly channel: string };

export type Sent =
  /** The platform took it, under this name. */
  | { readonly state: 'sent'; readonly ref: string }
  /** This person takes no direct messages from the bot. */
  | { readonly state: 'closed' }
  /** The platform will not take this message, however often it is sent; the reason is for the log. */
  | { readonly state: 'refused'; readonly reason: string }
  /** Not taken: the platform asks to wait, or nothing can have arrived. */
  | { readonly state: 'later'; readonly waitMs: number }
  /** No answer: it may have arrived. */
  | { readonly state: 'unknown' };

export interface Courier {
  /** As in {@link Actor.platform}. */
  readonly platform: string;
  /** How many messages a second it may be asked for. */
  readonly perSecond: number;
  /** The direct message channel with somebody; to be called at a press of theirs, since opening many unasked is taken for spam. */
  openDirect(workspace: string, user: string): Promise<{ readonly channel: string } | 'closed' | 'unknown'>;
  /**
   * Sends a message that holds its id, so that {@link wasSent} finds it. Never throws, never tries twice by itself where the
   * first may have arrived, and answers within ten seconds.
   * @param id at most 25 letters and digits
   */
  send(to: Destination, reply: Reply, id: string): Promise<Sent>;
  /** The name of the message with this id, looked for in the channel's own history since then. */
  wasSent(
    to: Destination,
    id: string,
    since: Date,
  ): Promise<{ readonly ref: string } | 'not-sent' | 'unavailable'>;
  /** Changes a message in a channel. `gone`: there is no such message any more; `later`: not now. */
  edit(to: Destination, ref: string, reply: Reply, id: string): Promise<'done' | 'gone' | 'later'>;
}

export type Couriers = ReadonlyMap<string, Courier>;

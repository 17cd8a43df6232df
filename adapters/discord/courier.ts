/** Writes first on Discord: posts in channels and direct messages, each with an id by which it is found again. */

import {
  ComponentType,
  MessageFlags,
  type REST,
  type RESTGetAPIChannelMessagesResult,
  Routes,
} from 'discord.js';
import type { CommandSet } from '../../commands/command-set.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Courier, Destination, Sent } from '../../src/course/courier.ts';
import type { Logger } from '../../src/log.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { bodyOf, filesOf } from './body.ts';
import { directIds, publicIds } from './custom-id.ts';
import { reasonOf } from './failures.ts';
import { findTagged, type PageOf, tagged } from './history.ts';
import type { DiscordMessage } from './message.ts';
import { isClosed, unedited, unsent } from './outcomes.ts';
import { render, withoutPictures } from './render.ts';
import { NO_PICTURE } from './respond.ts';
import { createRest, identified } from './setup.ts';

/** A message may be tried with its pictures and without: twice this is within the courier's ten seconds. */
const REQUEST_MS = 4_000;

/** Discord lets an application send 50 a second; the rest is for answers, and for other processes. */
const PER_SECOND = 5;

export interface CourierOptions {
  readonly token: string;
  /** Base of the REST API; Discord's own where none is given. */
  readonly apiUrl?: string | undefined;
  readonly commands: CommandSet;
  readonly charts: ChartHost;
  readonly log: Logger;
}

const hasPictures = ({ components }: DiscordMessage): boolean =>
  components.some(({ type }) => type === ComponentType.MediaGallery || type === ComponentType.File);

export class DiscordCourier implements Courier {
  readonly platform = 'discord';
  readonly perSecond = PER_SECOND;
  readonly #options: CourierOptions;
  readonly #rest: REST;
  #own: string | undefined;

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#rest = createRest(options.token, options.apiUrl, REQUEST_MS, {
      // A message whose answer was lost may be there: whether to send it again is decided by who knows what was found.
      retries: 0,
      rejectOnRateLimit: () => true,
    });
  }

  /** Ends also an answer that stops in the middle, which the client's own timeout does not. */
  #inTime() {
    return { signal: AbortSignal.timeout(REQUEST_MS) };
  }

  async openDirect(_workspace: string, user: string): Promise<{ channel: string } | 'closed' | 'unknown'> {
    try {
      const opened = await this.#rest.post(Routes.userChannels(), {
        body: { recipient_id: user },
        ...this.#inTime(),
      });
      return { channel: identified.parse(opened).id };
    } catch (error) {
      this.#options.log.warn(reasonOf(error), 'a direct message channel was not opened');
      return isClosed(error) ? 'closed' : 'unknown';
    }
  }

  async #message(to: Destination, reply: Reply): Promise<DiscordMessage> {
    const { commands, charts, log } = this.#options;
    return render(reply, {
      charts,
      commands,
      customId: to.kind === 'channel' ? publicIds(commands) : directIds(to.workspace, commands),
      // Nobody says what is allowed there; a message that is refused for its pictures is tried without them.
      may: { attachFiles: true, embedLinks: true },
      onPictureError: (error) => log.error({ err: error }, 'a picture could not be made'),
    });
  }

  async send(to: Destination, reply: Reply, id: string): Promise<Sent> {
    let message: DiscordMessage;
    try {
      message = await this.#message(to, reply);
    } catch (error) {
      this.#options.log.error({ err: error, id }, 'a message could not be made');
      return { state: 'refused', reason: 'it could not be made' };
    }
    const first = await this.#post(to, message, id);
    // What was refused is not there, so another try can't double it.
    return first.state === 'refused' && hasPictures(message)
      ? this.#post(to, withoutPictures(message, NO_PICTURE), id)
      : first;
  }

  async #post(to: Destination, message: DiscordMessage, id: string): Promise<Sent> {
    try {
      const flags = to.kind === 'channel' && to.quiet ? MessageFlags.SuppressNotifications : 0;
      const posted = await this.#rest.post(Routes.channelMessages(to.channel), {
        // Within some minutes Discord answers the same nonce with the message that is there.
        body: { ...bodyOf(tagged(message, id), flags), nonce: id, enforce_nonce: true },
        files: filesOf(message),
        ...this.#inTime(),
      });
      return { state: 'sent', ref: identified.parse(posted).id };
    } catch (error) {
      const sent = unsent(error);
      this.#options.log.warn(
        { id, state: sent.state, ...reasonOf(error) },
        'a message was not sent, or nobody can tell',
      );
      return sent;
    }
  }

  async wasSent(
    { kind, channel }: Destination,
    id: string,
    since: Date,
  ): Promise<{ ref: string } | 'not-sent' | 'unavailable'> {
    try {
      this.#own ??= identified.parse(await this.#rest.get(Routes.user(), this.#inTime())).id;
      const pageOf: PageOf = async (query) =>
        (await this.#rest.get(Routes.channelMessages(channel), {
          query,
          ...this.#inTime(),
        })) as RESTGetAPIChannelMessagesResult;
      const found = await findTagged(pageOf, this.#own, id, since);
      if (typeof found === 'object') return found;
      // A bot that may not read a channel's history is shown an empty one.
      const known = found === 'nothing' || (found === 'empty' && kind === 'direct');
      return known ? 'not-sent' : 'unavailable';
    } catch (error) {
      this.#options.log.warn({ id, ...reasonOf(error) }, 'a channel’s history is not to be had');
      return 'unavailable';
    }
  }

  async edit(to: Destination, ref: string, reply: Reply, id: string): Promise<'done' | 'gone' | 'later'> {
    try {
      const message = await this.#message(to, reply);
      await this.#rest.patch(Routes.channelMessage(to.channel, ref), {
        body: bodyOf(tagged(message, id)),
        files: filesOf(message),
        ...this.#inTime(),
      });
      return 'done';
    } catch (error) {
      this.#options.log.warn({ id, ...reasonOf(error) }, 'a message was not changed');
      return unedited(error);
    }
  }
}

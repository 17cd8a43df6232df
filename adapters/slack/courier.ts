/** What the course writes first on Slack: posts in channels and direct messages, each with its id in its metadata. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { CommandSet } from '../../commands/command-set.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Courier, Destination, Sent } from '../../src/course/courier.ts';
import type { Logger } from '../../src/log.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { EVERYBODY } from './action-id.ts';
import { reasonOf } from './failures.ts';
import { findMessage, metadataOf } from './history.ts';
import type { SlackMessage } from './message.ts';
import { notSent } from './outcomes.ts';
import { linkedPictures, noPictures } from './pictures.ts';
import { render } from './render.ts';
import { refusedForm } from './sending.ts';

/** Slack's own bound is about one a second in a channel, and one that varies for a workspace. */
const PACE = { perSecond: 3, channelMs: 1_000 } as const;

/** Less than the ten seconds that the course allows. */
const SEND_MS = 9_000;

/** Another process has the token of that workspace. */
const ELSEWHERE: Sent = { state: 'later', waitMs: 60_000 };

/** There is no such message to change any more, or never again. */
const GONE =
  /^(?:message_not_found|cant_update_message|edit_window_closed|channel_not_found|is_archived|not_in_channel)$/;

export interface SlackCourierOptions {
  readonly team: string;
  readonly client: webApi.WebClient;
  readonly charts: ChartHost;
  readonly commands: CommandSet;
  readonly log: Logger;
  readonly sendMs?: number;
  /** Milliseconds that only go up. */
  readonly now?: () => number;
}

/** When each channel may be written to again; nothing is kept of those that may. */
class Pace {
  readonly #next = new Map<string, number>();

  /** How long to wait, in ms; 0 takes the turn. */
  take(channel: string, now: number): number {
    for (const [each, at] of this.#next) if (at <= now) this.#next.delete(each);
    const at = this.#next.get(channel);
    if (at !== undefined) return Math.ceil(at - now);
    this.#next.set(channel, now + PACE.channelMs);
    return 0;
  }
}

export function slackCourier(options: SlackCourierOptions): Courier {
  const { team, client, charts, commands, log, sendMs = SEND_MS, now = () => performance.now() } = options;
  const pace = new Pace();

  /** With pictures that Slack fetches, then the same facts as words where it can't. */
  async function* forms(to: Destination, reply: Reply): AsyncGenerator<SlackMessage> {
    const context = { user: to.kind === 'channel' ? EVERYBODY : to.user, stays: true, commands };
    if (reply.parts.some(({ kind }) => kind === 'chart')) {
      const picture = await linkedPictures(reply, charts).catch(() => undefined);
      if (picture) yield render(reply, { ...context, picture });
    }
    yield render(reply, { ...context, picture: noPictures });
  }

  const inert = { link_names: false, parse: 'none', unfurl_links: false, unfurl_media: false } as const;

  async function post(to: Destination, { text, blocks }: SlackMessage, id: string): Promise<Sent> {
    try {
      const { ts } = await client.chat.postMessage({
        channel: to.channel,
        text,
        blocks: [...blocks],
        ...metadataOf(id),
        ...inert,
      });
      return ts === undefined ? { state: 'unknown' } : { state: 'sent', ref: ts };
    } catch (error) {
      const failed = notSent(error, to.kind);
      log.info({ reason: reasonOf(error), state: failed.state }, 'a message of the course was not sent');
      return failed;
    }
  }

  async function inSomeForm(to: Destination, reply: Reply, id: string): Promise<Sent> {
    let refused: Sent = { state: 'refused', reason: 'too_long' };
    try {
      for await (const message of forms(to, reply)) {
        refused = await post(to, message, id);
        if (refused.state !== 'refused' || !refusedForm(refused.reason)) return refused;
      }
    } catch (error) {
      // No form of it is within Slack's limits, so none was sent.
      log.error({ reason: reasonOf(error) }, 'a message of the course could not be made');
    }
    return refused;
  }

  return {
    platform: 'slack',
    perSecond: PACE.perSecond,

    async openDirect(workspace, user) {
      if (workspace !== team) return 'unknown';
      try {
        const { channel } = await client.conversations.open({ users: user });
        return channel?.id === undefined ? 'unknown' : { channel: channel.id };
      } catch (error) {
        log.info({ reason: reasonOf(error) }, 'a direct conversation could not be opened');
        return notSent(error, 'direct').state === 'closed' ? 'closed' : 'unknown';
      }
    },

    async send(to, reply, id) {
      if (to.workspace !== team) return ELSEWHERE;
      const waitMs = pace.take(to.channel, now());
      if (waitMs > 0) return { state: 'later', waitMs };
      const patience = new AbortController();
      const late = sleep(sendMs, { state: 'unknown' } as const, { signal: patience.signal });
      late.catch(() => undefined);
      const sent = await Promise.race([inSomeForm(to, reply, id), late]);
      patience.abort();
      return sent;
    },

    async wasSent(to, id, since) {
      if (to.workspace !== team) return 'unavailable';
      try {
        return await findMessage(client, to.channel, id, since);
      } catch (error) {
        log.info({ reason: reasonOf(error) }, 'a channel’s history could not be read');
        return 'unavailable';
      }
    },

    async edit(to, ref, reply, id) {
      if (to.workspace !== team) return 'later';
      try {
        for await (const { text, blocks } of forms(to, reply)) {
          try {
            await client.chat.update({
              channel: to.channel,
              ts: ref,
              text,
              blocks: [...blocks],
              ...metadataOf(id),
              link_names: false,
              parse: 'none',
            });
            return 'done';
          } catch (error) {
            const reason = reasonOf(error);
            log.info({ reason }, 'a post could not be changed');
            if (GONE.test(reason)) return 'gone';
            if (!refusedForm(reason)) return 'later';
          }
        }
      } catch (error) {
        log.error({ reason: reasonOf(error) }, 'a post could not be made anew');
      }
      return 'later';
    },
  };
}

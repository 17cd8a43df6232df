/** The ways to a student, which follow from the place they asked in, and a message sent by the first that works. */

import type { webApi } from '@slack/bolt';
import type { Logger } from '../../src/log.ts';
import type { SlackMessage } from './message.ts';
import { directChannelOf, type Recipient } from './place.ts';
import { deliver, NotTaken, post, refusedForm } from './sending.ts';

export interface SendOptions {
  readonly client: webApi.WebClient;
  /** How long Slack is waited for. */
  readonly answerMs: number;
  readonly log: Logger;
}

/** Whether a pressed button's own message makes way for this one, unless it has to stay, or stays as it is. */
export type Placement = 'instead' | 'beside';

type Way = (message: SlackMessage) => Promise<unknown>;

const inThread = (thread: string | undefined) => (thread === undefined ? {} : { thread_ts: thread });

/** The best one first. */
function waysTo({ user, place }: Recipient, placement: Placement, { client, answerMs }: SendOptions): Way[] {
  const privately =
    (channel: string, thread?: string): Way =>
    ({ text, blocks }) =>
      client.chat.postEphemeral({ channel, user, text, blocks: [...blocks], ...inThread(thread) });
  const directly =
    (channel: string, thread?: string): Way =>
    ({ text, blocks }) =>
      client.chat.postMessage({
        channel,
        text,
        blocks: [...blocks],
        ...inThread(thread),
        unfurl_links: false,
      });
  const responding =
    (url: string, how: object): Way =>
    (message) =>
      post(url, message, how, answerMs);
  const asNew = { replace_original: false, response_type: 'ephemeral' };
  switch (place.kind) {
    case 'command':
      return [responding(place.responseUrl, asNew), privately(place.channel), directly(user)];
    case 'button': {
      const { channel, responseUrl, thread, stays = false } = place;
      const isDirect = directChannelOf(place) !== undefined;
      const next = isDirect ? directly(channel, thread) : privately(channel, thread);
      // What is private by itself need not be gone on reload.
      if (isDirect && stays) return [next, directly(user)];
      // A message keeps the type that it was born with, so a replaced one is not given another.
      const how =
        placement === 'instead' && !stays ? { replace_original: true } : { ...asNew, ...inThread(thread) };
      return [responding(responseUrl, how), next, directly(user)];
    }
    case 'mention':
      return [privately(place.channel, place.thread), directly(user)];
    case 'direct':
      return [directly(place.channel, place.thread)];
    case 'home':
      return [directly(user)];
  }
}

/**
 * Sends by the first way that works.
 * @throws {NotTaken} by the last way, or with the reason when the form is refused
 * @throws {Unknown} when it may have arrived
 */
export async function send(
  recipient: Recipient,
  message: SlackMessage,
  placement: Placement,
  options: SendOptions,
): Promise<void> {
  let refused: NotTaken | undefined;
  for (const way of waysTo(recipient, placement, options)) {
    try {
      return await deliver(() => way(message));
    } catch (error) {
      if (!(error instanceof NotTaken) || refusedForm(error.message)) throw error;
      refused = error;
      options.log.warn({ reason: error.message }, 'an answer took the next way to its student');
    }
  }
  throw refused;
}

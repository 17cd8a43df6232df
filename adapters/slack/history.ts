/** The course's own messages found again in a channel: each carries its id in its metadata, which people don't see. */

import type { webApi } from '@slack/bolt';
import { z } from 'zod';

const EVENT_TYPE = 'lab_message';

/** What a message with this id carries. */
export const metadataOf = (id: string) => ({
  metadata: { event_type: EVENT_TYPE, event_payload: { id } },
});

const ours = z.object({ event_type: z.literal(EVENT_TYPE), event_payload: z.object({ id: z.string() }) });

/** How far back is looked. Direct messages with the app are few; a page is as many as Slack recommends at most. */
const PAGES = 5;
const PAGE_MESSAGES = 200;

/** Slack's clock, which names messages, may be off from the one that `since` was read from. */
const CLOCKS_MS = 5 * 60_000;

/**
 * @returns the message's name, `not-sent` where all since then was looked through, or `unavailable` where there is more
 * @throws whatever Slack says against it; channels need a scope of their own
 */
export async function findMessage(
  client: webApi.WebClient,
  channel: string,
  id: string,
  since: Date,
): Promise<{ readonly ref: string } | 'not-sent' | 'unavailable'> {
  const oldest = ((since.getTime() - CLOCKS_MS) / 1_000).toFixed(6);
  const asked = { channel, oldest, limit: PAGE_MESSAGES, include_all_metadata: true };
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const answer = await client.conversations.history({ ...asked, ...(cursor !== undefined && { cursor }) });
    const found = answer.messages?.find(
      ({ metadata }) => ours.safeParse(metadata).data?.event_payload.id === id,
    );
    if (found?.ts !== undefined) return { ref: found.ts };
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return 'not-sent';
  }
  return 'unavailable';
}

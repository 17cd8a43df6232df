/** A reply's files on their way to whoever asked: into their own conversation with the app, never into a channel. */

import type { webApi } from '@slack/bolt';
import type { Logger } from '../../src/log.ts';
import type { Part, Reply } from '../../src/messages/reply.ts';
import { reasonOf } from './failures.ts';
import { directChannelOf, type Recipient } from './place.ts';
import { upload } from './upload.ts';

export interface FilesOutOptions {
  readonly client: webApi.WebClient;
  readonly log: Logger;
}

async function ownChannel({ user, place }: Recipient, client: webApi.WebClient): Promise<string> {
  const there = directChannelOf(place);
  if (there !== undefined) return there;
  const { channel } = await client.conversations.open({ users: user });
  if (!channel?.id) throw new Error('Slack opened no conversation');
  return channel.id;
}

/** The parts that are files and have arrived; what has not stands in the answer itself, which is as private. */
export async function sendFiles(
  { parts }: Reply,
  recipient: Recipient,
  { client, log }: FilesOutOptions,
): Promise<ReadonlySet<Part>> {
  const sent = new Set<Part>();
  try {
    for (const part of parts) {
      if (part.kind !== 'file') continue;
      const channel = await ownChannel(recipient, client);
      const bytes = new TextEncoder().encode(part.content);
      await upload(client, { filename: part.name, title: part.name, bytes }, channel);
      sent.add(part);
    }
  } catch (error) {
    log.info({ reason: reasonOf(error) }, 'a file could not be uploaded; it is sent as words');
  }
  return sent;
}

/**
 * The requests that answer an interaction, through discord.js's REST client, which queues and retries them. The interaction's
 * own methods would resolve, transform and copy a message that is already in Discord's form.
 */

import {
  type Client,
  InteractionResponseType,
  MessageFlags,
  type RawFile,
  type RESTPatchAPIWebhookWithTokenMessageJSONBody,
  Routes,
} from 'discord.js';
import type { DiscordMessage } from './message.ts';

/** What discord.js's interactions have and a callback needs. */
export interface Answerable {
  readonly id: string;
  readonly applicationId: string;
  readonly token: string;
  readonly client: Pick<Client, 'rest'>;
}

/** Everything that is said here is private: only the student who asked sees it. `update` changes the pressed button's message. */
export type Manner = 'reply' | 'update';

/** The message as it travels. Nobody is ever pinged, and files of an earlier version are taken off. */
const bodyOf = ({ components, files }: DiscordMessage, flags: MessageFlags = 0 as MessageFlags) =>
  ({
    flags: MessageFlags.IsComponentsV2 | flags,
    components: [...components],
    attachments: files.map(({ name }, index) => ({ id: String(index), filename: name })),
    allowed_mentions: { parse: [] },
  }) satisfies RESTPatchAPIWebhookWithTokenMessageJSONBody;

const filesOf = ({ files }: DiscordMessage): RawFile[] =>
  files.map(({ name, bytes }) => ({ name, data: bytes instanceof Buffer ? bytes : Buffer.from(bytes) }));

/** These requests carry their secret in the address; the bot's own token has no business there. */
const callback = ({ id, token, client }: Answerable, body: object, files: RawFile[] = []): Promise<unknown> =>
  client.rest.post(Routes.interactionCallback(id, token), { body, files, auth: false });

export const send = (interaction: Answerable, manner: Manner, message: DiscordMessage): Promise<unknown> =>
  callback(
    interaction,
    manner === 'update'
      ? { type: InteractionResponseType.UpdateMessage, data: bodyOf(message) }
      : {
          type: InteractionResponseType.ChannelMessageWithSource,
          data: bodyOf(message, MessageFlags.Ephemeral),
        },
    filesOf(message),
  );

export const defer = (interaction: Answerable, manner: Manner): Promise<unknown> =>
  callback(
    interaction,
    manner === 'update'
      ? { type: InteractionResponseType.DeferredMessageUpdate }
      : {
          type: InteractionResponseType.DeferredChannelMessageWithSource,
          // Version 2 is for the edit to say; a deferral takes no other flag than this.
          data: { flags: MessageFlags.Ephemeral },
        },
  );

/** Needs no acknowledgement of its own, and works while the gateway is closed. */
export const edit = (
  { applicationId, token, client }: Answerable,
  message: DiscordMessage,
): Promise<unknown> =>
  client.rest.patch(Routes.webhookMessage(applicationId, token, '@original'), {
    body: bodyOf(message),
    files: filesOf(message),
    auth: false,
  });

/** A message as it travels: the JSON beside its files. Nobody is ever pinged. */

import { MessageFlags, type RawFile, type RESTPatchAPIWebhookWithTokenMessageJSONBody } from 'discord.js';
import type { DiscordMessage } from './message.ts';

/** Files of an earlier version are taken off. */
export const bodyOf = ({ components, files }: DiscordMessage, flags = 0) =>
  ({
    flags: MessageFlags.IsComponentsV2 | flags,
    components: [...components],
    attachments: files.map(({ name }, index) => ({ id: String(index), filename: name })),
    allowed_mentions: { parse: [] },
  }) satisfies RESTPatchAPIWebhookWithTokenMessageJSONBody;

export const filesOf = ({ files }: DiscordMessage): RawFile[] =>
  files.map(({ name, bytes }) => ({ name, data: bytes instanceof Buffer ? bytes : Buffer.from(bytes) }));

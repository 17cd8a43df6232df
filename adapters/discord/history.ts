/** How a message that the bot sent first is found again, in the channel's own history. */

import { hash } from 'node:crypto';
import { type RESTGetAPIChannelMessagesResult, SnowflakeUtil } from 'discord.js';
import type { DiscordMessage } from './message.ts';

/** Discord's page of a history. */
const PAGE = 100;

/** More than this is not looked through: so many messages since one was sent are no course's channel. */
const PAGES = 5;

/** Message ids are times of Discord's clock, which this machine's may be ahead of. */
const CLOCKS_APART_MS = 60_000;

/** Components have room for a number of 32 bits each, signed. Zero would count as none. */
const tag = (id: string, index: number): number =>
  Number.parseInt(hash('sha256', `${id}/${index}`, 'hex').slice(0, 8), 16) % 0x7fff_ffff || 1;

/** Two are as good as no collision; the others keep the numbers that Discord gives them. */
const TAGGED = 2;

/**
 * The message with its id in the numbers of its first components. Discord keeps these and gives them back, they are seen by
 * nobody, and they are there also where a message has no button.
 */
export const tagged = ({ components, files }: DiscordMessage, id: string): DiscordMessage => ({
  components: components.map((component, index) =>
    index < TAGGED ? { ...component, id: tag(id, index) } : component,
  ),
  files,
});

const isTagged = (components: readonly { readonly id?: number }[] | undefined, id: string): boolean =>
  components !== undefined &&
  components.length > 0 &&
  components.slice(0, TAGGED).every((component, index) => component.id === tag(id, index));

/** A page of a channel's history, the newest message first. */
export type PageOf = (query: URLSearchParams) => Promise<RESTGetAPIChannelMessagesResult>;

/**
 * The bot's own message with this id, sent since then. `empty`: the history holds no message at all.
 * @param author the bot's user id
 * @throws what `pageOf` throws
 */
export async function findTagged(
  pageOf: PageOf,
  author: string,
  id: string,
  since: Date,
): Promise<{ readonly ref: string } | 'nothing' | 'empty' | 'too-many'> {
  const from = SnowflakeUtil.generate({ timestamp: since.getTime() - CLOCKS_APART_MS });
  let before: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(before !== undefined && { before }) });
    const messages = await pageOf(query);
    const found = messages.find((each) => each.author.id === author && isTagged(each.components, id));
    if (found) return { ref: found.id };
    before = messages.at(-1)?.id;
    if (before === undefined && page === 0) return 'empty';
    if (before === undefined || messages.length < PAGE || BigInt(before) < from) return 'nothing';
  }
  return 'too-many';
}

/** Where a student asked, and so where they are answered: the kinds that there are, and what each is known by. */

import { z } from 'zod';

const button = z.object({
  kind: z.literal('button'),
  channel: z.string(),
  /** Replaces the message that the button stands in. Takes five answers in half an hour. */
  responseUrl: z.url(),
  thread: z.string().optional(),
  /** The message is everybody's, or was not asked for: it stays, and the answer stands beside it. */
  stays: z.boolean().optional(),
});

/** App Home, which takes no messages: its student is answered directly. */
const home = z.object({ kind: z.literal('home') });

/** Where a button was pressed: what a form that it opens carries along. */
export const pressedPlace = z.discriminatedUnion('kind', [button, home]);

export type PressedPlace = Readonly<z.infer<typeof pressedPlace>>;

export type Place =
  | PressedPlace
  | { readonly kind: 'command'; readonly channel: string; readonly responseUrl: string }
  | { readonly kind: 'mention'; readonly channel: string; readonly thread: string | undefined }
  /** A conversation with the app alone, where messages stay. */
  | { readonly kind: 'direct'; readonly channel: string; readonly thread: string | undefined };

export interface Recipient {
  readonly user: string;
  readonly place: Place;
}

/** What Slack says of a pressed button's surroundings. */
interface Surroundings {
  readonly channel?: { readonly id: string } | undefined;
  readonly container: { readonly thread_ts?: unknown };
  /** Absent in App Home, whatever Bolt's type says. */
  readonly response_url?: string | undefined;
}

export function placeOfButton(
  { channel, container, response_url: url }: Surroundings,
  stays: boolean,
): PressedPlace {
  if (!channel || !url) return { kind: 'home' };
  const thread = typeof container.thread_ts === 'string' ? container.thread_ts : undefined;
  return { kind: 'button', channel: channel.id, responseUrl: url, thread, ...(stays && { stays }) };
}

/** Slack's ids of conversations with one person start so. */
const isDirect = (channel: string): boolean => channel.startsWith('D');

/** The conversation with the app alone that this place is in, if it is. */
export const directChannelOf = (place: Place): string | undefined =>
  place.kind !== 'home' && isDirect(place.channel) ? place.channel : undefined;

/** The channel that this place is in; none in a conversation with the app alone. */
export const channelOf = (place: Place): string | undefined =>
  place.kind !== 'home' && !isDirect(place.channel) ? place.channel : undefined;

/** What a failed message that was sent first means: whether it may be there, and whether to try again. */

import { DiscordAPIError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';
import type { Sent } from '../../src/course/courier.ts';
import { networkCode } from './failures.ts';

const HOUR_MS = 3_600_000;

/** Whoever runs the bot has to put in another token. */
const TOKEN_MS = 600_000;

const NETWORK_MS = 30_000;

/** Where Discord asks to wait and does not say how long. */
const LEAST_WAIT_MS = 1_000;

/** Their direct messages are closed, or they left the server that they share with the bot. */
const CLOSED: readonly (number | string)[] = [
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
];

/** Nothing was connected, so nothing can have arrived. */
const NOT_CONNECTED = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

export const isClosed = (error: unknown): boolean =>
  error instanceof DiscordAPIError && CLOSED.includes(error.code);

export function unsent(error: unknown): Exclude<Sent, { state: 'sent' }> {
  if (error instanceof RateLimitError) {
    return { state: 'later', waitMs: Math.max(Math.ceil(error.retryAfter), LEAST_WAIT_MS) };
  }
  if (error instanceof DiscordAPIError) {
    if (isClosed(error)) return { state: 'closed' };
    if (error.code === RESTJSONErrorCodes.OpeningDirectMessagesTooFast)
      return { state: 'later', waitMs: HOUR_MS };
    if (error.status === 401) return { state: 'later', waitMs: TOKEN_MS };
    return { state: 'refused', reason: `${error.message} (${error.code})` };
  }
  // What discord.js says, without asking, after Discord has refused the token.
  if (error instanceof Error && /^Expected token/.test(error.message))
    return { state: 'later', waitMs: TOKEN_MS };
  return NOT_CONNECTED.includes(networkCode(error) ?? '')
    ? { state: 'later', waitMs: NETWORK_MS }
    : { state: 'unknown' };
}

/** A message that is no more, or in a channel that is no more. */
const GONE: readonly (number | string)[] = [
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
];

/** Everything but a message that is gone may be changed another time: edits of old ones are limited (30046), rights come back. */
export const unedited = (error: unknown): 'gone' | 'later' =>
  error instanceof DiscordAPIError && GONE.includes(error.code) ? 'gone' : 'later';

/** What a failed request to Discord means: for the student's answer, and for whoever runs the bot. */

import { DiscordAPIError, HTTPError, RESTJSONErrorCodes } from 'discord.js';
import { ConfigError } from '../../src/config.ts';

/**
 * - `done`: an earlier try of the same answer arrived (its acknowledgement was lost).
 * - `gone`: the interaction's token is dead; nothing can reach the student by it any more.
 * - `forbidden`: a permission is missing for what was sent.
 * - `refused`: Discord did not take this message; a plainer one may do.
 * - `unknown`: it may have arrived or not (5xx after all retries, a broken connection).
 */
export type Fate = 'done' | 'gone' | 'forbidden' | 'refused' | 'unknown';

const FATES: Readonly<Record<number, Fate>> = {
  [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged]: 'done',
  [RESTJSONErrorCodes.UnknownInteraction]: 'gone',
  [RESTJSONErrorCodes.UnknownWebhook]: 'gone',
  [RESTJSONErrorCodes.UnknownMessage]: 'gone',
  [RESTJSONErrorCodes.UnknownChannel]: 'gone',
  [RESTJSONErrorCodes.InvalidWebhookToken]: 'gone',
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser]: 'gone',
  [RESTJSONErrorCodes.MissingPermissions]: 'forbidden',
  [RESTJSONErrorCodes.MissingAccess]: 'forbidden',
};

export function fateOf(error: unknown): Fate {
  if (error instanceof DiscordAPIError) return FATES[Number(error.code)] ?? 'refused';
  return 'unknown';
}

/** What may stand in a log: never the request, whose body and address hold a student's answer and a token. */
export function reasonOf(error: unknown): Record<string, string | number> {
  if (error instanceof DiscordAPIError)
    return { code: error.code, status: error.status, reason: error.message };
  if (error instanceof HTTPError) return { status: error.status, reason: error.message };
  return { reason: error instanceof Error ? error.message : 'unknown' };
}

/** Where the operator creates and mends the application. */
export const PORTAL = 'https://discord.com/developers/applications';

/** The line for the operator, where the start of the bot failed for a reason that they can mend. */
export function operatorError(error: unknown, inviteLink?: string): unknown {
  if (error instanceof DiscordAPIError && error.status === 401) {
    return new ConfigError([
      `DISCORD_TOKEN is refused by Discord: open ${PORTAL}, choose the application, Bot, Reset Token, and put the new one into DISCORD_TOKEN.`,
    ]);
  }
  if (error instanceof DiscordAPIError && fateOf(error) === 'forbidden') {
    return new ConfigError([
      `DISCORD_GUILD_ID: the application may not register commands in that server. Invite it with ${inviteLink ?? 'the link from npm run doctor'} and start again.`,
    ]);
  }
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    return new ConfigError([
      `Discord answered ${error.status} (${error.message}) at the start: try again in a minute, and run npm run doctor if it stays like this.`,
    ]);
  }
  const code = networkCode(error);
  if (code === undefined) return error;
  return new ConfigError([
    `Discord can’t be reached (${code}): check this machine’s network, and DISCORD_API_URL if it is set.`,
  ]);
}

function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'AbortError') return 'no answer in time';
  if ('code' in error && /^(E[A-Z]+|UND_ERR_\w+)$/.test(String(error.code))) return String(error.code);
  return networkCode(error.cause);
}

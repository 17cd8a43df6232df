/** What a failed request to Discord means: for the student's answer, and for whoever runs the bot. */

import { DiscordAPIError, HTTPError, RESTJSONErrorCodes } from 'discord.js';
import { ZodError } from 'zod';
import { ConfigError } from '../../src/config.ts';
import { UnreachableError } from '../../src/unreachable.ts';

/**
 * - `done`: it arrived.
 * - `acknowledged`: something has been said to it before: by an earlier try of the same, whose answer was lost, or by another
 *   process.
 * - `gone`: the interaction's token is dead; nothing can reach the student by it any more.
 * - `forbidden`: a permission is missing for what was sent.
 * - `refused`: Discord did not take this message; a plainer one may do.
 * - `unknown`: it may have arrived or not (5xx after all retries, a broken connection).
 */
export type DeliveryResult = 'done' | 'acknowledged' | 'gone' | 'forbidden' | 'refused' | 'unknown';

const RESULTS: Readonly<Record<number, DeliveryResult>> = {
  [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged]: 'acknowledged',
  [RESTJSONErrorCodes.UnknownInteraction]: 'gone',
  [RESTJSONErrorCodes.UnknownWebhook]: 'gone',
  [RESTJSONErrorCodes.UnknownMessage]: 'gone',
  [RESTJSONErrorCodes.UnknownChannel]: 'gone',
  [RESTJSONErrorCodes.InvalidWebhookToken]: 'gone',
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser]: 'gone',
  [RESTJSONErrorCodes.MissingPermissions]: 'forbidden',
  [RESTJSONErrorCodes.MissingAccess]: 'forbidden',
};

export function deliveryResultOf(error: unknown): DeliveryResult {
  if (error instanceof DiscordAPIError) return RESULTS[Number(error.code)] ?? 'refused';
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

const REFUSED = `DISCORD_TOKEN is refused by Discord: open ${PORTAL}, choose the application, Bot, Reset Token, and put the new one into DISCORD_TOKEN.`;

/** What discord.js says, in words alone, when the gateway or its own count of starts turns a bot away. */
const GATEWAY_LINES: readonly (readonly [said: RegExp, line: string])[] = [
  [/^Authentication failed/i, REFUSED],
  [
    /^(?:Sharding is required|Invalid shard)/i,
    'DISCORD_SHARDS does not fit the number of shards that Discord asks for: npm run doctor says how many, and auto starts them all.',
  ],
  [
    /^Not enough sessions remaining/i,
    'Discord lets this bot connect no more often today: npm run doctor says when it may again. A bot that restarts in a loop uses its starts up, so find out why first.',
  ],
];

function refusedRequest(error: DiscordAPIError, inviteLink: string | undefined): ConfigError | undefined {
  if (error.status === 401) return new ConfigError([REFUSED]);
  if (error.code === RESTJSONErrorCodes.UnknownGuild) {
    return new ConfigError([
      'DISCORD_GUILD_ID is not a server that Discord knows: copy the id again (right-click the server, Copy Server ID).',
    ]);
  }
  if (deliveryResultOf(error) === 'forbidden') {
    const link = inviteLink ?? 'the link from npm run doctor';
    return new ConfigError([
      `Discord forbids it (${error.message}): invite the bot to the course’s server (DISCORD_GUILD_ID) with ${link}, and start again.`,
    ]);
  }
  return undefined;
}

/**
 * The line for the operator, where the start of the bot failed for a reason that they can mend (`ConfigError`) or wait for
 * (`UnreachableError`).
 */
export function operatorError(error: unknown, inviteLink?: string): unknown {
  const message = error instanceof Error ? error.message : '';
  const [, line] = GATEWAY_LINES.find(([said]) => said.test(message)) ?? [];
  if (line !== undefined) return new ConfigError([line]);
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    const refused = error instanceof DiscordAPIError ? refusedRequest(error, inviteLink) : undefined;
    return (
      refused ??
      new UnreachableError(
        `Discord answered ${error.status} (${message}): try again in a minute, and run npm run doctor if it stays like this.`,
      )
    );
  }
  if (error instanceof ZodError) {
    return new UnreachableError(
      'What answers in Discord’s place is not Discord: check this machine’s network for a proxy, and DISCORD_API_URL if it is set.',
    );
  }
  const code = networkCode(error);
  if (code === undefined) return error;
  return new UnreachableError(
    `Discord can’t be reached (${code}): check this machine’s network, and DISCORD_API_URL if it is set.`,
  );
}

/** `ECONNREFUSED`, or that no answer came in time; undefined for what is no failure of the network. */
export function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'AbortError') return 'no answer in time';
  if ('code' in error && /^(E[A-Z_]+|UND_ERR_\w+)$/.test(String(error.code))) return String(error.code);
  return networkCode(error.cause);
}

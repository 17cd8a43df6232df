/** What a failed call to Slack means, in a word for the log and a line for whoever runs the app. */

import { ConfigError } from '../../src/config.ts';
import { UnreachableError } from '../../src/unreachable.ts';

const has = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && key in value;

/** Slack's words are like this. What else is given for one may be a proxy's page. */
const WORD = /^[\w.:-]{1,100}$/;

/** Slack's word for what went wrong, or the network's, without anything that was sent. */
export function reasonOf(error: unknown): string {
  if (has(error, 'data') && has(error.data, 'error')) {
    const { error: word } = error.data;
    return typeof word === 'string' && WORD.test(word) ? word : 'an answer that is not Slack’s';
  }
  // Slack's client wraps what the network said.
  if (has(error, 'original')) return reasonOf(error.original);
  if (has(error, 'cause') && error.cause !== undefined) return reasonOf(error.cause);
  if (has(error, 'code') && typeof error.code === 'string') return error.code;
  // What JavaScript itself complains of may quote what it was given, a token among it.
  if (error instanceof TypeError) return 'a request that could not be made';
  // Slack's client adds what it asked and was answered.
  return error instanceof Error ? error.message.replace(/ \(url: .*$/s, '') : 'unknown';
}

const FIXES: Readonly<Record<string, string>> = {
  invalid_auth:
    'SLACK_BOT_TOKEN is not accepted by Slack: copy the bot token again from the app’s page, OAuth & Permissions.',
  account_inactive:
    'SLACK_BOT_TOKEN belongs to an app that was removed: install it again and copy the new token.',
  token_revoked: 'SLACK_BOT_TOKEN was revoked: install the app again and copy the new token.',
  not_allowed_token_type:
    'SLACK_BOT_TOKEN or SLACK_APP_TOKEN is the wrong one of the two: bot tokens start with xoxb-, app tokens with xapp-.',
};

/** Slack's words for trouble of its own, which passes. */
const TROUBLE = /^(?:internal_error|fatal_error|service_unavailable|request_timeout|ratelimited)$/;

/** The line that an operator reads when Slack does not let the app in. */
export function operatorError(error: unknown): unknown {
  if (error instanceof ConfigError || error instanceof UnreachableError) return error;
  const reason = reasonOf(error);
  if (has(error, 'data') && !TROUBLE.test(reason)) {
    return new ConfigError([
      FIXES[reason] ?? `Slack does not let the app in (${reason}): run npm run doctor.`,
    ]);
  }
  return new UnreachableError(
    `Slack can’t be reached (${reason}): check this machine’s network, and SLACK_API_URL if it is set.`,
  );
}

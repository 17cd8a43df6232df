/** What a failed message of the course's own means. Here nothing is sent twice by itself: where it may have arrived, that is said. */

import type { Sent } from '../../src/course/courier.ts';
import { reasonOf } from './failures.ts';
import { NOTHING_SENT } from './sending.ts';

const has = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && key in value;

/** Where Slack does not say how long to wait. */
const WAIT_MS = 30_000;
/** Before another try where Slack was not reached at all. */
const AGAIN_MS = 5_000;

/** This person takes no messages from the app: it was turned off for them, or for everybody, or they have left. */
const CLOSED =
  /^(?:cannot_dm_bot|user_disabled|user_not_found|users_not_found|user_not_visible|user_is_bot|is_inactive|messages_tab_disabled|restricted_action(?:_\w+)?)$/;

/** Slack asks to wait, or moves the workspace about. */
const LATER = /^(?:ratelimited|rate_limited|message_limit_exceeded|team_added_to_org|org_login_required)$/;

/** Slack's own trouble, of which it says that a part may have been done. */
const TROUBLE = /^(?:internal_error|fatal_error|service_unavailable|request_timeout)$/;

export type NotSent = Exclude<Sent, { readonly state: 'sent' }>;

/**
 * A turn's answer goes another way after trouble of Slack's own, since its student waits for it; a reminder read twice
 * is worse than one that the channel's history is asked about first, so here trouble is `unknown`, as silence is.
 */
export function notSent(error: unknown, to: 'channel' | 'direct'): NotSent {
  if (has(error, 'retryAfter') && typeof error.retryAfter === 'number') {
    return { state: 'later', waitMs: error.retryAfter * 1_000 };
  }
  const reason = reasonOf(error);
  if (NOTHING_SENT.test(reason)) return { state: 'later', waitMs: AGAIN_MS };
  // A 429 without its time, which Slack's client has no class for.
  if (/^Retry header did not/.test(reason)) return { state: 'later', waitMs: WAIT_MS };
  if (has(error, 'statusCode') && typeof error.statusCode === 'number') {
    return error.statusCode < 500
      ? { state: 'refused', reason: `HTTP ${error.statusCode}` }
      : { state: 'unknown' };
  }
  if (!has(error, 'data') || TROUBLE.test(reason)) return { state: 'unknown' };
  if (LATER.test(reason)) return { state: 'later', waitMs: WAIT_MS };
  if (to === 'direct') return CLOSED.test(reason) ? { state: 'closed' } : { state: 'refused', reason };
  // A private channel that the app is not in does not exist for it.
  return { state: 'refused', reason: reason === 'channel_not_found' ? 'not_in_channel' : reason };
}

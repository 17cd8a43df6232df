/** Slack's signature on a request: over its time and its body, by a secret that Slack and this program know. */

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Slack signs with its clock; anything further off than this, before or after, is not from now. */
export const FROM_NOW_MS = 5 * 60_000;

/** Seconds since 1970. */
const TIME = /^\d{1,11}$/;

export type Signature =
  | { readonly kind: 'right' | 'forged' }
  /** Signed by Slack at a time that is not now by this machine's clock. */
  | { readonly kind: 'not from now'; readonly at: Date };

/** @param now milliseconds since 1970 */
export function readSignature(
  secret: string,
  headers: IncomingHttpHeaders,
  body: Uint8Array,
  now: number,
): Signature {
  const { 'x-slack-request-timestamp': seconds, 'x-slack-signature': signature } = headers;
  if (typeof seconds !== 'string' || typeof signature !== 'string' || !TIME.test(seconds)) {
    return { kind: 'forged' };
  }
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:`).update(body).digest('hex');
  const [right, given] = [Buffer.from(`v0=${hash}`), Buffer.from(signature)];
  if (right.length !== given.length || !timingSafeEqual(right, given)) return { kind: 'forged' };
  const at = new Date(Number(seconds) * 1_000);
  return Math.abs(now - at.getTime()) > FROM_NOW_MS ? { kind: 'not from now', at } : { kind: 'right' };
}

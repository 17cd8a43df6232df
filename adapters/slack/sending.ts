/** One message on its way to Slack: what is tried again, what failed, and what nobody can tell. */

import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from './failures.ts';
import type { SlackMessage } from './message.ts';

/** Slack did not take it, as far as it says: another way or another form may do. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

/** Slack says nothing. Sent again, a student would mostly read it twice. */
export class Unknown extends Error {
  override readonly name = 'Unknown';
}

/** The longest that Slack is waited for when it asks to wait. */
const LONGEST_WAIT_MS = 3_000;
/** Before another try where nothing can have arrived. */
const AGAIN_MS = 400;
const TRIES = 3;

/** The connection was never made. */
export const NOTHING_SENT = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)$/;

/** How long to wait before the next try; undefined where another would not help, or might arrive twice. */
function pauseAfter(error: unknown): number | undefined {
  if (error instanceof Error && 'retryAfter' in error && typeof error.retryAfter === 'number') {
    const wait = error.retryAfter * 1_000;
    return wait <= LONGEST_WAIT_MS ? wait : undefined;
  }
  return NOTHING_SENT.test(reasonOf(error)) ? AGAIN_MS : undefined;
}

/**
 * Slack says that it failed. Of its own trouble (`internal_error`, a 5xx) it says too that a part may have been done, but
 * rarely is: better read twice than not at all. Silence is another matter: then it is mostly done, and only slow.
 */
const isFailure = (error: unknown): boolean =>
  error instanceof NotTaken ||
  (error instanceof Error && ('data' in error || 'statusCode' in error || 'retryAfter' in error));

/**
 * Sends, and tries again where that can't double anything.
 * @throws {NotTaken} with Slack's reason
 * @throws {Unknown} when no answer came in time
 */
export async function deliver(send: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await send();
      return;
    } catch (error) {
      const pause = pauseAfter(error);
      if (pause === undefined || tries === TRIES) {
        const reason = reasonOf(error);
        throw isFailure(error) || NOTHING_SENT.test(reason) ? new NotTaken(reason) : new Unknown(reason);
      }
      await sleep(pause);
    }
  }
}

/** Slack's own classes carry as much; `response_url` is asked without them. */
class Limited extends Error {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('ratelimited');
    this.retryAfter = retryAfter;
  }
}

/**
 * Sends the message to a `response_url`.
 * @param how what goes with it, such as where it belongs
 * @throws what {@link deliver} understands
 */
export async function post(
  url: string,
  { text, blocks }: SlackMessage,
  how: object,
  answerMs: number,
): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...how, text, blocks }),
    signal: AbortSignal.timeout(answerMs),
  });
  const said = await answer.text();
  if (answer.status === 429) throw new Limited(Number(answer.headers.get('retry-after') ?? '0'));
  if (answer.ok && !/"ok":\s*false/.test(said)) return;
  throw new NotTaken(refusedForm(said) ?? `response_url answered ${answer.status}`);
}

/** Slack's word for blocks that it does not take, wherever it stands in an answer. */
export const refusedForm = (text: string): string | undefined =>
  /invalid_blocks|msg_blocks_too_long|invalid_attachments/.exec(text)?.[0];

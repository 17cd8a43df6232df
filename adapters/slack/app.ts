/** Bolt's app behind a guard: what is malformed goes no further, and what is sound is acknowledged once it is answered. */

import { App, type AppOptions, type ReceiverEvent } from '@slack/bolt';
import type { Logger } from '../../src/log.ts';
import { kindOf, problemOf, recipientOf } from './bodies.ts';
import { reasonOf } from './failures.ts';
import type { Recipient } from './place.ts';

/** A body that is not understood: whoever sent it is told so. */
export class MalformedBody extends Error {
  override readonly name = 'MalformedBody';
}

export interface GuardOptions {
  /** What takes longer is acknowledged before it is answered. */
  readonly acknowledgeMs: number;
  readonly log: Logger;
  /** Somebody whose message or press could not be understood. */
  readonly onFailed: (recipient: Recipient) => void;
}

export class SlackApp extends App {
  readonly #guard: GuardOptions;
  /** Of events that are under way: each ends the wait for its answer. */
  readonly #waiting = new Set<() => void>();
  readonly #acknowledging = new Set<Promise<void>>();

  constructor(options: AppOptions, guard: GuardOptions) {
    super({ ...options, extendedErrorHandler: true });
    this.#guard = guard;
    this.error(async ({ error, body }: { readonly error: Error; readonly body: unknown }) => {
      guard.log.error({ kind: kindOf(body), reason: reasonOf(error) }, 'Bolt reports an error');
      this.#failed(body);
    });
  }

  /**
   * Acknowledges it when every listener is through, and in time: an event whose process dies before that is delivered to
   * another, and whoever typed a command or pressed a button is told by Slack itself that it failed.
   * @throws {MalformedBody}
   */
  override async processEvent(event: ReceiverEvent): Promise<void> {
    const { log } = this.#guard;
    const { body, ack } = event;
    const problem = problemOf(body);
    if (problem !== undefined) {
      log.warn({ kind: kindOf(body), problem }, 'a malformed delivery of Slack’s is passed over');
      this.#failed(body);
      throw new MalformedBody();
    }
    // Bolt acknowledges events before it looks at them.
    const work = super.processEvent({ ...event, ack: async () => undefined }).catch((error: unknown) => {
      log.error({ kind: kindOf(body), reason: reasonOf(error) }, 'a delivery of Slack’s failed');
      this.#failed(body);
    });
    const acknowledging = this.#inTime(work)
      .then(() => ack())
      .catch((error: unknown) =>
        log.info({ reason: reasonOf(error) }, 'a delivery could not be acknowledged; Slack may repeat it'),
      );
    this.#acknowledging.add(acknowledging);
    await acknowledging;
    this.#acknowledging.delete(acknowledging);
  }

  /** Acknowledges at once what is under way: for what is accepted before a connection ends. */
  async acknowledgeAll(): Promise<void> {
    for (const end of this.#waiting) end();
    await Promise.all(this.#acknowledging);
  }

  #inTime(work: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, this.#guard.acknowledgeMs);
      this.#waiting.add(end);
      void work.then(end);
    });
  }

  #failed(body: unknown): void {
    const recipient = recipientOf(body);
    if (recipient) this.#guard.onFailed(recipient);
  }
}

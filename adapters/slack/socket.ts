/** Slack over Socket Mode: Bolt's receiver, a socket that comes back whatever happens, how alive it is, and an end that waits for it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger as BoltLogger, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '../../src/log.ts';
import { reasonOf } from './failures.ts';
import { readFrame } from './frames.ts';
import type { Transport } from './transport.ts';

const TIMES = {
  /** A socket that has not closed by then is left to the end of the process. */
  closeMs: 2_000,
  /** Longer than this without a socket is a failure. */
  gapMs: 15_000,
  /** One that was there for so long is followed by the next at once; others wait, so that nobody is stormed. */
  steadyMs: 30_000,
  /** The longest wait, in pauses. */
  mostPauses: 15,
  /** Slack greets each socket at once. One that is not greeted by then is given up for another. */
  greetMs: 10_000,
} as const;

/** Left to itself the library waits for an answer without end. */
const OPEN_OPTIONS = { timeout: 8_000, retryConfig: { retries: 2 } } as const;

export interface SocketOptions {
  readonly appToken: string;
  readonly apiUrl: string | undefined;
  readonly pingMs: number;
  /** Added to the wait for another socket by each that does not come, or does not last. */
  readonly pauseMs: number;
  readonly logger: BoltLogger;
  readonly log: Logger;
}

export function socketTransport(options: SocketOptions): Transport {
  const { appToken, apiUrl, pingMs, pauseMs, logger, log } = options;
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: pingMs,
    // Left to itself the library reconnects in a promise that nobody waits for: where that fails, the process would end.
    autoReconnectEnabled: false,
    // What is malformed would come again; it is no better then.
    processEventErrorHandler: async ({ event }) => {
      await event.ack().catch(() => undefined);
      return false;
    },
    installerOptions: {
      clientOptions: { ...OPEN_OPTIONS, ...(apiUrl !== undefined && { slackApiUrl: apiUrl }) },
    },
  });
  const { client } = receiver;
  const closing = new AbortController();
  const { signal } = closing;
  let opened = false;
  let connectedAt: number | undefined;
  let lostAt = Date.now();
  let reason = 'no socket to Slack';
  let failures = 0;
  let beforeClose = async (): Promise<void> => undefined;

  /** Returns when there is a socket again, or none is wanted any more. */
  async function reconnect(): Promise<void> {
    for (; ; failures++) {
      const pauses = Math.min(failures, TIMES.mostPauses);
      await sleep(pauses * pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const impatience = setTimeout(() => void client.disconnect(), TIMES.greetMs);
      try {
        await client.start();
        return;
      } catch (error) {
        if (signal.aborted) return;
        reason = `no socket to Slack (${reasonOf(error)})`;
        log.error(
          { reason: reasonOf(error) },
          'Slack gives no new socket; trying again. npm run doctor says more',
        );
      } finally {
        clearTimeout(impatience);
      }
    }
  }

  client.on('connected', () => {
    connectedAt = Date.now();
    log.info('connected to Slack');
  });
  // Also told where a socket closes that was never greeted: then it is still being asked for.
  client.on('disconnected', () => {
    if (connectedAt === undefined) return;
    lostAt = Date.now();
    failures = lostAt - connectedAt >= TIMES.steadyMs ? 0 : failures + 1;
    connectedAt = undefined;
    if (signal.aborted || !opened) return;
    log.info('the socket to Slack closed');
    void reconnect();
  });

  const [read] = client.listeners('ws_message');
  if (!read) throw new Error('Bolt’s socket reads its frames elsewhere');
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (data: unknown) => {
    try {
      const frame = readFrame(data);
      if (frame.kind === 'malformed') {
        log.warn({ problem: frame.problem }, 'a malformed frame of Slack’s is passed over');
        return;
      }
      if (frame.kind === 'disconnect') await beforeClose();
      await read(frame.text, false);
    } catch (error) {
      log.warn(
        { error: error instanceof Error ? error.name : 'unknown' },
        'a frame of Slack’s could not be read',
      );
    }
  });

  return {
    receiver,
    listen: async () => undefined,
    async open(given) {
      beforeClose = given;
      await receiver.start();
      opened = true;
      // Lost again before anybody could say so.
      if (connectedAt === undefined) void reconnect();
    },
    health() {
      if (connectedAt === undefined && Date.now() - lostAt > TIMES.gapMs) throw new Error(reason);
      return connectedAt === undefined ? 'connecting' : 'connected';
    },
    async close() {
      closing.abort();
      const closed = new Promise<void>((resolve) => {
        client.on('disconnected', () => resolve());
        setTimeout(resolve, TIMES.closeMs).unref();
      });
      await Promise.race([client.disconnect(), closed]);
      await closed;
    },
  };
}

/** Slack over Socket Mode: Bolt's receiver, a socket that comes back whatever happens, how alive it is, and an end that waits for it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger as BoltLogger, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '../../src/log.ts';
import { reasonOf } from './failures.ts';
import type { Transport } from './transport.ts';

/** A socket that has not closed by then is left to the end of the process. */
const CLOSE_MS = 2_000;
/** A refresh leaves a gap of about five seconds; longer than this without a socket is a failure. */
const GAP_MS = 15_000;
/** Between tries to open a socket again; each failure adds as much, up to the longest. */
const AGAIN_MS = { first: 1_000, longest: 15_000 } as const;

/** Left to itself the library waits for an answer without end, and ever longer between a hundred tries. */
const OPEN_OPTIONS = { timeout: 8_000, retryConfig: { retries: 2 } } as const;

export interface SocketOptions {
  readonly appToken: string;
  readonly apiUrl: string | undefined;
  readonly pingMs: number;
  readonly logger: BoltLogger;
  readonly log: Logger;
}

export function socketTransport({ appToken, apiUrl, pingMs, logger, log }: SocketOptions): Transport {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: pingMs,
    installerOptions: {
      clientOptions: { ...OPEN_OPTIONS, ...(apiUrl !== undefined && { slackApiUrl: apiUrl }) },
    },
  });
  const { client } = receiver;
  let connected = false;
  let lostAt = Date.now();
  let reason = 'no socket to Slack';
  client.on('connected', () => {
    connected = true;
    log.info('connected to Slack');
  });
  for (const event of ['disconnected', 'reconnecting', 'close']) {
    client.on(event, () => {
      if (connected) {
        lostAt = Date.now();
        log.info({ event }, 'the socket to Slack closed');
      }
      connected = false;
    });
  }
  const closing = new AbortController();
  const { signal } = closing;
  const open = client.start.bind(client);
  let opened = false;
  // The library reconnects by calling this and lets a failure go unhandled, which would end the process.
  client.start = async () => {
    if (!opened) {
      const answer = await open();
      opened = true;
      return answer;
    }
    for (let failures = 1; ; failures++) {
      try {
        return await open();
      } catch (error) {
        if (signal.aborted) return { ok: false };
        reason = `no socket to Slack (${reasonOf(error)})`;
        log.error(
          { reason: reasonOf(error) },
          'Slack gives no new socket; trying again. npm run doctor says more',
        );
        const pause = Math.min(failures * AGAIN_MS.first, AGAIN_MS.longest);
        await sleep(pause, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return { ok: false };
      }
    }
  };
  return {
    receiver,
    async open() {
      await receiver.start();
      return undefined;
    },
    health() {
      if (!connected && Date.now() - lostAt > GAP_MS) throw new Error(reason);
      return connected ? 'connected' : 'connecting';
    },
    async close() {
      closing.abort();
      const closed = new Promise<void>((resolve) => {
        client.on('disconnected', () => resolve());
        setTimeout(resolve, CLOSE_MS).unref();
      });
      await Promise.race([client.disconnect(), closed]);
      await closed;
    },
  };
}

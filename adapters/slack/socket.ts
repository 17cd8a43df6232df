/** Slack over Socket Mode: Bolt's receiver, how alive its socket is, and an end that waits for the socket. */

import { type Logger as BoltLogger, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '../../src/log.ts';

/** A socket that has not closed by then is left to the end of the process. */
const CLOSE_MS = 2_000;
/** A refresh leaves a gap of about five seconds; longer than this without a socket is a failure. */
const GAP_MS = 15_000;

export interface SocketTransport {
  readonly receiver: SocketModeReceiver;
  /** @throws {Error} when there has been no socket for longer than a refresh takes */
  health(): string;
  close(): Promise<void>;
}

export function socketTransport(
  appToken: string,
  apiUrl: string | undefined,
  logger: BoltLogger,
  log: Logger,
): SocketTransport {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    ...(apiUrl !== undefined && { installerOptions: { clientOptions: { slackApiUrl: apiUrl } } }),
  });
  const { client } = receiver;
  let connected = false;
  let lostAt = Date.now();
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
  return {
    receiver,
    health() {
      if (!connected && Date.now() - lostAt > GAP_MS) throw new Error('no socket to Slack');
      return connected ? 'connected' : 'connecting';
    },
    async close() {
      const closed = new Promise<void>((resolve) => {
        client.on('disconnected', () => resolve());
        setTimeout(resolve, CLOSE_MS).unref();
      });
      await client.disconnect();
      await closed;
    },
  };
}

/** How Slack reaches this program: what a socket and an HTTP server have in common. */

import type { Receiver } from '@slack/bolt';

export interface Transport {
  readonly receiver: Receiver;
  /**
   * Before Slack is asked anything: resolves with the port, where it listens on one, and answers probes there.
   * @throws {ConfigError} when the port is taken
   */
  listen(): Promise<number | undefined>;
  /**
   * Resolves when Slack can reach it.
   * @param beforeClose waited for before a connection that Slack gives up is closed
   */
  open(beforeClose: () => Promise<void>): Promise<void>;
  /** @throws {Error} when Slack has not been able to reach it for longer than is usual */
  health(): string;
  close(): Promise<void>;
}

/** What each needs of the app's configuration. */
export type TransportOptions =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string; readonly port: number };

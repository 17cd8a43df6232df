/** Slack over HTTP: Bolt's receiver behind a server of our own, which mends what Bolt lets through and what it turns away. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Logger as BoltLogger, HTTPReceiver } from '@slack/bolt';
import { closeServer } from '../../src/close-server.ts';
import { ConfigError } from '../../src/config.ts';
import type { HealthReport } from '../../src/health.ts';
import type { Transport } from './transport.ts';

export const EVENTS_PATH = '/slack/events';

const HTTP_LIMITS = {
  /** Slack signs with its clock; anything further off than this, before or after, is not from now. */
  clockSeconds: 5 * 60,
  bodyBytes: '1mb',
  requestMs: 10_000,
  /** Longer than a load balancer keeps an idle connection (a minute): it must not send into one that is just closing. */
  keepAliveMs: 75_000,
  /** Accepted requests that take longer than this at the stop are cut off. */
  stopMs: 3_000,
} as const;

export interface HttpOptions {
  readonly signingSecret: string;
  readonly port: number;
  readonly health: () => Promise<HealthReport>;
  readonly logger: BoltLogger;
}

/** Bolt refuses old timestamps and takes those from the future. */
function fromNow({ headers }: IncomingMessage): boolean {
  const sent = Number(headers['x-slack-request-timestamp']);
  return Number.isFinite(sent) && Math.abs(Date.now() / 1000 - sent) <= HTTP_LIMITS.clockSeconds;
}

async function answerHealth(response: ServerResponse, health: HttpOptions['health']): Promise<void> {
  const report = await health();
  response
    .writeHead(report.ok ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(report));
}

export function httpTransport({ signingSecret, port, health, logger }: HttpOptions): Transport {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: EVENTS_PATH,
    bodyLimit: HTTP_LIMITS.bodyBytes,
    logger,
  });
  const timeouts = { requestTimeout: HTTP_LIMITS.requestMs, keepAliveTimeout: HTTP_LIMITS.keepAliveMs };
  const server = createServer(timeouts, (request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz') {
      void answerHealth(response, health);
    } else if (path !== EVENTS_PATH || request.method !== 'POST') {
      response.writeHead(404).end();
    } else if (!fromNow(request)) {
      response.writeHead(401).end();
    } else {
      // Bolt takes the media type only without parameters.
      const type = request.headers['content-type'];
      if (type !== undefined) request.headers['content-type'] = type.split(';')[0]?.trim();
      receiver.requestListener(request, response);
    }
  });
  return {
    receiver,
    async open() {
      server.listen(port);
      try {
        await once(server, 'listening');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
        throw new ConfigError([`PORT ${port} is in use: stop what uses it, or set PORT to another.`]);
      }
      return (server.address() as AddressInfo).port;
    },
    health: () => 'listening',
    close: () => closeServer(server, HTTP_LIMITS.stopMs),
  };
}

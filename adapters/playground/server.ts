/** The playground's HTTP server: where it listens, how it stops. */

import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { closeServer } from '../../src/close-server.ts';
import { ConfigError } from '../../src/config.ts';
import type { Component } from '../../src/health.ts';
import { type AppOptions, playgroundApp } from './app.ts';
import { isLoopback } from './guard.ts';
import { readPageFiles } from './page-files.ts';

const TIMES = {
  /** A request's head and body come from a page on the same machine. */
  headMs: 5_000,
  requestMs: 10_000,
  keepAliveMs: 5_000,
  /** How often the two above are looked at. */
  checkMs: 1_000,
  /** Accepted work that takes longer than this at the stop is cut off. */
  stopMs: 4_000,
} as const;

export interface PlaygroundOptions extends Omit<AppOptions, 'files' | 'own'> {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** The second, explicit yes that listening beyond this machine needs. */
  readonly expose: boolean;
  /** What this machine is called where others reach it, or by a proxy before it; its addresses need no mention. */
  readonly names?: readonly string[];
  /** Folder of the built page; beside the bundled program unless said otherwise. */
  readonly page?: string;
}

export interface Playground extends Component {
  /** `http://127.0.0.1:3000` */
  readonly address: string;
}

async function listen(server: Server, { host, port }: PlaygroundOptions): Promise<AddressInfo> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new ConfigError([
        `PORT ${port} is in use on ${host}: stop what uses it, or set PORT to another (0 picks a free one).`,
      ]);
    }
    if (code === 'EACCES') {
      throw new ConfigError([`PORT ${port} needs rights that this user does not have: set PORT above 1023.`]);
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigError(['PLAYGROUND_HOST is no address of this machine.']);
    }
    throw error;
  }
  return server.address() as AddressInfo;
}

/**
 * Resolves when it listens.
 * @throws {ConfigError} when it would listen beyond this machine without {@link PlaygroundOptions.expose}, or can't
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const {
    host,
    expose,
    names = [],
    log,
    page = fileURLToPath(new URL('./page/', import.meta.url)),
  } = options;
  const exposed = !isLoopback(host);
  if (exposed && !expose) {
    throw new ConfigError([
      'PLAYGROUND_HOST goes beyond this machine, and the playground has no log-in: anybody who reaches it could be any student and the instructor. If that is what you want, also set PLAYGROUND_EXPOSE=without-log-in.',
    ]);
  }
  const own = { exposed, known: exposed ? [host, hostname()] : [], given: names };
  const app = playgroundApp({ ...options, files: readPageFiles(page), own });
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      headersTimeout: TIMES.headMs,
      requestTimeout: TIMES.requestMs,
      keepAliveTimeout: TIMES.keepAliveMs,
      connectionsCheckingInterval: TIMES.checkMs,
    },
  }) as Server;
  const at = await listen(server, options);
  if (exposed || names.length > 0) log.warn('the playground is open to the network without a log-in');
  // Listening everywhere includes here, under a name that every browser knows.
  const everywhere = at.address === '0.0.0.0' || at.address === '::';
  const name = everywhere ? 'localhost' : at.family === 'IPv6' ? `[${at.address}]` : at.address;
  let stopping: Promise<void> | undefined;
  return {
    name: 'playground',
    address: `http://${name}:${at.port}`,
    health: async () => 'listening',
    close: () => {
      stopping ??= closeServer(server, TIMES.stopMs);
      return stopping;
    },
  };
}

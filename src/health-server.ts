/** `/healthz` and `/readyz` alone, for a process that serves no page. */

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeServer } from './close-server.ts';
import { ConfigError } from './config.ts';
import { type AskHealth, type Component, type ProbeAnswer, probed } from './health.ts';

/** A probe that takes longer at the stop is cut off. */
const STOP_MS = 1_000;

export function writeProbe(response: ServerResponse, { status, report }: ProbeAnswer): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(report));
}

export interface HealthServer extends Component {
  readonly port: number;
}

/**
 * Listens on every address: a container's probes come from outside. Nothing else is answered.
 * @throws {ConfigError} when the port is taken
 */
export async function startHealthServer(port: number, ask: AskHealth): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const answer = probed(request.url?.split('?')[0] ?? '', ask);
    if (answer) void answer.then((each) => writeProbe(response, each));
    else response.writeHead(404).end();
  });
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new ConfigError([`PORT ${port} is in use: stop what uses it, or set PORT to another.`]);
  }
  const { port: own } = server.address() as AddressInfo;
  return {
    name: 'health',
    port: own,
    health: async () => 'listening',
    close: () => closeServer(server, STOP_MS),
  };
}

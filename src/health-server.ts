/** `/healthz` alone, for a process that serves no page. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { closeServer } from './close-server.ts';
import type { Component, HealthReport } from './health.ts';

/** A health check that takes longer at the stop is cut off. */
const STOP_MS = 1_000;

/** Listens on every address: a container's health check comes from outside. Nothing else is answered. */
export async function startHealthServer(
  port: number,
  health: () => Promise<HealthReport>,
): Promise<Component> {
  const server = createServer((request, response) => {
    if (request.url !== '/healthz') {
      response.writeHead(404).end();
      return;
    }
    void health().then((report) => {
      response
        .writeHead(report.ok ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(report));
    });
  });
  server.listen(port);
  await once(server, 'listening');
  return {
    name: 'health',
    health: async () => 'listening',
    close: () => closeServer(server, STOP_MS),
  };
}

/** `/healthz` alone, for a process that serves no page. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Component, HealthReport } from './health.ts';

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
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

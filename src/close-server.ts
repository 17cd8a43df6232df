/** Closes an HTTP server without cutting off what it has accepted. */

import type { Server } from 'node:http';

/** How often connections that turned idle once their answer was out are closed, so that none keeps the process. */
const SWEEP_MS = 20;

/** @param limitMs accepted requests that take longer are cut off */
export function closeServer(server: Server, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const limit = setTimeout(() => server.closeAllConnections(), limitMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });
}

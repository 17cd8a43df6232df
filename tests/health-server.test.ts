/** Whatever comes to the port of the probes, it is ended, and the next probe is answered. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { healthOf } from '../src/health.ts';
import { type HealthServer, startHealthServer } from '../src/health-server.ts';
import { exchange, rawRequests } from './support/raw-http.ts';

let server: HealthServer;
beforeAll(async () => {
  server = await startHealthServer(0, (withinMs) => healthOf([], withinMs));
});
afterAll(() => server.close());

const statusOf = async (path: string): Promise<number> =>
  (await fetch(`http://127.0.0.1:${server.port}${path}`)).status;

it.each(['/healthz', '/readyz', '/'])(
  'ends what is no request, and answers one after it: %s',
  async (path) => {
    for (const [name, bytes] of rawRequests(path)) {
      expect(await exchange(server.port, bytes), name).not.toMatch(/^HTTP\/1.1 5\d\d/);
      expect(await statusOf('/healthz'), name).toBe(200);
    }
  },
);

it.each(['//healthz', '/healthz/', '/HEALTHZ', '/%68ealthz', '/constructor', '/__proto__', '/healthz%00'])(
  'knows no other path: %s',
  async (path) => {
    expect(await statusOf(path)).toBe(404);
  },
);

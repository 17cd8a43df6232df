/** Requests that are refused before they are read. */

import type { MiddlewareHandler } from 'hono';

/**
 * Lets the rest of a request through before it is answered, and keeps none of it: else the server cuts the connection, at
 * once or half a second later, when the page may have begun another turn on it. How long it may take is up to the server.
 */
export const drained: MiddlewareHandler = async (c, next) => {
  await next();
  // What is answered well was read.
  if (c.res.status < 400) return;
  const { body } = c.req.raw;
  if (!body || body.locked || c.req.raw.bodyUsed) return;
  try {
    await body.pipeTo(new WritableStream());
  } catch {
    // Its sender is gone, and hears nothing.
  }
};

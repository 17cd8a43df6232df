/** Requests that are refused before they are read. */

import type { Context } from 'hono';

/**
 * Lets the rest of a request through and keeps none of it: the connection of one that is answered before its end is cut,
 * and a browser then reports that rather than the answer. How long it may take is up to the server.
 */
export async function drained({ req }: Context): Promise<void> {
  const { body } = req.raw;
  if (!body || body.locked) return;
  try {
    await body.pipeTo(new WritableStream());
  } catch {
    // Its sender is gone, and hears nothing.
  }
}

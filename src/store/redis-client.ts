/** A connection to Redis that refuses what it can't send, and gives up on an answer that does not come. */

import { createClient } from '@redis/client';

const TIMES = {
  /** A command without an answer by then has failed. */
  answerMs: 4_000,
  /** The longest pause between two tries to connect again. */
  reconnectMs: 1_000,
} as const;

export type Client = ReturnType<typeof connectable>;

export function connectable(url: string) {
  let wasReady = false;
  const client = createClient({
    url,
    // What can't be sent now is refused now: a person waits, and nothing may be written long after they were told it failed.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: TIMES.answerMs,
      reconnectStrategy: (retries) => (wasReady ? Math.min(50 * 2 ** retries, TIMES.reconnectMs) : false),
    },
  });
  client.on('ready', () => {
    wasReady = true;
  });
  // Failures reach whoever waits for a command; without a listener they would end the process.
  client.on('error', () => undefined);
  return client;
}

export async function answered<T>(reply: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis did not answer in time')), TIMES.answerMs);
  });
  try {
    return await Promise.race([reply, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How long writes wait for replicas that were asked for. Whatever comes after them on their connection waits too. */
const REPLICATED_MS = 1_000;

/**
 * Replicas that have what this connection wrote before.
 * @throws {Error} where too few have it in time: it is written, and may be lost with this server
 */
export async function replicated(client: Client, replicas: number): Promise<void> {
  const have = await answered(client.wait(replicas, REPLICATED_MS));
  if (have < replicas) throw new Error(`${have} of ${replicas} replicas have it in time`);
}

/**
 * One wait after another, each for everything that was sent before it: writes that are under way together wait together.
 * @param wait begins when it is called
 */
export function together(wait: () => Promise<void>): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running.then(() => {
      next = undefined;
      const waited = wait();
      running = waited.catch(() => undefined);
      return waited;
    });
    return next;
  };
}

/** A script that answers 1 when it did its work, and 0 when the lock is no longer this holder's. */
export async function ifHeld(
  client: Client,
  script: string,
  keys: string[],
  args: string[],
): Promise<boolean> {
  return (await answered(client.eval(script, { keys, arguments: args }))) === 1;
}

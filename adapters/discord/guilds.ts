/** Servers that the application was taken out of, and those it is in (again). */

import { type Client, GatewayDispatchEvents } from 'discord.js';
import { z } from 'zod';
import type { Logger } from '../../src/log.ts';
import { reasonOf } from './failures.ts';

export interface GuildListeners {
  /** The application was taken out of a server. Not called for an outage of Discord's. */
  readonly onRemoved?: (workspace: string) => Promise<void>;
  /**
   * The application is in a server. Also called for servers that it never left, once each at every new connection: it may have
   * been taken out and invited again while nobody was connected.
   */
  readonly onBack?: (workspace: string) => Promise<void>;
}

/** Discord's documentation, gateway events: `unavailable` is set where the server is only down. */
const guildSchema = z.object({ id: z.string(), unavailable: z.boolean().optional() });

/**
 * Follows the gateway's own events: discord.js tells only of servers that it has at hand.
 * @returns resolves when everything that was told is done
 */
export function followGuilds(
  client: Client,
  { onRemoved, onBack }: GuildListeners,
  log: Logger,
): () => Promise<unknown> {
  const underWay = new Set<Promise<unknown>>();
  const tell = (listener: GuildListeners['onBack'], data: unknown): void => {
    const { id, unavailable } = guildSchema.parse(data);
    if (unavailable || !listener) return;
    const work = listener(id).catch((error: unknown) =>
      log.error({ guild: id, ...reasonOf(error) }, 'a server that came or went was not taken note of'),
    );
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };
  client.ws.on(GatewayDispatchEvents.GuildDelete, (data) => tell(onRemoved, data));
  client.ws.on(GatewayDispatchEvents.GuildCreate, (data) => tell(onBack, data));
  return () => Promise.all(underWay);
}

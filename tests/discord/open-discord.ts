/** The lab on Discord in this process: the real adapter and discord.js against the protocol server. */

import { type DiscordOptions, startDiscord } from '../../adapters/discord/discord.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import type { Courier } from '../../src/course/courier.ts';
import type { Component } from '../../src/health.ts';
import { createLog } from '../../src/log.ts';
import { openTestLab, type TestLab } from '../support/lab.ts';
import { type DiscordServer, openDiscordServer } from './discord-server.ts';
import { Person, type Where } from './person.ts';
import { TOKEN } from './protocol.ts';

export interface OpenDiscord {
  readonly server: DiscordServer;
  readonly bot: Component;
  readonly lab: TestLab;
  person(id: string, where?: Where): Person;
  close(): Promise<void>;
}

const charts = createChartHost('https://quickchart.io');
const log = createLog('silent');

export const startOptions = (server: DiscordServer, lab: TestLab): DiscordOptions => ({
  token: TOKEN,
  apiUrl: server.apiUrl,
  assistant: lab.assistant,
  deliveries: lab.store.deliveries,
  charts,
  log,
});

export async function openDiscord(
  options: Partial<DiscordOptions> = {},
  lab?: TestLab,
): Promise<OpenDiscord> {
  const server = await openDiscordServer();
  const couriers = new Map<string, Courier>();
  // The class's outbox tells the time by this machine's clock, and so does the lab.
  const own = lab ?? (await openTestLab({ couriers, now: () => new Date() }));
  const onCourier = (courier: Courier) => couriers.set(courier.platform, courier);
  const bot = await startDiscord({ ...startOptions(server, own), onCourier, ...options });
  return {
    server,
    bot,
    lab: own,
    person: (id, where) => new Person(server, id, where),
    close: async () => {
      await bot.close();
      await server.close();
    },
  };
}

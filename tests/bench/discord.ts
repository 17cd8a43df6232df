/** Turns a second through real discord.js on loopback, beside the smallest bot that there can be. */

import { Client, ComponentType, Events, GatewayIntentBits, MessageFlags } from 'discord.js';
import { type DiscordServer, openDiscordServer } from '../discord/discord-server.ts';
import { openDiscord } from '../discord/open-discord.ts';
import { Person } from '../discord/person.ts';
import { TOKEN } from '../discord/protocol.ts';
import { inFlight, type Pace } from './in-flight.ts';
import type { Row } from './row.ts';

const TURNS = 512;
const IN_FLIGHT = 64;
/** Turns that are not counted: until then the engine is still compiling. */
const WARM_UP = 256;
const ROUNDS = 1;

const people = (server: DiscordServer): Person[] =>
  Array.from(
    { length: IN_FLIGHT },
    (_, n) => new Person(server, String(800_000_000_000_000_000n + BigInt(n))),
  );

const seq =
  (all: readonly Person[]) =>
  (worker: number, turn: number): Promise<unknown> =>
    (all[worker] as Person).type('seq', { tokens: 1024 + (turn % 100_000) });

async function ours(): Promise<Pace> {
  const open = await openDiscord();
  const all = people(open.server);
  for (const person of all) {
    await person.type('predict');
    await person.type('predict', { choice: 'A' });
  }
  await inFlight(IN_FLIGHT, WARM_UP, seq(all));
  const pace = await inFlight(IN_FLIGHT, TURNS, seq(all));
  await open.close();
  return pace;
}

async function bare(): Promise<Pace> {
  const server = await openDiscordServer();
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: server.apiUrl } });
  client.on(Events.InteractionCreate, (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    // The last acknowledgements are cut off when the server closes; they have been counted by then.
    interaction
      .reply({
        components: [{ type: ComponentType.TextDisplay, content: 'ok' }],
        flags: [MessageFlags.Ephemeral, MessageFlags.IsComponentsV2],
      })
      .catch(() => undefined);
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(TOKEN);
  await ready;
  const all = people(server);
  await inFlight(IN_FLIGHT, WARM_UP, seq(all));
  const pace = await inFlight(IN_FLIGHT, TURNS, seq(all));
  await client.destroy();
  await server.close();
  return pace;
}

export async function benchDiscord(): Promise<Row[]> {
  const best = { ours: { perSecond: 0, p99Ms: 0 }, bare: { perSecond: 0, p99Ms: 0 } };
  // The better of two rounds each, in turns: the first also warms the program up.
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, side] of [
      ['bare', bare],
      ['ours', ours],
    ] as const) {
      const pace = await side();
      if (pace.perSecond > best[name].perSecond) best[name] = pace;
    }
  }
  return [
    {
      name: 'Discord: /seq turns, 64 in flight',
      ours: best.ours.perSecond,
      bare: best.bare.perSecond,
      unit: 'turns/s',
      target: '≥ 0.6 of "ok"',
    },
    {
      name: 'Discord: p99 of them',
      ours: best.ours.p99Ms,
      bare: best.bare.p99Ms,
      unit: 'ms',
      target: '< 250',
    },
  ];
}

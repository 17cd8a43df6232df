/** The smallest Discord bot there can be: real discord.js, and "ok" to everything. */

import { Client, ComponentType, Events, GatewayIntentBits, MessageFlags } from 'discord.js';

export interface Smallest {
  close(): Promise<void>;
}

/** Resolves when it is connected. */
export async function smallestBot(token: string, api: string): Promise<Smallest> {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api } });
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
  await client.login(token);
  await ready;
  return { close: () => client.destroy() };
}

/** What `npm run doctor` asks Discord: the token, the application, the gateway, the commands and the permissions. */

import {
  PermissionsBitField,
  type REST,
  type RESTGetAPICurrentUserGuildsResult,
  type RESTGetAPIGatewayBotResult,
  Routes,
} from 'discord.js';
import type { Check, Finding } from '../doctor.ts';
import { operatorError, PORTAL, reasonOf } from './failures.ts';
import { describe, difference } from './registration.ts';
import { application, createRest, inviteLink, PERMISSIONS } from './setup.ts';

export interface DiscordCheckOptions {
  readonly token: string;
  readonly guildId?: string | undefined;
  readonly apiUrl?: string | undefined;
}

/** A question to Discord, with the operator's line where it can't be asked. */
const asking = (ask: () => Promise<Finding>) => async (): Promise<Finding> => {
  try {
    return await ask();
  } catch (error) {
    const known = operatorError(error);
    return {
      ok: false,
      says: `Discord answers ${JSON.stringify(reasonOf(error))}`,
      fix: known instanceof Error ? known.message : `Look at the application in ${PORTAL}.`,
    };
  }
};

async function gateway(rest: REST): Promise<Finding> {
  const { shards, session_start_limit: starts } = (await rest.get(
    Routes.gatewayBot(),
  )) as RESTGetAPIGatewayBotResult;
  if (starts.remaining > 0) {
    return {
      ok: true,
      says: `${shards} shard${shards === 1 ? '' : 's'}, ${starts.remaining} of ${starts.total} starts left`,
    };
  }
  return {
    ok: false,
    says: 'no starts are left today',
    fix: `Wait ${Math.ceil(starts.reset_after / 60_000)} minutes; a bot that restarts in a loop uses them up.`,
  };
}

async function commands(rest: REST, guildId: string | undefined): Promise<Finding> {
  const { id: applicationId } = await application(rest);
  const found = await difference(rest, { applicationId, guildId });
  const open = found.create.length + found.change.length + found.remove.length;
  if (open === 0) return { ok: true, says: `all ${found.unchanged.length} are registered` };
  return {
    ok: false,
    says: describe(found).join(', '),
    fix: 'npm run register writes what differs; npm start does so too.',
  };
}

/** What the bot may do in the course's server; a channel may still take some of it away. */
async function permissions(rest: REST, guildId: string): Promise<Finding> {
  const { id } = await application(rest);
  // The list is in the order of ids, so the server is the first after the id before its own.
  const query = new URLSearchParams({ after: String(BigInt(guildId) - 1n), limit: '1' });
  const [guild] = (await rest.get(Routes.userGuilds(), { query })) as RESTGetAPICurrentUserGuildsResult;
  if (guild?.id !== guildId) {
    return {
      ok: false,
      says: `it is not in the server ${guildId}`,
      fix: `Invite it with ${inviteLink(id)}.`,
    };
  }
  const held = new PermissionsBitField(BigInt(guild.permissions));
  const missing = Object.entries(PERMISSIONS).filter(([, bit]) => !held.has(bit));
  if (missing.length === 0) return { ok: true, says: `all that are needed, in ${guild.name}` };
  return {
    ok: false,
    says: `missing in ${guild.name}: ${missing.map(([name]) => name).join(', ')}`,
    fix: `Invite it again with ${inviteLink(id)}, or give its role these permissions.`,
  };
}

/** The checks of a configured Discord application, in the order in which to mend them. */
export function discordChecks({ token, guildId, apiUrl }: DiscordCheckOptions): Check[] {
  const rest = createRest(token, apiUrl);
  return [
    {
      name: 'Discord token and application',
      run: asking(async () => {
        const { id, name, interactions_endpoint_url: endpoint } = await application(rest);
        if (endpoint) {
          return {
            ok: false,
            says: `${name} sends interactions to an address of its own, so none arrive here`,
            fix: `Clear "Interactions Endpoint URL" under General Information in ${PORTAL}.`,
          };
        }
        return { ok: true, says: `${name}; invite it with ${inviteLink(id)}` };
      }),
    },
    {
      name: 'Discord intents',
      run: async () => ({ ok: true, says: 'only Guilds, which needs no switch in the portal' }),
    },
    { name: 'Discord gateway', run: asking(() => gateway(rest)) },
    { name: 'Discord commands', run: asking(() => commands(rest, guildId)) },
    guildId === undefined
      ? {
          name: 'Discord permissions',
          run: async () => ({
            ok: true,
            says: 'each interaction says what it may; set DISCORD_GUILD_ID to check a server',
          }),
        }
      : { name: 'Discord permissions', run: asking(() => permissions(rest, guildId)) },
  ];
}

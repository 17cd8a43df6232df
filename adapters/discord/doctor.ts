/** What `npm run doctor` asks Discord: the token, the application, the gateway, the commands and the permissions. */

import {
  PermissionsBitField,
  type REST,
  RESTEvents,
  type RESTGetAPICurrentUserGuildsResult,
  type RESTGetAPIGatewayBotResult,
  Routes,
} from 'discord.js';
import type { CommandSet } from '../../commands/command-set.ts';
import { ClockReading } from '../../src/clock-watch.ts';
import { ConfigError } from '../../src/config.ts';
import { UnreachableError } from '../../src/unreachable.ts';
import { type Check, clockFinding, type Finding } from '../doctor.ts';
import { operatorError, PORTAL, reasonOf } from './failures.ts';
import { describe, differences, doubled, isSettled, type Scope } from './registration.ts';
import { application, createRest, inviteLink, OPTIONAL_PERMISSIONS, PERMISSIONS } from './setup.ts';

export interface DiscordCheckOptions {
  readonly commands: CommandSet;
  readonly token: string;
  readonly guildId?: string | undefined;
  readonly apiUrl?: string | undefined;
}

/** A question to Discord, with the operator's line where it can't be asked. */
const asking = (rest: REST, ask: () => Promise<Finding>) => async (): Promise<Finding> => {
  try {
    return await ask();
  } catch (error) {
    const link = await application(rest).then(
      ({ id }) => inviteLink(id),
      () => undefined,
    );
    if (link === undefined && error instanceof Error && /^Expected token/.test(error.message)) {
      return { ok: false, message: 'not asked', fix: 'Mend the token first.' };
    }
    const known = operatorError(error, link);
    const { reason, code } = reasonOf(error);
    return {
      ok: false,
      message: `Discord answers: ${reason}${code === undefined ? '' : ` (${code})`}`,
      fix:
        known instanceof ConfigError || known instanceof UnreachableError
          ? known.message
          : `Look at the application in ${PORTAL}.`,
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
      message: `${shards} shard${shards === 1 ? '' : 's'}, ${starts.remaining} of ${starts.total} starts left`,
    };
  }
  return {
    ok: false,
    message: 'no starts are left today',
    fix: `Wait ${Math.ceil(starts.reset_after / 60_000)} minutes; a bot that restarts in a loop uses them up.`,
  };
}

async function registration(rest: REST, declared: Omit<Scope, 'applicationId'>): Promise<Finding> {
  const { id: applicationId } = await application(rest);
  const scope = { ...declared, applicationId };
  const found = await differences(rest, scope);
  const open = found.filter((each) => !isSettled(each));
  if (open.length > 0) {
    return {
      ok: false,
      message: open.map((each) => `${each.place.where} ${describe(each).join(', ')}`).join('; '),
      fix: 'npm run register writes what differs; npm start does so too.',
    };
  }
  const twice = await doubled(rest, scope);
  if (twice.length > 0) {
    return {
      ok: false,
      message: `shown twice in ${twice.map((each) => each.guildId).join(', ')}: registered there, and everywhere`,
      fix: 'Set DISCORD_GUILD_ID to that server, or take them out of it with npm run register.',
    };
  }
  return {
    ok: true,
    message: `all ${found[0]?.unchanged.length} are registered, ${found.map(({ place }) => place.where).join(' and ')}`,
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
      message: `it is not in the server ${guildId}`,
      fix: `Invite it with ${inviteLink(id)}.`,
    };
  }
  const held = new PermissionsBitField(BigInt(guild.permissions));
  const missing = Object.entries(PERMISSIONS).filter(([, bit]) => !held.has(bit));
  if (missing.length === 0) {
    const without = Object.entries(OPTIONAL_PERMISSIONS).filter(([, { bit }]) => !held.has(bit));
    const more = without.map(([name, { gives }]) => `; with ${name} it could ${gives}`).join('');
    return { ok: true, message: `all that are needed, in ${guild.name}${more}` };
  }
  return {
    ok: false,
    message: `missing in ${guild.name}: ${missing.map(([name]) => name).join(', ')}`,
    fix: `Invite it again with ${inviteLink(id)}, or give its role these permissions.`,
  };
}

/** Any answer says what time it is there, a refusal as well. */
async function clock(rest: REST): Promise<Finding> {
  const reading = new ClockReading();
  const listen = (_: unknown, { headers }: { readonly headers: Headers }): void =>
    reading.answered(headers.get('date'));
  rest.on(RESTEvents.Response, listen);
  await rest.get(Routes.gateway(), { auth: false }).catch(() => undefined);
  rest.off(RESTEvents.Response, listen);
  return clockFinding(reading.offMs, 'Discord’s');
}

/** The checks of a configured Discord application, in the order in which to mend them. */
export function discordChecks({ token, guildId, apiUrl, commands }: DiscordCheckOptions): Check[] {
  const rest = createRest(token, apiUrl);
  return [
    {
      name: 'Discord token and application',
      run: asking(rest, async () => {
        const {
          id,
          name,
          interactions_endpoint_url: endpoint,
          bot_require_code_grant: needsGrant,
        } = await application(rest);
        if (endpoint) {
          return {
            ok: false,
            message: `${name} sends interactions to an address of its own, so none arrive here`,
            fix: `Clear "Interactions Endpoint URL" under General Information in ${PORTAL}.`,
          };
        }
        if (needsGrant) {
          return {
            ok: false,
            message: `${name} asks for a code grant, so the invite link does not work`,
            fix: `Turn "Requires OAuth2 Code Grant" off under Bot in ${PORTAL}.`,
          };
        }
        return { ok: true, message: `${name}; invite it with ${inviteLink(id)}` };
      }),
    },
    {
      name: 'Discord intents',
      run: async () => ({ ok: true, message: 'only Guilds, which needs no switch in the portal' }),
    },
    { name: 'Discord clock', run: () => clock(rest) },
    { name: 'Discord gateway', run: asking(rest, () => gateway(rest)) },
    { name: 'Discord commands', run: asking(rest, () => registration(rest, { guildId, commands })) },
    guildId === undefined
      ? {
          name: 'Discord permissions',
          run: async () => ({
            ok: true,
            message: 'each interaction says what it may; set DISCORD_GUILD_ID to check a server',
          }),
        }
      : { name: 'Discord permissions', run: asking(rest, () => permissions(rest, guildId)) },
  ];
}

/** The lab on Discord: checks the token, registers the commands, connects, answers; and how it stops. */

import { once } from 'node:events';
import { Client, Events, Options, RESTEvents, Status } from 'discord.js';
import type { Assistant } from '../../commands/assistant.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import { ClockWatch } from '../../src/clock-watch.ts';
import type { Courier } from '../../src/course/courier.ts';
import { type Component, NeedsRestartError } from '../../src/health.ts';
import type { Logger } from '../../src/log.ts';
import type { Shards } from '../../src/shards.ts';
import type { Deliveries } from '../../src/store/deliveries.ts';
import { UnreachableError } from '../../src/unreachable.ts';
import { Callbacks } from './callbacks.ts';
import { DiscordCourier } from './courier.ts';
import { operatorError, reasonOf } from './failures.ts';
import { GuardedShards, type GuardOptions, guardEvents } from './gateway-guard.ts';
import { followGuilds, type GuildListeners } from './guilds.ts';
import { Interactions } from './interactions.ts';
import { describe, register } from './registration.ts';
import { application, createRest, INTENTS, inviteLink, REST_TIMEOUTS, restOptions } from './setup.ts';

export const TIMES = {
  /** Discord waits 3,000 for the first answer, counted from its side; the rest is for the way there and back. */
  deferMs: 1_500,
  /** A gateway that has let in no shard for so long is down or unreachable; shards wait about 5,000 for each other. */
  readyMs: 30_000,
} as const;

export interface DiscordOptions extends GuildListeners {
  readonly token: string;
  /** Register commands in this server alone, and count direct messages to its course. */
  readonly guildId?: string | undefined;
  /** Base of the REST API; the gateway's address comes from it. */
  readonly apiUrl?: string | undefined;
  /** The gateway's shards that this process runs. */
  readonly shards?: Shards;
  readonly assistant: Assistant;
  /** Shared by all processes on the store. */
  readonly deliveries: Deliveries;
  readonly charts: ChartHost;
  readonly log: Logger;
  /** Told before anybody can press anything. */
  readonly onCourier?: (courier: Courier) => void;
  readonly deferMs?: number;
}

/** State is in the store, so nothing is kept here beyond what discord.js needs to follow the gateway. */
function createClient(apiUrl: string | undefined, shards: Shards, guard: GuardOptions): Client {
  const client = new Client({
    intents: [...INTENTS],
    ws: { buildStrategy: (manager) => new GuardedShards(manager, guard) },
    ...(shards === 'auto' ? { shards } : { shards: [...shards.own], shardCount: shards.of }),
    allowedMentions: { parse: [] },
    rest: restOptions(apiUrl),
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      UserManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
  });
  guardEvents(client, guard);
  return client;
}

function follow(client: Client, log: Logger): void {
  client.on(Events.Error, (error) => log.error(reasonOf(error), 'discord.js reports an error'));
  client.on(Events.Warn, (warning) => log.warn({ reason: warning }, 'discord.js warns'));
  client.on(Events.ShardReady, (shard) => log.info({ shard }, 'connected to Discord'));
  client.on(Events.ShardReconnecting, (shard) =>
    log.info({ shard }, 'the gateway dropped; connecting again'),
  );
  client.on(Events.ShardResume, (shard, missed) => log.info({ shard, missed }, 'resumed where it dropped'));
  client.on(Events.ShardError, (error, shard) => log.warn({ shard, ...reasonOf(error) }, 'gateway error'));
  client.on(Events.ShardDisconnect, ({ code }, shard) =>
    log.fatal({ shard, code }, 'Discord closed the gateway for good: run npm run doctor'),
  );
  // Once: whoever listens to it has each answer copied.
  const clock = new ClockWatch('Discord’s', log);
  client.rest.once(RESTEvents.Response, (_, { headers }) => clock.answered(headers.get('date')));
  client.rest.on('rateLimited', ({ timeToReset, scope }) =>
    log.warn({ ms: timeToReset, scope }, 'Discord asks to wait'),
  );
}

async function connect(client: Client, token: string): Promise<void> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), TIMES.readyMs);
  const goesOn = () => timer.refresh();
  client.on(Events.ShardReady, goesOn);
  const ready = once(client, Events.ClientReady, { signal: waiting.signal });
  try {
    await Promise.all([client.login(token), ready]);
  } catch (error) {
    if (!waiting.signal.aborted) throw error;
    throw new UnreachableError(
      `Discord’s gateway let no connection in for ${TIMES.readyMs / 1_000} seconds: check this machine’s network and run npm run doctor.`,
    );
  } finally {
    client.off(Events.ShardReady, goesOn);
    clearTimeout(timer);
    waiting.abort();
    // Where the login failed, nobody waits for this any more.
    ready.catch(() => undefined);
  }
}

function health(client: Client): Promise<string> {
  const shards = [...client.ws.shards.values()];
  if (shards.some(({ status }) => status === Status.Disconnected)) {
    return Promise.reject(new NeedsRestartError('Discord closed the gateway for good'));
  }
  const down = shards.filter(({ status }) => status !== Status.Ready);
  return down.length === 0 && client.isReady()
    ? Promise.resolve(`connected, ${shards.length} shard${shards.length === 1 ? '' : 's'}`)
    : Promise.reject(new Error('the gateway is not connected'));
}

/**
 * Resolves when it is connected and its commands are registered.
 * @throws {ConfigError | UnreachableError} with a line for the operator: a refused token, a server that the bot may not write to, no network
 */
export async function startDiscord(options: DiscordOptions): Promise<Component> {
  const { token, guildId, apiUrl, shards = 'auto', assistant, deliveries, charts, log } = options;
  const { deferMs = TIMES.deferMs } = options;
  const client = createClient(apiUrl, shards, {
    log,
    onMalformed: (interaction) => interactions.apologize(interaction),
  });
  follow(client, log);
  const quick = createRest(token, apiUrl, REST_TIMEOUTS.acknowledgement);
  const callbacks = new Callbacks(quick, client.rest);
  const interactions = new Interactions({
    assistant,
    callbacks,
    deliveries,
    charts,
    guildId,
    apiUrl,
    deferMs,
    log,
  });
  const guildsNoted = followGuilds(client, options, log);
  client.on(Events.InteractionCreate, (interaction) => interactions.accept(interaction));
  let link: string | undefined;
  try {
    client.rest.setToken(token);
    const { id: applicationId } = await application(client.rest);
    link = inviteLink(applicationId);
    const written = await register(client.rest, { applicationId, guildId, commands: assistant.commands });
    log.info({ commands: written.map(describe), guildId }, 'commands are registered');
    const { commands } = assistant;
    options.onCourier?.(new DiscordCourier({ token, apiUrl, commands, charts, log }));
    await connect(client, token);
  } catch (error) {
    await client.destroy();
    throw operatorError(error, link);
  }
  let stopping: Promise<void> | undefined;
  return {
    name: 'discord',
    health: () => health(client),
    // The gateway first, so that nothing new comes; edits need only REST, which a destroyed client still has.
    close: () => {
      stopping ??= client
        .destroy()
        .then(() => Promise.all([interactions.idle(), guildsNoted()]))
        .then(() => undefined);
      return stopping;
    },
  };
}

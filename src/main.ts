/** The composition root: environment → store → conversation → adapters. Nothing else knows all of them. */

import { existsSync } from 'node:fs';
import { Assistant } from '../commands/assistant.ts';
import { compose } from './compose.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { type Component, healthOf } from './health.ts';
import { StoreStartError } from './ledger/store/store.ts';
import { createLog, type Logger } from './log.ts';
import { UnreachableError } from './unreachable.ts';

/** Accepted work has this long to finish; then the process ends anyway, and says so. */
const STOP_MS = 4_500;

/** Exit status for a configuration that can't work: restarting will not help. */
const EXIT_CONFIGURATION = 2;

async function start(config: Config, log: Logger): Promise<{ running: Component[]; says: string[] }> {
  const { conversation, charts, deliveries, store } = await compose(config, log);
  const assistant = new Assistant(conversation);
  const running: Component[] = [store];
  const says: string[] = [];
  const health = () => healthOf(running);
  try {
    if (config.playgroundOn) {
      const { startPlayground } = await import('../adapters/playground/server.ts');
      const playground = await startPlayground({
        assistant,
        charts,
        health,
        log,
        host: config.playgroundHost,
        port: config.port,
        expose: config.playgroundExpose !== undefined,
      });
      running.push(playground);
      says.push(
        `The lab is open at ${playground.address} (a playground without log-in). Stop it with Ctrl+C.`,
      );
    } else if (config.slackMode !== 'http') {
      const { startHealthServer } = await import('./health-server.ts');
      running.push(await startHealthServer(config.port, health));
    }
    if (config.discordToken !== undefined) {
      const { startDiscord } = await import('../adapters/discord/discord.ts');
      running.push(
        await startDiscord({
          token: config.discordToken,
          guildId: config.discordGuildId,
          apiUrl: config.discordApiUrl,
          shards: config.discordShards,
          assistant,
          deliveries,
          charts,
          log,
        }),
      );
      says.push('The lab answers on Discord. Type /lab there.');
    }
    if (config.slackBotToken !== undefined) {
      const { startSlack } = await import('../adapters/slack/slack.ts');
      running.push(
        await startSlack({
          botToken: config.slackBotToken,
          appToken: config.slackAppToken,
          signingSecret: config.slackSigningSecret,
          apiUrl: config.slackApiUrl,
          port: config.port,
          assistant,
          charts,
          deliveries,
          log,
          health,
        }),
      );
      says.push('The lab answers on Slack. Type /lab there.');
    }
    return { running, says };
  } catch (error) {
    await stop(running);
    throw error;
  }
}

/** Adapters first, in the reverse order of their start; the store, which they write to, last. */
async function stop(running: readonly Component[]): Promise<void> {
  const [store, ...adapters] = running;
  await Promise.all(adapters.map((adapter) => adapter.close()));
  await store?.close();
}

function stopOnSignals(running: readonly Component[], log: Logger): void {
  let stopping = false;
  const onSignal = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error('some work did not finish in time');
      process.exit(1);
    }, STOP_MS).unref();
    try {
      await stop(running);
      log.info('stopped');
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'stopping failed');
      process.exit(1);
    }
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'a failure that nobody handled');
    process.exit(1);
  });
  const { running, says } = await start(config, log);
  stopOnSignals(running, log);
  for (const line of says) process.stdout.write(`${line}\n`);
  log.info({ parts: running.map(({ name }) => name) }, 'ready');
}

/** What an operator can mend or wait for is a line; anything else is ours, with its trace. */
const linesOf = (error: unknown): readonly string[] =>
  error instanceof ConfigError
    ? error.lines
    : error instanceof StoreStartError || error instanceof UnreachableError
      ? [error.message]
      : [`It could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];

const isConfiguration = (error: unknown): boolean =>
  error instanceof ConfigError || (error instanceof StoreStartError && !error.mayPass);

main().catch((error: unknown) => {
  for (const line of linesOf(error)) process.stderr.write(`${line}\n`);
  process.exit(isConfiguration(error) ? EXIT_CONFIGURATION : 1);
});

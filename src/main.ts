/** The composition root: environment → store → conversation → adapters. Nothing else knows all of them. */

import { Assistant } from '../commands/assistant.ts';
import { startBackfill } from './backfilling.ts';
import { compose } from './compose.ts';
import type { Config } from './config.ts';
import type { AskHealth } from './health.ts';
import { FIRST_LAB } from './labs/catalogue.ts';
import { createLog, type Logger } from './log.ts';
import { Parts } from './parts.ts';
import { runProgram } from './program.ts';

/** Accepted work has this long to finish; then the process ends anyway, and says so. */
const STOP_MS = 4_500;

async function start(config: Config, log: Logger): Promise<{ parts: Parts; lines: string[] }> {
  const { course, platform, startClerk, charts, deliveries, store, backend, ledgerKey, ledgers } =
    await compose(config, log);
  const linkOf = (name: string) => ({
    onCourier: platform.onCourier,
    onRemoved: (workspace: string) => platform.onRemoved(name, workspace),
    onBack: (workspace: string) => platform.onBack(name, workspace),
  });
  const assistant = new Assistant(course, FIRST_LAB);
  const parts = new Parts(store);
  parts.add(ledgers);
  if (config.discordToken !== undefined) parts.await('discord');
  if (config.slackBotToken !== undefined) parts.await('slack');
  const lines: string[] = [];
  const health: AskHealth = (withinMs) => parts.health(withinMs);
  try {
    if (config.playgroundOn) {
      const { PlaygroundCourier } = await import('../adapters/playground/courier.ts');
      const { startPlayground } = await import('../adapters/playground/server.ts');
      const inbox = new PlaygroundCourier(backend);
      platform.onCourier(inbox);
      const playground = await startPlayground({
        assistant,
        charts,
        health,
        log,
        inbox,
        publicKey: ledgerKey.publicKey,
        host: config.playgroundHost,
        port: config.port,
        expose: config.playgroundExpose !== undefined,
        names: config.playgroundExpose ?? [],
      });
      parts.add(playground);
      lines.push(
        `The lab is open at ${playground.address} (a playground without log-in). Stop it with Ctrl+C.`,
      );
    } else if (config.slackMode !== 'http') {
      const { startHealthServer } = await import('./health-server.ts');
      const server = await startHealthServer(config.port, health);
      parts.addReporter(server);
      log.info({ port: server.port }, '/healthz and /readyz are there');
    }
    // First: over HTTP it is what probes are answered by, also while Discord lets nobody in.
    const { slackBotToken, slackAppToken: appToken, slackSigningSecret: signingSecret, port } = config;
    const transport = appToken
      ? ({ kind: 'socket', appToken } as const)
      : signingSecret && ({ kind: 'http', signingSecret, port } as const);
    // The configuration is refused where a bot token has neither companion.
    if (slackBotToken && transport) {
      const { startSlack } = await import('../adapters/slack/slack.ts');
      parts.add(
        await startSlack({
          botToken: slackBotToken,
          transport,
          apiUrl: config.slackApiUrl,
          assistant,
          charts,
          deliveries,
          log,
          health,
          ...linkOf('slack'),
        }),
      );
      lines.push('The lab answers on Slack. Type /lab there.');
    }
    if (config.discordToken !== undefined) {
      const { startDiscord } = await import('../adapters/discord/discord.ts');
      parts.add(
        await startDiscord({
          token: config.discordToken,
          guildId: config.discordGuildId,
          apiUrl: config.discordApiUrl,
          shards: config.discordShards,
          assistant,
          deliveries,
          charts,
          log,
          ...linkOf('discord'),
        }),
      );
      lines.push('The lab answers on Discord. Type /lab there.');
    }
    parts.add(startClerk(), startBackfill({ backend, packs: assistant.packs, ledgerKey, log }));
    parts.started();
    return { parts, lines };
  } catch (error) {
    await parts.close();
    throw error;
  }
}

function stopOnSignals(parts: Parts, log: Logger): void {
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
      await parts.close();
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

/**
 * A promise that failed with nobody waiting for it is a defect of ours or of a library: whoever waits for an answer is told of
 * its failure, and what is stored is whole, so everybody else goes on. After an exception that was thrown outside all promises
 * nobody knows what was left half done: that ends the process, and what it had taken up is answered by the next one.
 */
function surviveStrays(log: Logger): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a failure that nobody handled'));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an exception that nobody caught');
    process.exit(1);
  });
}

async function main(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  surviveStrays(log);
  const { parts, lines } = await start(config, log);
  stopOnSignals(parts, log);
  for (const line of lines) process.stdout.write(`${line}\n`);
  log.info({ parts: parts.names }, 'ready');
}

runProgram(main);

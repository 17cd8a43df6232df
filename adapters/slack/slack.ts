/** The lab on Slack: checks the token, connects by socket or HTTP, answers; and how it stops. */

import { App, type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Assistant } from '../../commands/assistant.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import { ConfigError } from '../../src/config.ts';
import type { Component, HealthReport } from '../../src/health.ts';
import type { Deliveries } from '../../src/ledger/store/deliveries.ts';
import type { Logger } from '../../src/log.ts';
import { httpTransport } from './http.ts';
import { Listeners } from './listeners.ts';
import { reasonOf } from './pictures.ts';
import { socketTransport } from './socket.ts';

/** What a person waits on: web-api's own standard is ten tries over half an hour, and no limit on any of them. */
export const CLIENT_OPTIONS = {
  timeout: 8_000,
  retryConfig: { retries: 3, minTimeout: 300, maxTimeout: 2_000, factor: 2 },
} as const;

export interface SlackOptions {
  readonly botToken: string;
  /** For Socket Mode; without it the signing secret and HTTP. */
  readonly appToken?: string | undefined;
  readonly signingSecret?: string | undefined;
  /** Base of the Web API, for a proxy. */
  readonly apiUrl?: string | undefined;
  /** HTTP only. */
  readonly port: number;
  readonly assistant: Assistant;
  readonly charts: ChartHost;
  readonly log: Logger;
  readonly health: () => Promise<HealthReport>;
  /** Shared by all processes that answer for one workspace. */
  readonly deliveries: Deliveries;
}

export interface Slack extends Component {
  /** HTTP only: where it listens. */
  readonly port?: number;
}

/** Bolt's own lines may hold what people typed, so only that something was said is kept, and its words at `debug` not at all. */
function quietly(log: Logger): BoltLogger {
  const said = (level: 'warn' | 'error') => (first: unknown) =>
    log[level]({ reason: typeof first === 'string' ? first.slice(0, 120) : reasonOf(first) }, 'Bolt');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: said('warn'),
    error: said('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

const FIXES: Readonly<Record<string, string>> = {
  invalid_auth:
    'SLACK_BOT_TOKEN is not accepted by Slack: copy the bot token again from the app’s page, OAuth & Permissions.',
  account_inactive:
    'SLACK_BOT_TOKEN belongs to an app that was removed: install it again and copy the new token.',
  token_revoked: 'SLACK_BOT_TOKEN was revoked: install the app again and copy the new token.',
  not_allowed_token_type:
    'SLACK_BOT_TOKEN or SLACK_APP_TOKEN is the wrong one of the two: bot tokens start with xoxb-, app tokens with xapp-.',
};

/** The line that an operator reads when Slack does not let the app in. */
export function operatorError(error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  const reason = reasonOf(error);
  return new ConfigError([FIXES[reason] ?? `Slack does not let the app in (${reason}): run npm run doctor.`]);
}

/**
 * Resolves when Slack can reach it.
 * @throws {ConfigError} with a line for the operator
 */
export async function startSlack(options: SlackOptions): Promise<Slack> {
  const { botToken, appToken, signingSecret, apiUrl, port, deliveries, log, health } = options;
  const logger = quietly(log);
  const socket = appToken === undefined ? undefined : socketTransport(appToken, apiUrl, logger, log);
  const http = socket
    ? undefined
    : httpTransport({ signingSecret: signingSecret ?? '', port, health, logger });
  const app = new App({
    token: botToken,
    ...(socket ? { receiver: socket.receiver } : http ? { receiver: http.receiver } : {}),
    logger,
    deferInitialization: true,
    clientOptions: { ...CLIENT_OPTIONS, ...(apiUrl !== undefined && { slackApiUrl: apiUrl }) },
  });
  const listeners = new Listeners({ assistant: options.assistant, charts: options.charts, deliveries, log });
  listeners.listenTo(app);
  let listening: number | undefined;
  try {
    await app.init();
    await app.client.auth.test({ token: botToken });
    if (socket) await app.start();
    else listening = await http?.listen();
  } catch (error) {
    await socket?.close();
    throw operatorError(error);
  }
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await (socket ?? http)?.close();
    await listeners.idle();
  };
  return {
    name: 'slack',
    ...(listening !== undefined && { port: listening }),
    health: async () => socket?.health() ?? 'listening',
    close: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** The lab on Slack: checks the token, connects by socket or HTTP, answers; and how it stops. */

import { App, type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Assistant } from '../../commands/assistant.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Component, HealthReport } from '../../src/health.ts';
import type { Deliveries } from '../../src/ledger/store/deliveries.ts';
import type { Logger } from '../../src/log.ts';
import { operatorError, reasonOf } from './failures.ts';
import { httpTransport } from './http.ts';
import { Listeners } from './listeners.ts';
import { socketTransport } from './socket.ts';

export const TIMES = {
  /** Slack has not answered by then: whether it took a message is unknown. */
  answerMs: 10_000,
  /** The socket's own patience with a missing pong, and the gap between a lost socket and the next. */
  pingMs: 5_000,
} as const;

/**
 * What a person waits on. Slack's client would try ten times over half an hour without a limit on any of them, send a
 * post again that may have arrived, and hold everybody's answers while one of them is asked to wait.
 */
export const CLIENT_OPTIONS = {
  timeout: TIMES.answerMs,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
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
  readonly times?: Partial<Record<keyof typeof TIMES, number>>;
  /** Shared by all processes that answer for one workspace. */
  readonly deliveries: Deliveries;
}

export interface Slack extends Component {
  /** HTTP only: where it listens. */
  readonly port?: number;
}

/** Bolt's own lines may hold what people typed, after a colon as a rule: only what stands before it is kept. */
function quietly(log: Logger): BoltLogger {
  const said = (level: 'warn' | 'error') => (first: unknown) =>
    log[level](
      { reason: typeof first === 'string' ? first.split(':')[0]?.slice(0, 80) : reasonOf(first) },
      'Bolt',
    );
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

/**
 * Resolves when Slack can reach it.
 * @throws {ConfigError | UnreachableError} with a line for the operator
 */
export async function startSlack(options: SlackOptions): Promise<Slack> {
  const { botToken, appToken, signingSecret, apiUrl, port, deliveries, log, health } = options;
  const logger = quietly(log);
  const { answerMs, pingMs } = { ...TIMES, ...options.times };
  const socket =
    appToken === undefined ? undefined : socketTransport({ appToken, apiUrl, pingMs, logger, log });
  const http = socket
    ? undefined
    : httpTransport({ signingSecret: signingSecret ?? '', port, health, logger });
  const app = new App({
    token: botToken,
    ...(socket ? { receiver: socket.receiver } : http ? { receiver: http.receiver } : {}),
    logger,
    deferInitialization: true,
    clientOptions: {
      ...CLIENT_OPTIONS,
      timeout: answerMs,
      ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    },
  });
  let listeners: Listeners | undefined;
  let listening: number | undefined;
  try {
    await app.init();
    // The token's own workspace: payloads name theirs in as many ways as there are kinds of them.
    const { team_id: team } = await app.client.auth.test({ token: botToken });
    if (team === undefined) throw new Error('Slack names no workspace for this token');
    const { assistant, charts } = options;
    listeners = new Listeners({ team, assistant, charts, deliveries, answerMs, log });
    listeners.listenTo(app);
    if (socket) await app.start();
    else listening = await http?.listen();
  } catch (error) {
    await socket?.close();
    throw operatorError(error);
  }
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await (socket ?? http)?.close();
    await listeners?.idle();
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

/** The lab on Slack: checks the token, connects by socket or HTTP, answers; and how it stops. */

import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Assistant } from '../../commands/assistant.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import { ClockWatch } from '../../src/clock-watch.ts';
import type { Courier } from '../../src/course/courier.ts';
import type { AskHealth, Component } from '../../src/health.ts';
import type { Logger } from '../../src/log.ts';
import type { Deliveries } from '../../src/store/deliveries.ts';
import { SlackApp } from './app.ts';
import { slackCourier } from './courier.ts';
import { operatorError, reasonOf } from './failures.ts';
import { fileOrigins } from './file-in.ts';
import { Groups } from './groups.ts';
import { httpTransport } from './http.ts';
import { listen } from './listeners.ts';
import { People } from './people.ts';
import { socketTransport } from './socket.ts';
import { Tasks } from './tasks.ts';
import type { Transport, TransportOptions } from './transport.ts';

export const TIMES: Readonly<Record<'answerMs' | 'acknowledgeMs' | 'pingMs' | 'pauseMs', number>> = {
  /** Slack has not answered by then: whether it took a message is unknown. */
  answerMs: 10_000,
  /** What is not answered by then is acknowledged all the same: Slack waits for three seconds. */
  acknowledgeMs: 2_000,
  /** The socket's own patience with a missing pong. */
  pingMs: 5_000,
  /** Between a socket that does not come, or did not last, and the next; longer each time. */
  pauseMs: 1_000,
};

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
  readonly transport: TransportOptions;
  /** Base of the Web API, for a proxy. */
  readonly apiUrl?: string | undefined;
  readonly assistant: Assistant;
  readonly charts: ChartHost;
  readonly log: Logger;
  readonly health: AskHealth;
  readonly times?: Partial<Record<keyof typeof TIMES, number>>;
  /** Shared by all processes that answer for one workspace. */
  readonly deliveries: Deliveries;
  /** Told before anything is accepted: what writes first on Slack. */
  readonly onCourier?: (courier: Courier) => void;
  /** The app was taken out of the workspace; it may be told twice. */
  readonly onRemoved?: (team: string) => Promise<void>;
  /** The app is in the workspace: told at every start, since whoever installs it anew has to start it with the new token. */
  readonly onBack?: (team: string) => Promise<void>;
  /** Milliseconds that only go up: by them each channel has its pace, and what Slack said of people is forgotten. */
  readonly clock?: () => number;
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

function transportOf(
  { transport, apiUrl, log, health }: SlackOptions,
  times: Pick<typeof TIMES, 'pingMs' | 'pauseMs'>,
  clock: ClockWatch,
  logger: BoltLogger,
): Transport {
  return transport.kind === 'socket'
    ? socketTransport({ ...transport, ...times, apiUrl, logger, log })
    : httpTransport({ ...transport, health, clock, log });
}

/** Every answer of Slack's says what time it is there. */
export const datedFetch =
  (onDate: (date: string | null) => void): typeof fetch =>
  async (...asked) => {
    const answer = await fetch(...asked);
    onDate(answer.headers.get('date'));
    return answer;
  };

/**
 * Resolves when Slack can reach it.
 * @throws {ConfigError | UnreachableError} with a line for the operator
 */
export async function startSlack(options: SlackOptions): Promise<Slack> {
  const { botToken, apiUrl, assistant, charts, deliveries, log } = options;
  const logger = quietly(log);
  const { answerMs, acknowledgeMs, pingMs, pauseMs } = { ...TIMES, ...options.times };
  const watch = new ClockWatch('Slack’s', log);
  const transport = transportOf(options, { pingMs, pauseMs }, watch, logger);
  let tasks: Tasks | undefined;
  const app = new SlackApp(
    {
      token: botToken,
      receiver: transport.receiver,
      logger,
      deferInitialization: true,
      convoStore: false,
      clientOptions: {
        ...CLIENT_OPTIONS,
        timeout: answerMs,
        fetch: datedFetch((date) => watch.answered(date)),
        ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
      },
    },
    { acknowledgeMs, log, onFailed: (recipient) => void tasks?.apologize(recipient) },
  );
  let port: number | undefined;
  try {
    port = await transport.listen();
    await app.init();
    const { client } = app;
    const { team_id: team } = await client.auth.test({ token: botToken });
    if (team === undefined) throw new Error('Slack names no workspace for this token');
    const clock = options.clock ? { now: options.clock } : {};
    const people = new People({ team, client, log, ...clock });
    const groups = new Groups({ client, log, ...clock });
    options.onCourier?.(slackCourier({ team, client, charts, commands: assistant.commands, log, ...clock }));
    tasks = new Tasks({ team, client, people, groups, assistant, charts, deliveries, answerMs, log });
    const { onBack } = options;
    if (onBack) void tasks.note('the return', () => onBack(team));
    const files = { token: botToken, origins: fileOrigins(apiUrl) };
    listen(app, { team, assistant, tasks, files, log, onRemoved: options.onRemoved });
    await transport.open(() => app.acknowledgeAll());
  } catch (error) {
    await transport.close();
    throw operatorError(error);
  }
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await app.acknowledgeAll();
    await transport.close();
    await tasks?.idle();
  };
  return {
    name: 'slack',
    ...(port !== undefined && { port }),
    health: async () => transport.health(),
    close: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

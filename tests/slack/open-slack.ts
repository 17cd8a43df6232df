/** The real Slack adapter with real Bolt, against the protocol server, over a store that a test may hold. */

import { type SlackOptions, startSlack } from '../../adapters/slack/slack.ts';
import type { Assistant, Call } from '../../commands/assistant.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import type { Courier } from '../../src/course/courier.ts';
import { createLog } from '../../src/log.ts';
import { openTestLab, type TestLabOptions } from '../support/lab.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer } from './slack-server.ts';

export type Transport = 'socket' | 'http';

export interface OpenOptions
  extends Partial<Omit<SlackOptions, 'transport'>>,
    Pick<TestLabOptions, 'packs' | 'store' | 'backend' | 'now'> {
  readonly server?: SlackServer;
  /** Every call that reaches the assistant, as it is made. */
  readonly heard?: Call[];
}

/** The same assistant, with what is said to it listened to. */
const overheard = (assistant: Assistant, heard: Call[]): Assistant =>
  new Proxy(assistant, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]) => {
        if (name === 'say' || name === 'press' || name === 'ask') heard.push(given[0] as Call);
        return value.apply(target, given);
      };
    },
  });

export async function openSlack(transport: Transport, options: OpenOptions = {}) {
  const { server: given, packs, store, backend, now, heard, ...others } = options;
  const server = given ?? (await SlackServer.start());
  const couriers = new Map<string, Courier>();
  const lab = await openTestLab({
    ...(packs && { packs }),
    ...(store && { store }),
    ...(backend && { backend }),
    ...(now && { now }),
    couriers,
  });
  const slack = await startSlack({
    botToken: BOT_TOKEN,
    transport:
      transport === 'socket'
        ? { kind: transport, appToken: APP_TOKEN }
        : { kind: transport, signingSecret: SIGNING_SECRET, port: 0 },
    apiUrl: server.apiUrl,
    assistant: heard ? overheard(lab.assistant, heard) : lab.assistant,
    deliveries: lab.store.deliveries,
    charts: createChartHost('http://127.0.0.1:3400'),
    log: createLog('silent'),
    health: async () => ({ ok: true, ready: true, checks: {} }),
    onCourier: (courier) => couriers.set(courier.platform, courier),
    ...others,
  });
  if (slack.port !== undefined) server.target = `http://127.0.0.1:${slack.port}/slack/events`;
  return {
    server,
    lab,
    couriers,
    slack,
    close: async () => {
      await slack.close();
      await server.close();
    },
  };
}

/** The real Slack adapter with real Bolt, against the protocol server, over a store that a test may hold. */

import { type SlackOptions, startSlack } from '../../adapters/slack/slack.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import { createLog } from '../../src/log.ts';
import { openTestLab, type TestLabOptions } from '../support/lab.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer } from './slack-server.ts';

export type Transport = 'socket' | 'http';

export interface OpenOptions
  extends Partial<Omit<SlackOptions, 'transport'>>,
    Pick<TestLabOptions, 'packs' | 'store'> {
  readonly server?: SlackServer;
}

export async function openSlack(transport: Transport, options: OpenOptions = {}) {
  const { server: given, packs, store, ...others } = options;
  const server = given ?? (await SlackServer.start());
  const lab = await openTestLab({ ...(packs && { packs }), ...(store && { store }) });
  const slack = await startSlack({
    botToken: BOT_TOKEN,
    transport:
      transport === 'socket'
        ? { kind: transport, appToken: APP_TOKEN }
        : { kind: transport, signingSecret: SIGNING_SECRET, port: 0 },
    apiUrl: server.apiUrl,
    assistant: lab.assistant,
    deliveries: lab.store.deliveries,
    charts: createChartHost('http://127.0.0.1:3400'),
    log: createLog('silent'),
    health: async () => ({ ok: true, checks: {} }),
    ...others,
  });
  if (slack.port !== undefined) server.target = `http://127.0.0.1:${slack.port}/slack/events`;
  return {
    server,
    lab,
    slack,
    close: async () => {
      await slack.close();
      await server.close();
    },
  };
}

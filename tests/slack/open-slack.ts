/** The real Slack adapter with real Bolt, against the protocol server, over a store that a test may hold. */

import { type SlackOptions, startSlack } from '../../adapters/slack/slack.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import type { LedgerStore } from '../../src/ledger/store/store.ts';
import { createLog } from '../../src/log.ts';
import { openTestLab } from '../support/lab.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer } from './slack-server.ts';

export type Transport = 'socket' | 'http';

export async function openSlack(
  transport: Transport,
  options: Partial<SlackOptions> & { store?: LedgerStore; server?: SlackServer } = {},
) {
  const server = options.server ?? (await SlackServer.start());
  const lab = await openTestLab(options.store ? { store: options.store } : {});
  const slack = await startSlack({
    botToken: BOT_TOKEN,
    ...(transport === 'socket' ? { appToken: APP_TOKEN } : { signingSecret: SIGNING_SECRET }),
    apiUrl: server.apiUrl,
    port: 0,
    assistant: lab.assistant,
    deliveries: lab.store.deliveries,
    charts: createChartHost('http://127.0.0.1:3400'),
    log: createLog('silent'),
    health: async () => ({ ok: true, checks: {} }),
    ...options,
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

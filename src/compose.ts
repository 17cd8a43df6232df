/** What every program of this house needs, made from the configuration: store, charts, conversation. */

import { randomBytes } from 'node:crypto';
import { type ChartHost, createChartHost } from './charts/chart-host.ts';
import type { Config } from './config.ts';
import { Conversation } from './conversation/conversation.ts';
import type { Component } from './health.ts';
import { QUADRATIC_WALL } from './labs/quadratic-wall/index.ts';
import type { Deliveries } from './ledger/store/deliveries.ts';
import { openStore } from './ledger/store/open-store.ts';
import type { Logger } from './log.ts';

export interface Composed {
  readonly conversation: Conversation;
  readonly charts: ChartHost;
  /** Shared by every process on this store. */
  readonly deliveries: Deliveries;
  /** Closed last: everything else writes to it. */
  readonly store: Component;
}

/** @throws {StoreStartError} with a line for the operator when the store can't be opened */
export async function compose(config: Config, log: Logger): Promise<Composed> {
  const store = await openStore(config.storeUrl);
  for (const { urgent, says } of await store.advice()) log[urgent ? 'warn' : 'info'](says);
  return {
    conversation: new Conversation({
      lab: QUADRATIC_WALL,
      store,
      edition: config.edition,
      now: () => new Date(),
      newSeed: () => randomBytes(16).toString('hex'),
      onStoreError: (error) => log.error({ err: error }, 'the store failed; the student was told'),
    }),
    charts: createChartHost(config.quickchartUrl),
    deliveries: store.deliveries,
    store: { name: 'store', health: () => store.ping().then(() => 'ok'), close: () => store.close() },
  };
}

/** What every program of this house needs, made from the configuration: store, charts, conversation. */

import { randomBytes } from 'node:crypto';
import { type ChartHost, createChartHost } from './charts/chart-host.ts';
import type { Config } from './config.ts';
import { Conversation } from './conversation/conversation.ts';
import type { Component } from './health.ts';
import { PACKS } from './labs/catalogue.ts';
import { actsWith } from './labs/find.ts';
import type { ActOf } from './ledger/record.ts';
import { openLedgerStore } from './ledger/record-store.ts';
import type { Logger } from './log.ts';
import type { Deliveries } from './store/deliveries.ts';

export interface Composed {
  readonly conversation: Conversation;
  readonly charts: ChartHost;
  /** Shared by every process on this store. */
  readonly deliveries: Deliveries;
  /** Closed last: everything else writes to it. */
  readonly store: Component;
}

/** Records of schema 1 named instruments, of which each act had its own. */
export const actOf: ActOf = (lab, instrument) => {
  const pack = PACKS.find(({ id }) => id === lab);
  return pack && actsWith(pack, instrument)[0]?.id;
};

/** @throws {StoreStartError} with a line for the operator when the store can't be opened */
export async function compose(config: Config, log: Logger): Promise<Composed> {
  const store = await openLedgerStore(config.storeUrl, actOf);
  for (const { urgent, message } of await store.advice()) log[urgent ? 'warn' : 'info'](message);
  return {
    conversation: new Conversation({
      packs: PACKS,
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

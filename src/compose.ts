/** What every program of this house needs, made from the configuration: store, charts, conversation. */

import { randomBytes } from 'node:crypto';
import { type ChartHost, createChartHost } from './charts/chart-host.ts';
import type { Config } from './config.ts';
import { Conversation } from './conversation/conversation.ts';
import type { Courier } from './course/courier.ts';
import { Course } from './course/course.ts';
import { CourseStore } from './course/course-store.ts';
import { Outbox } from './course/outbox.ts';
import type { Component } from './health.ts';
import { PACKS } from './labs/catalogue.ts';
import { RecordStore } from './ledger/record-store.ts';
import type { Logger } from './log.ts';
import type { Deliveries } from './store/deliveries.ts';
import { openBackend } from './store/open-backend.ts';

export interface Composed {
  readonly course: Course;
  readonly rows: CourseStore;
  readonly outbox: Outbox;
  /** Filled by the platforms that are connected; what is not in it can't be written to first. */
  readonly couriers: Map<string, Courier>;
  readonly charts: ChartHost;
  /** Shared by every process on this store. */
  readonly deliveries: Deliveries;
  /** Closed last: everything else writes to it. */
  readonly store: Component;
}

/** @throws {StoreStartError} with a line for the operator when the store can't be opened */
export async function compose(config: Config, log: Logger): Promise<Composed> {
  const backend = await openBackend(config.storeUrl);
  const store = new RecordStore(backend, PACKS);
  for (const { urgent, message } of await store.advice()) log[urgent ? 'warn' : 'info'](message);
  const now = (): Date => new Date();
  const onStoreError = (error: Error): void =>
    log.error({ err: error }, 'the store failed; the person was told');
  const conversation = new Conversation({
    packs: PACKS,
    store,
    edition: config.edition,
    now,
    newSeed: () => randomBytes(16).toString('hex'),
    onStoreError,
  });
  const rows = new CourseStore(backend);
  const couriers = new Map<string, Courier>();
  const outbox = new Outbox({ store: rows, couriers, holder: randomBytes(8).toString('hex'), log });
  return {
    course: new Course({
      conversation,
      store: rows,
      outbox,
      couriers,
      now,
      instructors: config.instructors,
      onStoreError,
    }),
    rows,
    outbox,
    couriers,
    charts: createChartHost(config.quickchartUrl),
    deliveries: store.deliveries,
    store: { name: 'store', health: () => store.ping().then(() => 'ok'), close: () => store.close() },
  };
}

/** What every program of this house needs, made from the configuration: store, charts, conversation. */

import { randomBytes } from 'node:crypto';
import { type ChartHost, createChartHost } from './charts/chart-host.ts';
import type { Config } from './config.ts';
import { Conversation } from './conversation/conversation.ts';
import { checkpointReply } from './course/checkpoints/words.ts';
import { type Clerk, startClerk } from './course/clerk.ts';
import type { Courier } from './course/courier.ts';
import { Course } from './course/course.ts';
import { CourseStore } from './course/course-store.ts';
import { digestReply } from './course/digest.ts';
import { evidenceOver } from './course/evidence.ts';
import { Outbox } from './course/outbox.ts';
import { postReply } from './course/post.ts';
import { keepTo, noteBack, noteRemoved } from './course/retention.ts';
import type { Component } from './health.ts';
import { openLedgerKey } from './key-file.ts';
import { PACKS } from './labs/catalogue.ts';
import type { LedgerKey } from './ledger/ledger-key.ts';
import { RecordStore } from './ledger/record-store.ts';
import type { Logger } from './log.ts';
import { courseId } from './messages/actor.ts';
import { reply } from './messages/reply.ts';
import type { Backend } from './store/backend.ts';
import type { Deliveries } from './store/deliveries.ts';
import { openBackend } from './store/open-backend.ts';
import { troubledLedgers } from './troubled.ts';

export interface Composed {
  readonly course: Course;
  /** What a platform tells of itself once it is connected. */
  readonly platform: PlatformLink;
  /** What everything is kept in. */
  readonly backend: Backend;
  readonly ledgerKey: LedgerKey;
  /** Whether any ledger was met that does not hold. */
  readonly ledgers: Component;
  /** Reminders, posts and digests: started once the platforms are connected. */
  startClerk(): Clerk;
  readonly charts: ChartHost;
  /** Shared by every process on this store. */
  readonly deliveries: Deliveries;
  /** Closed last: everything else writes to it. */
  readonly store: Component;
}

/** What a platform that can be written to first has to say: its courier, and whether it took the app away. */
export interface PlatformLink {
  onCourier(courier: Courier): void;
  /** The app was taken away from a workspace of this platform. */
  onRemoved(platform: string, workspace: string): Promise<void>;
  onBack(platform: string, workspace: string): Promise<void>;
}

/** @throws {StoreStartError} with a line for the operator when the store can't be opened */
export async function compose(config: Config, log: Logger): Promise<Composed> {
  const backend = await openBackend(config.storeUrl);
  for (const { urgent, message } of await backend.advice()) log[urgent ? 'warn' : 'info'](message);
  try {
    const key = await openLedgerKey(config, backend, log);
    return composeOver(backend, config, log, key);
  } catch (error) {
    await backend.close();
    throw error;
  }
}

/**
 * The same over a store that is open.
 * @param key what ledgers are sealed with
 * @param now whose clock everything goes by; the store's own is the backend's
 */
export function composeOver(
  backend: Backend,
  config: Config,
  log: Logger,
  key: LedgerKey,
  now = (): Date => new Date(),
): Composed {
  const troubled = troubledLedgers(log);
  const store = new RecordStore(backend, PACKS, { key, onTrouble: (trouble) => troubled.note(trouble) });
  const onStoreError = (error: Error): void =>
    log.error({ err: error }, 'the store failed; the person was told');
  const rows = new CourseStore(backend, PACKS, key);
  const conversation = new Conversation({
    packs: PACKS,
    store,
    edition: config.edition,
    now,
    newSeed: () => randomBytes(16).toString('hex'),
    evidence: evidenceOver(rows, key, now),
    onStoreError,
  });
  const couriers = new Map<string, Courier>();
  const outbox = new Outbox({ store: rows, couriers, holder: randomBytes(8).toString('hex'), log });
  return {
    backend,
    ledgerKey: key,
    ledgers: troubled,
    course: new Course({
      conversation,
      store: rows,
      outbox,
      couriers,
      now,
      instructors: config.instructors,
      onStoreError,
    }),
    platform: {
      onCourier: (courier) => couriers.set(courier.platform, courier),
      onRemoved: (platform, workspace) => noteRemoved(rows, courseId({ platform, workspace }), now()),
      onBack: (platform, workspace) => noteBack(rows, courseId({ platform, workspace })),
    },
    startClerk: () =>
      startClerk({
        store: rows,
        couriers,
        packs: PACKS,
        log,
        now,
        post: (_, assignment, count) => reply(...postReply(assignment, count)),
        checkpoint: checkpointReply,
        digest: (view, assignment) => digestReply(rows, PACKS, view, assignment, now()),
        keep: (view, at) => keepTo(rows, PACKS, view, at),
      }),
    charts: createChartHost(config.quickchartUrl),
    deliveries: store.deliveries,
    store: { name: 'store', health: () => backend.health(), close: () => store.close() },
  };
}

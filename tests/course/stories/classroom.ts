/** A whole class in memory for a stage: the real course, clerk and store, by a clock that the story moves. */

import { randomBytes } from 'node:crypto';
import { Assistant } from '../../../commands/assistant.ts';
import { Conversation } from '../../../src/conversation/conversation.ts';
import { type Clerk, startClerk } from '../../../src/course/clerk.ts';
import type { Courier } from '../../../src/course/courier.ts';
import { Course } from '../../../src/course/course.ts';
import { CourseStore } from '../../../src/course/course-store.ts';
import { digestReply } from '../../../src/course/digest.ts';
import { Outbox } from '../../../src/course/outbox.ts';
import { postReply } from '../../../src/course/post.ts';
import { FIRST_LAB, PACKS } from '../../../src/labs/catalogue.ts';
import { RecordStore } from '../../../src/ledger/record-store.ts';
import { createLog } from '../../../src/log.ts';
import { reply } from '../../../src/messages/reply.ts';
import type { Backend } from '../../../src/store/backend.ts';
import type { Deliveries } from '../../../src/store/deliveries.ts';
import { keyvBackend } from '../../../src/store/keyv.ts';
import { TEST_KEY } from '../../support/key.ts';

/** The same rows, by a clock that the story moves. */
const withClock = (backend: Backend, now: () => Date): Backend => ({
  ...backend,
  hold: (key, work) => backend.hold(key, work),
  now: async () => now(),
});

const log = createLog('silent');

export interface Classroom {
  readonly assistant: Assistant;
  readonly deliveries: Deliveries;
  readonly now: () => Date;
  /** How the platform is written to, before anything is. */
  onCourier(courier: Courier): void;
  /** Somebody's turn, after which a second has passed. */
  turn<T>(work: Promise<T>): Promise<T>;
  /** Moves the clock, and writes what is due. */
  pass(to: Date): Promise<void>;
  close(): Promise<void>;
}

export function openClassroom(at: Date): Classroom {
  let moment = at.getTime();
  let clerk: Clerk | undefined;
  const now = (): Date => new Date(moment);
  const backend = withClock(keyvBackend(new Map()), now);
  const records = new RecordStore(backend, PACKS, { key: TEST_KEY });
  const store = new CourseStore(backend, PACKS, TEST_KEY);
  const couriers = new Map<string, Courier>();
  const conversation = new Conversation({
    packs: PACKS,
    store: records,
    now,
    newSeed: () => randomBytes(16).toString('hex'),
  });
  const outbox = new Outbox({ store, couriers, holder: 'story', log });
  // It knows the couriers of its start, so it begins once the platform is there; it looks when the clock is moved.
  const clerkOf = (): Clerk =>
    startClerk({
      store,
      couriers,
      packs: PACKS,
      log,
      now,
      tickMs: 1e8,
      // Where a platform asks to wait, the story's time passes too: else nobody would ever have waited long enough.
      wait: async (ms) => {
        moment += ms;
      },
      holder: 'story',
      post: (_, assignment, count) => reply(...postReply(assignment, count)),
      digest: (view, assignment) => digestReply(store, PACKS, view, assignment, now()),
    });
  return {
    assistant: new Assistant(new Course({ conversation, store, outbox, couriers, now }), FIRST_LAB),
    deliveries: records.deliveries,
    now,
    onCourier: (courier) => couriers.set(courier.platform, courier),
    async turn(work) {
      const done = await work;
      moment += 1_000;
      return done;
    },
    async pass(to) {
      moment = to.getTime();
      clerk ??= clerkOf();
      await clerk.tick();
    },
    async close() {
      await clerk?.close();
      await backend.close();
    },
  };
}

/** The demo's class as it is at a given moment, behind the playground's real server: the same forty people each time. */

import { PlaygroundCourier } from '../../adapters/playground/courier.ts';
import { playClass } from '../../adapters/playground/demo/class.ts';
import { startPlayground } from '../../adapters/playground/server.ts';
import { Assistant } from '../../commands/assistant.ts';
import { composeOver } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { CourseStore } from '../../src/course/course-store.ts';
import { healthOf } from '../../src/health.ts';
import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import { createLog } from '../../src/log.ts';
import { courseId } from '../../src/messages/actor.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { TEST_KEY } from '../support/key.ts';
import { emptyPage } from './open-playground.ts';

const COURSE = courseId({ platform: 'playground', workspace: 'local' });

/** @param page the built page's folder; one that is empty where left out */
export async function openDemoClass(present: Date, page = emptyPage()) {
  const log = createLog('silent');
  const clock = { now: present };
  // Once the six days are played, time goes on from the present.
  let since: number | undefined;
  const now = (): Date =>
    since === undefined ? clock.now : new Date(present.getTime() + performance.now() - since);
  const backend = { ...keyvBackend(new Map()), now: async () => now() };
  const composed = composeOver(backend, readConfig({ STORE_URL: 'memory:' }), log, TEST_KEY, now);
  const inbox = new PlaygroundCourier(backend);
  composed.platform.onCourier(inbox);
  const clerk = composed.startClerk();
  const rows = new CourseStore(backend, PACKS, TEST_KEY);
  await playClass({
    course: composed.course,
    clerk,
    clock,
    present,
    zone: 'Europe/Berlin',
    assignment: async () => (await rows.viewNow(COURSE))?.assignments.at(-1)?.id ?? '',
  });
  since = performance.now();
  const server = await startPlayground({
    assistant: new Assistant(composed.course, FIRST_LAB),
    charts: composed.charts,
    health: () => healthOf([composed.store]),
    log,
    inbox,
    publicKey: TEST_KEY.publicKey,
    host: '127.0.0.1',
    port: 0,
    expose: false,
    page,
  });
  return {
    address: server.address,
    backend,
    audits: () => rows.audits(COURSE),
    async close() {
      await server.close();
      await clerk.close();
      await composed.store.close();
    },
  };
}

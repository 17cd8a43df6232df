/** The entry of `npm run demo`: a class of forty to look at, in memory, with the instructor's page open first. */

import { randomBytes } from 'node:crypto';
import { Assistant } from '../../../commands/assistant.ts';
import { composeOver } from '../../../src/compose.ts';
import type { Config } from '../../../src/config.ts';
import { CourseStore } from '../../../src/course/course-store.ts';
import { healthOf } from '../../../src/health.ts';
import { FIRST_LAB, PACKS } from '../../../src/labs/catalogue.ts';
import { ledgerKey } from '../../../src/ledger/ledger-key.ts';
import { createLog } from '../../../src/log.ts';
import { courseId } from '../../../src/messages/actor.ts';
import { runProgram } from '../../../src/program.ts';
import type { Backend } from '../../../src/store/backend.ts';
import { keyvBackend } from '../../../src/store/keyv.ts';
import { PlaygroundCourier } from '../courier.ts';
import { startPlayground } from '../server.ts';
import { type DemoClock, playClass } from './class.ts';
import { canvasExport } from './people.ts';

const HERE = { platform: 'playground', workspace: 'local' };

/** A store whose clock is the demo's. */
const withClock = (backend: Backend, now: () => Date): Backend => ({ ...backend, now: async () => now() });

async function main(config: Config): Promise<void> {
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const present = new Date();
  const clock: DemoClock = { now: present };
  let live = false;
  const now = (): Date => (live ? new Date() : clock.now);
  const backend = withClock(keyvBackend(new Map()), now);
  const key = ledgerKey(randomBytes(32).toString('hex'));
  const composed = composeOver(backend, config, log, key, now);
  const inbox = new PlaygroundCourier(backend);
  composed.platform.onCourier(inbox);
  const clerk = composed.startClerk();
  const rows = new CourseStore(backend, PACKS, key);
  const started = performance.now();
  await playClass({
    course: composed.course,
    clerk,
    clock,
    present,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    assignment: async () => (await rows.viewNow(courseId(HERE)))?.assignments.at(-1)?.id ?? '',
  });
  live = true;
  const playground = await startPlayground({
    assistant: new Assistant(composed.course, FIRST_LAB),
    charts: composed.charts,
    health: () => healthOf([composed.store, clerk]),
    log,
    inbox,
    publicKey: key.publicKey,
    sample: { name: 'canvas-export.csv', content: canvasExport(PACKS[0]?.title ?? '') },
    host: config.playgroundHost,
    port: config.port,
    expose: config.playgroundExpose !== undefined,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    [
      `A class of forty has done its homework for six days (made in ${seconds} s, in memory, gone at the end).`,
      `Look at it as its instructor: ${playground.address}/?as=instructor#class`,
      'Stop it with Ctrl+C.',
      '',
    ].join('\n'),
  );
  const stop = async (): Promise<void> => {
    await playground.close();
    await clerk.close();
    await composed.store.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

runProgram(main);

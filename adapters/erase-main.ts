/** The entry of `npm run erase`: deletes what is held about one person, with the store to itself. */

import { CourseStore } from '../src/course/course-store.ts';
import { openLedgerKey } from '../src/key-file.ts';
import { PACKS } from '../src/labs/catalogue.ts';
import { createLog } from '../src/log.ts';
import { runProgram } from '../src/program.ts';
import { openBackend } from '../src/store/open-backend.ts';
import { eraseFor, readErasure } from './erase.ts';

runProgram(async (config) => {
  const asked = readErasure(process.argv.slice(2));
  const backend = await openBackend(config.storeUrl);
  try {
    // Here only what was asked for is said.
    const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel);
    const key = await openLedgerKey(config, backend, log);
    await eraseFor(asked, new CourseStore(backend, PACKS, key), PACKS, (line) =>
      process.stdout.write(`${line}\n`),
    );
  } finally {
    await backend.close();
  }
});

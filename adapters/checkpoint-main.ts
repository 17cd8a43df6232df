/** The entry of `npm run checkpoint`. A file is only opened while the lab does not run on it. */

import { CourseStore } from '../src/course/course-store.ts';
import { openLedgerKey } from '../src/key-file.ts';
import { PACKS } from '../src/labs/catalogue.ts';
import { createLog } from '../src/log.ts';
import { EXIT, runProgram } from '../src/program.ts';
import { openBackend } from '../src/store/open-backend.ts';
import { readAsked, runCheckpoint } from './checkpoint.ts';

runProgram(async (config) => {
  const asked = readAsked(process.argv.slice(2));
  const backend = await openBackend(config.storeUrl);
  try {
    const key = await openLedgerKey(config, backend, createLog(config.logLevel));
    const store = new CourseStore(backend, PACKS, key);
    const fits = await runCheckpoint(asked, store, PACKS, (line) => process.stdout.write(`${line}\n`));
    if (!fits) process.exitCode = EXIT.failed;
  } finally {
    await backend.close();
  }
});

/** The entry of `npm run erase`: deletes what is held about one person, with the store to itself. */

import { CourseStore } from '../src/course/course-store.ts';
import { PACKS } from '../src/labs/catalogue.ts';
import { runProgram } from '../src/program.ts';
import { openBackend } from '../src/store/open-backend.ts';
import { eraseFor, readErasure } from './erase.ts';

runProgram(async ({ storeUrl }) => {
  const asked = readErasure(process.argv.slice(2));
  const backend = await openBackend(storeUrl);
  try {
    await eraseFor(asked, new CourseStore(backend), PACKS, (line) => process.stdout.write(`${line}\n`));
  } finally {
    await backend.close();
  }
});

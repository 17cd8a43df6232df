/** Opens a store, says so, and holds it until it is told to end. */

import { openTestStore } from '../../support/stores.ts';

try {
  await openTestStore(process.argv[2] ?? '');
  process.stdout.write('open\n');
  setInterval(() => undefined, 1000);
} catch (error) {
  process.stdout.write(`refused: ${error instanceof Error ? error.message : String(error)}\n`);
}

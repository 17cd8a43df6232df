/** Opens a store, says so, and holds it until it is told to end. */

import { openStore } from '../../../src/ledger/store/open-store.ts';

try {
  await openStore(process.argv[2] ?? '');
  process.stdout.write('open\n');
  setInterval(() => undefined, 1000);
} catch (error) {
  process.stdout.write(`refused: ${error instanceof Error ? error.message : String(error)}\n`);
}

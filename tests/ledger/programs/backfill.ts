/** Sums up older records for the class, and says on standard output when it begins and when it is done. */

import { PACKS } from '../../../src/labs/catalogue.ts';
import { backfill } from '../../../src/ledger/backfill.ts';
import { openBackend } from '../../../src/store/open-backend.ts';
import { TEST_KEY } from '../../support/key.ts';

const [url = ''] = process.argv.slice(2);
const backend = await openBackend(url);
process.stdout.write('open\n');
const rebuilt = await backfill(backend, PACKS, TEST_KEY);
await backend.close();
process.stdout.write(`done ${JSON.stringify(rebuilt ?? null)}\n`);

/** Writes rows without end, notes the file's progress every few milliseconds, and says so once it is open. */

import { openSqlite } from '../../../src/store/sqlite.ts';

const [file = ''] = process.argv.slice(2);
const table = await openSqlite(file, { times: { noteMs: 2, checkpointMs: 7 } });
process.stdout.write('open\n');
for (let row = 0; ; row++) await table.set(`ledger:${row % 50}`, `${'x'.repeat(2_000)}${row}`);

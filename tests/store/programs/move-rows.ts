/**
 * Writes pairs of rows together, then moves each pair to another collection with one write, and says so on standard output
 * only once a write is durable.
 */

import { openBackend } from '../../../src/store/open-backend.ts';

const [url = '', from = '0'] = process.argv.slice(2);
const AT_ONCE = 4;
/** As long as a student's record, so that a pair is on several pages of a file. */
const TEXT = 'x'.repeat(6_000);

const backend = await openBackend(url);
process.stdout.write('open\n');

async function moveOne(number: number): Promise<void> {
  const write = (rows: readonly [string, string | null][]): Promise<void> =>
    backend.hold(`pair ${number}`, (held) => held.write(new Map(rows)));
  await write([
    [`record:${number}`, TEXT],
    [`before/${number}`, TEXT],
  ]);
  process.stdout.write(`written ${number}\n`);
  await write([
    [`record:${number}`, 'moved'],
    [`before/${number}`, null],
    [`after/${number}`, TEXT],
  ]);
  process.stdout.write(`moved ${number}\n`);
}

for (let number = Number(from); ; number += AT_ONCE) {
  await Promise.all(Array.from({ length: AT_ONCE }, (_, each) => moveOne(number + each)));
}

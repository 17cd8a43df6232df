/** Prints what the table’s inputs are read as, in every zone, on the host zone that TZ names. */

import { UserError } from '../../../src/messages/user-error.ts';
import { instantsOf } from '../../../src/time/wall.ts';
import { readDue } from '../../../src/time/when.ts';
import { NOW_WALL, READ, REFUSED, ZONES } from '../table.ts';

/** Where the host’s own changes of clocks lie in the way: just before them in New York and Berlin, and in them. */
const NEAR_CHANGES = [
  '2026-10-25T02:30',
  '2026-10-30T01:30',
  '2027-03-12T02:30',
  '2027-03-14T02:30',
  '2027-03-26T02:15',
];
const COUNTED = ['in 2 days', 'in 48 hours', 'in 49 hours', 'tomorrow', 'Sunday 02:30', '23:59', 'in 1 week'];

async function answer(typed: string, zone: string, nowWall: string): Promise<string> {
  const now = instantsOf(nowWall, zone)[0] ?? new Date(Number.NaN);
  try {
    return JSON.stringify(await readDue(typed, { now, zone }));
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

// Proof that the host’s zone took effect, which must not be in the answers.
console.log(`hour ${new Date('2026-07-01T00:00Z').getHours()}`);
for (const zone of ZONES) {
  for (const [typed] of [...READ, ...REFUSED])
    console.log(`${zone} ${typed} ${await answer(typed, zone, NOW_WALL)}`);
  for (const nowWall of NEAR_CHANGES.filter((wall) => instantsOf(wall, zone).length > 0))
    for (const typed of COUNTED)
      console.log(`${zone} ${nowWall} ${typed} ${await answer(typed, zone, nowWall)}`);
}
console.log(`hour ${new Date('2026-07-01T00:00Z').getHours()}`);

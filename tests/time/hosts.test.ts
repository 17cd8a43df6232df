/** What a date means does not depend on the zone of the machine that reads it. */

import { describe, expect, it } from 'vitest';
import { bundle, run } from '../support/child.ts';
import { HOSTS, READ, REFUSED, ZONES } from './table.ts';

describe('dates on hosts in other zones', () => {
  it('are read the same on every host', async () => {
    expect(READ.length).toBeGreaterThanOrEqual(60);
    const program = await bundle('tests/time/programs/read-table.ts');
    const outputs = await Promise.all(
      HOSTS.map(async (host) => {
        const child = run(program, [], { TZ: host });
        expect(await child.ended, child.errors()).toBe(0);
        return child.lines;
      }),
    );
    // Each ran in its own zone, before and after.
    const hours = outputs.map((lines) => [lines.at(0), lines.at(-1)]);
    expect(hours).toEqual(['0', '20', '2', '13', '5'].map((hour) => [`hour ${hour}`, `hour ${hour}`]));
    const [utc = [], ...others] = outputs.map((lines) => lines.slice(1, -1));
    expect(utc.length).toBeGreaterThan(ZONES.length * (READ.length + REFUSED.length));
    for (const other of others) expect(other).toEqual(utc);
  });
});

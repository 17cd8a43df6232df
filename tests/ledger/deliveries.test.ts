/** Deliveries of one process: the contract, and that what is done is remembered for as long as it may come again, and not for ever. */

import { describe, expect, it } from 'vitest';
import { deliveriesHere, LEASE_MS, REMEMBERED_MS, RecentIds } from '../../src/store/deliveries.ts';
import { deliveriesContract } from './deliveries-contract.ts';

describe('deliveries of one process', () =>
  deliveriesContract(async () => {
    let now = 0;
    const deliveries = deliveriesHere(() => now);
    return {
      one: deliveries,
      other: deliveries,
      endLease: async () => {
        now += LEASE_MS;
      },
      close: async () => undefined,
    };
  }));

describe('ids that were seen', () => {
  it('hold for an hour at least, and are forgotten after two', () => {
    let now = 0;
    const seen = new RecentIds(() => now);
    seen.add('first');
    now = REMEMBERED_MS - 1;
    seen.add('last minute');
    expect(seen.has('first')).toBe(true);
    now = 2 * REMEMBERED_MS - 2;
    seen.add('another');
    expect(seen.has('last minute'), 'within an hour of its being added').toBe(true);
    now = 3 * REMEMBERED_MS;
    seen.add('yet another');
    expect(seen.has('first')).toBe(false);
  });

  it('are bounded in number', () => {
    const seen = new RecentIds(() => 0);
    for (let n = 0; n < 250_000; n++) seen.add(String(n));
    expect(seen.has('249999')).toBe(true);
    expect(seen.has('0')).toBe(false);
  });
});

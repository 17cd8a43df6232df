/** Deliveries of one process: claimed once, for as long as a platform may deliver them again, and not for ever. */

import { describe, expect, it } from 'vitest';
import { deliveriesHere, REMEMBERED_MS } from '../../src/ledger/store/deliveries.ts';

describe('claims of one process', () => {
  it('hold for an hour at least, and are forgotten after two', async () => {
    let now = 0;
    const { claim } = deliveriesHere(() => now);
    expect(await claim('first')).toBe(true);
    now = REMEMBERED_MS - 1;
    expect(await claim('last minute')).toBe(true);
    expect(await claim('first')).toBe(false);
    now = 2 * REMEMBERED_MS - 2;
    expect(await claim('another')).toBe(true);
    expect(await claim('last minute'), 'within an hour of its claim').toBe(false);
    now = 3 * REMEMBERED_MS;
    expect(await claim('yet another')).toBe(true);
    expect(await claim('first')).toBe(true);
  });

  it('are bounded in number', async () => {
    const { claim } = deliveriesHere(() => 0);
    for (let n = 0; n < 250_000; n++) await claim(String(n));
    expect(await claim('249999')).toBe(false);
    expect(await claim('0')).toBe(true);
  });
});

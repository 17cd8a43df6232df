/** Deliveries of one process: new once, for as long as a platform may deliver them again, and not for ever. */

import { describe, expect, it } from 'vitest';
import { deliveriesSeen, REMEMBERED_MS } from '../../src/store/deliveries.ts';

describe('ids that were seen', () => {
  it('hold for an hour at least, and are forgotten after two', () => {
    let now = 0;
    const claim = deliveriesSeen(() => now);
    expect(claim('first')).toBe(true);
    now = REMEMBERED_MS - 1;
    expect(claim('last minute')).toBe(true);
    expect(claim('first')).toBe(false);
    now = 2 * REMEMBERED_MS - 2;
    expect(claim('another')).toBe(true);
    expect(claim('last minute'), 'within an hour of its claim').toBe(false);
    now = 3 * REMEMBERED_MS;
    expect(claim('yet another')).toBe(true);
    expect(claim('first')).toBe(true);
  });

  it('are bounded in number', () => {
    const claim = deliveriesSeen(() => 0);
    for (let n = 0; n < 250_000; n++) claim(String(n));
    expect(claim('249999')).toBe(false);
    expect(claim('0')).toBe(true);
  });
});

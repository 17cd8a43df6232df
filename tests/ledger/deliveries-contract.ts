/** The contract of deliveries, run on every store: one takes a delivery up, another only once it has ended, nobody once it is done. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Deliveries } from '../../src/store/deliveries.ts';

export interface OpenedDeliveries {
  /** As two processes have them. */
  readonly one: Deliveries;
  readonly other: Deliveries;
  /** Lets the time of its lease pass. */
  endLease(id: string): Promise<unknown>;
  /** A delivery as the version before leases left it; nothing where that version kept none. */
  writeAsBefore?(id: string): Promise<unknown>;
  close(): Promise<unknown>;
}

export function deliveriesContract(open: () => Promise<OpenedDeliveries>): void {
  let opened: OpenedDeliveries;
  let one: Deliveries;
  let other: Deliveries;
  beforeEach(async () => {
    opened = await open();
    ({ one, other } = opened);
  });
  afterEach(() => opened.close());

  it('are taken up by one of many', async () => {
    const claims = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? one : other).claim('a')));
    expect(claims.toSorted()).toEqual([...Array(19).fill('elsewhere'), 'mine']);
    expect(await other.claim('b')).toBe('mine');
  });

  it('are taken up again once their lease has ended, by one', async () => {
    expect(await one.claim('a')).toBe('mine');
    await opened.endLease('a');
    const claims = await Promise.all([one.claim('a'), other.claim('a'), other.claim('a')]);
    expect(claims.toSorted()).toEqual(['elsewhere', 'elsewhere', 'mine']);
  });

  it('are kept by whoever renews, also where the lease has just ended', async () => {
    await one.claim('a');
    await opened.endLease('a');
    await one.renew('a');
    expect(await other.claim('a')).toBe('elsewhere');
  });

  it('are taken up by nobody once they are done, whatever comes late', async () => {
    await one.claim('a');
    await one.done('a');
    await other.renew('a');
    await opened.endLease('a');
    expect(await Promise.all([one.claim('a'), other.claim('a')])).toEqual(['done', 'done']);
    await other.done('a');
    await one.done('never claimed');
    expect(await other.claim('never claimed')).toBe('done');
  });

  it('that the version before took up are done', async () => {
    if (!opened.writeAsBefore) return;
    await opened.writeAsBefore('a');
    await one.renew('a');
    expect(await other.claim('a')).toBe('done');
  });
}

/** Taking up: one works on a delivery while the others wait for its end, and one of them goes on where it dies. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type Deliveries, deliveriesHere, LEASE_MS } from '../../src/store/deliveries.ts';
import { Intake, type Taken } from '../../src/store/intake.ts';

const log = createLog('silent');
/** What is there at the next look, long before any time is up. */
const SOON_MS = LEASE_MS / 2;

let deliveries: Deliveries;
let one: Intake;
let other: Intake;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] });
  deliveries = deliveriesHere();
  [one, other] = [new Intake(deliveries, log), new Intake(deliveries, log)];
});
afterEach(() => {
  vi.useRealTimers();
});

async function taken(taking: Promise<Taken | undefined>): Promise<Taken> {
  const held = await taking;
  if (!held) throw new Error('taken up by somebody else');
  return held;
}

/** What it has come to after this time: undefined until then. */
function watch(taking: Promise<Taken | undefined>): { came: 'mine' | 'nothing' | undefined } {
  const seen: { came: 'mine' | 'nothing' | undefined } = { came: undefined };
  void taking.then((held) => {
    seen.came = held ? 'mine' : 'nothing';
  });
  return seen;
}

describe('a delivery', () => {
  it('that is under way here, or done, is dropped', async () => {
    const held = await taken(one.take('a'));
    expect(await one.take('a')).toBeUndefined();
    await held.done();
    expect(await one.take('a')).toBeUndefined();
    expect(await other.take('a')).toBeUndefined();
  });

  it('that another has is waited for until it is done', async () => {
    const held = await taken(one.take('a'));
    const waiting = watch(other.take('a'));
    // However long that takes: the lease is renewed.
    await vi.advanceTimersByTimeAsync(5 * LEASE_MS);
    expect(waiting.came).toBeUndefined();
    await held.done();
    await vi.advanceTimersByTimeAsync(SOON_MS);
    expect(waiting.came).toBe('nothing');
  });

  it('that another had when it died is taken up when its lease has ended', async () => {
    await deliveries.claim('a');
    const waiting = watch(other.take('a'));
    await vi.advanceTimersByTimeAsync(LEASE_MS - 1);
    expect(waiting.came).toBeUndefined();
    await vi.advanceTimersByTimeAsync(SOON_MS);
    expect(waiting.came).toBe('mine');
  });

  it('that was left is taken up where it comes again', async () => {
    (await taken(one.take('a'))).leave();
    const again = watch(one.take('a'));
    await vi.advanceTimersByTimeAsync(LEASE_MS + SOON_MS);
    expect(again.came).toBe('mine');
  });

  it('that a live process keeps for ever is not waited for as long', async () => {
    await taken(one.take('a'));
    const waiting = watch(other.take('a'));
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(waiting.came).toBe('nothing');
  });

  it('of which the store says nothing is taken up when it comes again', async () => {
    const claim = vi.spyOn(deliveries, 'claim').mockRejectedValueOnce(new Error('away'));
    await expect(one.take('a')).rejects.toThrow('away');
    claim.mockRestore();
    await (await taken(one.take('a'))).done();
  });

  it('whose end can’t be stored is at least not answered twice here', async () => {
    vi.spyOn(deliveries, 'done').mockRejectedValue(new Error('away'));
    await (await taken(one.take('a'))).done();
    await vi.advanceTimersByTimeAsync(2 * LEASE_MS);
    expect(await one.take('a')).toBeUndefined();
  });
});

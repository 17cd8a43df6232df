/** One holder of a key at a time, in order, whatever the keys, the waits and the failures. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedLock } from '../../src/store/keyed-lock.ts';

/** Work on a key that gives way to others so many times, and then perhaps fails. */
const job = fc.record({ key: fc.constantFrom('a', 'b', 'c'), yields: fc.nat(4), fails: fc.boolean() });

describe('a keyed lock', () => {
  it('holds one at a time for each key, first come first served, forgets idle keys and survives failures', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(job, { maxLength: 30 }), async (jobs) => {
        const lock = new KeyedLock();
        const holding = new Set<string>();
        const began: number[] = [];
        const outcomes = await Promise.allSettled(
          jobs.map(({ key, yields, fails }, index) =>
            lock.run(key, async () => {
              expect(holding.has(key)).toBe(false);
              holding.add(key);
              began.push(index);
              for (let n = 0; n < yields; n++) await new Promise((resolve) => setImmediate(resolve));
              holding.delete(key);
              if (fails) throw new RangeError(`job ${index}`);
              return index;
            }),
          ),
        );
        expect(outcomes).toEqual(
          jobs.map(({ fails }, index) =>
            fails
              ? { status: 'rejected', reason: new RangeError(`job ${index}`) }
              : { status: 'fulfilled', value: index },
          ),
        );
        for (const key of ['a', 'b', 'c']) {
          const order = began.filter((index) => jobs[index]?.key === key);
          expect(order).toEqual([...order].sort((x, y) => x - y));
        }
        expect(lock.size).toBe(0);
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  it('runs different keys side by side', async () => {
    const lock = new KeyedLock();
    let release: () => void = () => undefined;
    const held = lock.run('a', () => new Promise<void>((resolve) => (release = resolve)));
    await lock.run('b', async () => undefined);
    expect(lock.size).toBe(1);
    release();
    await held;
  });

  it('keeps a key for those who came while others waited', async () => {
    const lock = new KeyedLock();
    const seen: string[] = [];
    const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
    const slow = (name: string) =>
      lock.run('a', async () => {
        seen.push(`${name} in`);
        await pause();
        await pause();
        seen.push(`${name} out`);
      });
    const first = slow('1');
    const second = slow('2');
    await first;
    await Promise.all([second, slow('3')]);
    expect(seen).toEqual(['1 in', '1 out', '2 in', '2 out', '3 in', '3 out']);
  });
});

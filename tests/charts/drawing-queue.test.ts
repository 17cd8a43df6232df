/** Charts in turn: few at once, in order, behind whatever else the loop has to do, and never for ever. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/charts/chart.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import { drawingQueue, NotDrawnError, QUEUE_LIMITS } from '../../src/charts/drawing-queue.ts';
import { STAGES } from '../support/sample-charts.ts';

const named = (title: string): Chart => ({ ...STAGES, title });
const bytesOf = ({ title }: Chart): Uint8Array => Buffer.from(title);

/** Holds the loop. */
function busy(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

const rounds = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await new Promise((resolve) => setImmediate(resolve));
};

describe('the queue of charts', () => {
  it('draws two at once at the most, in order, and gives each what became of its own', async () => {
    const jobs = fc.array(fc.record({ rounds: fc.nat(3), fails: fc.boolean() }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(jobs, async (all) => {
        const begun: string[] = [];
        let most = 0;
        let drawing = 0;
        const draw = drawingQueue(async (chart) => {
          begun.push(chart.title);
          drawing += 1;
          most = Math.max(most, drawing);
          const job = all[Number(chart.title)];
          await rounds(job?.rounds ?? 0);
          drawing -= 1;
          if (job?.fails) throw new RangeError(chart.title);
          return bytesOf(chart);
        });
        const names = all.map((_, n) => String(n));
        const outcomes = await Promise.allSettled(names.map((name) => draw(named(name))));
        expect(outcomes).toEqual(
          all.map(({ fails }, n) =>
            fails
              ? { status: 'rejected', reason: new RangeError(String(n)) }
              : { status: 'fulfilled', value: Buffer.from(String(n)) },
          ),
        );
        expect(begun).toEqual(names);
        expect(most).toBeLessThanOrEqual(QUEUE_LIMITS.drawnAtOnce);
      }),
      { seed: 6, numRuns: 10 },
    );
  });

  it('lets what else the loop has to do go first, and draws all the same where that does not end', async () => {
    let working = true;
    let turns = 0;
    const others = (async () => {
      for (; working; turns += 1) {
        busy(2 * QUEUE_LIMITS.breathMs);
        await rounds(1);
      }
    })();
    const draw = drawingQueue(async (chart) => bytesOf(chart));
    expect(await draw(named('a'))).toEqual(Buffer.from('a'));
    const meanwhile = turns;
    working = false;
    await others;
    expect(meanwhile).toBeGreaterThan(3);
  });

  it('refuses at once what is too much, and what has waited too long when its turn comes', async () => {
    let clock = 0;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const drawn: string[] = [];
    const draw = drawingQueue(
      async (chart) => {
        drawn.push(chart.title);
        await finished;
        return bytesOf(chart);
      },
      () => clock,
    );
    const { drawnAtOnce, waiting, waitMs } = QUEUE_LIMITS;
    const first = Array.from({ length: drawnAtOnce }, (_, n) => draw(named(`first ${n}`)));
    const rest = Promise.allSettled(Array.from({ length: waiting }, (_, n) => draw(named(`later ${n}`))));
    await expect(draw(named('too many'))).rejects.toThrow(NotDrawnError);
    await expect.poll(() => drawn.length).toBe(drawnAtOnce);
    clock = waitMs + 1;
    finish();
    expect((await Promise.all(first)).length).toBe(drawnAtOnce);
    const late = new Set(
      (await rest).map((each) => (each.status === 'rejected' ? each.reason.name : 'drawn')),
    );
    expect([...late]).toEqual(['NotDrawnError']);
    expect(await draw(named('afterwards'))).toEqual(Buffer.from('afterwards'));
  });

  it('draws a chart once for all who ask for it at once', async () => {
    const host = createChartHost('embedded');
    const [first, ...others] = await Promise.all(Array.from({ length: 4 }, () => host.draw(STAGES)));
    expect(others.every((each) => each === first)).toBe(true);
    expect(await host.draw(STAGES)).toBe(first);
  });
});

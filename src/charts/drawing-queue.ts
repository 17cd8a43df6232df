/** Charts that wait to be drawn: few at once, behind everything else that the event loop has to do, and none for long. */

import { setImmediate as loopRound, setTimeout as sleep } from 'node:timers/promises';
import type { Chart } from './chart.ts';

export const QUEUE_LIMITS = {
  /** One is laid out on this thread, which takes some 30 ms, while another is compressed beside it. */
  drawnAtOnce: 2,
  /** More than a lecture asks for in one moment. Whoever comes then is answered at once, without a picture. */
  waiting: 500,
  /** Shorter than a page waits for its answer; platforms that were told to wait would wait longer. */
  waitMs: 12_000,
  /** Between two charts, for what came while the first was laid out. The other one is compressed meanwhile, so it costs nothing. */
  breathMs: 5,
  /** Where the loop worked for a larger share of a breath there are answers to give: then the chart waits for another breath. */
  busy: 0.5,
  /** All breaths before one chart: where the other work doesn't end, pictures come slowly, but they come. */
  breathsMs: 1_000,
} as const;

/** The chart's facts have to stand for it: too many others wait, or it has waited too long. */
export class NotDrawnError extends Error {
  override readonly name = 'NotDrawnError';
}

interface Waiting {
  readonly chart: Chart;
  readonly since: number;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * @param draw lays a chart out in its first step, which holds the loop
 * @param now in ms, from any beginning
 * @returns the same, in turn; it rejects with what drawing rejects with, or with {@link NotDrawnError}
 */
export function drawingQueue(
  draw: (chart: Chart) => Promise<Uint8Array>,
  now: () => number = () => performance.now(),
): (chart: Chart) => Promise<Uint8Array> {
  const waiting: Waiting[] = [];
  let workers = 0;
  let breathing: Promise<unknown> = Promise.resolve();

  async function quiet(): Promise<void> {
    const began = now();
    let worked: number;
    do {
      const before = performance.eventLoopUtilization();
      await sleep(QUEUE_LIMITS.breathMs);
      worked = performance.eventLoopUtilization(before).utilization;
    } while (worked > QUEUE_LIMITS.busy && now() - began < QUEUE_LIMITS.breathsMs);
  }

  /** One after the other, so that two charts are never laid out without a breath between them. */
  const breath = (): Promise<unknown> => {
    breathing = breathing.then(quiet);
    return breathing;
  };

  async function work(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (now() - next.since > QUEUE_LIMITS.waitMs) {
        next.reject(new NotDrawnError('a chart waited too long to be drawn'));
        // Its message is made and sent before the next one's.
        await loopRound();
      } else {
        await breath();
        await draw(next.chart).then(next.resolve, next.reject);
      }
    }
    workers -= 1;
  }

  return (chart) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= QUEUE_LIMITS.waiting) {
        reject(new NotDrawnError('too many charts wait to be drawn'));
        return;
      }
      waiting.push({ chart, since: now(), resolve, reject });
      if (workers === QUEUE_LIMITS.drawnAtOnce) return;
      workers += 1;
      void work();
    });
}

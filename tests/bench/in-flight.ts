/** Keeps a number of turns in flight until all are done: how many a second, and how long the slow ones took. */

export interface Pace {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** @param one does one turn, as worker number `worker` */
export async function inFlight(
  workers: number,
  turns: number,
  one: (worker: number, turn: number) => Promise<unknown>,
): Promise<Pace> {
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let turn = next++; turn < turns; turn = next++) {
        const begun = performance.now();
        await one(worker, turn);
        times.push(performance.now() - begun);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  return { perSecond: turns / seconds, p99Ms: times[Math.floor(times.length * 0.99)] as number };
}

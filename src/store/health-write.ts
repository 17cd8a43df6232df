/** The write by which a store is asked whether it takes any: one at a time, so that many who ask are no burden. */

/** How long an answer is good for, in milliseconds. */
const FRESH_MS = 1_000;

/** Processes on one store share this many rows for it, whoever comes and goes. */
const ROWS = 16;

/** @param random from 0 up to 1 */
export const healthRow = (random: number): string => `health:${Math.floor(random * ROWS)}`;

/**
 * Whoever asks while a write runs, or shortly after it ended, gets its answer, a failure too.
 * @param write resolves with what is to be said once it is durable
 * @param now milliseconds that only go up
 */
export function asked(write: () => Promise<string>, now = () => performance.now()): () => Promise<string> {
  let last: { readonly answer: Promise<string>; freshUntil: number } | undefined;
  return () => {
    if (last && now() < last.freshUntil) return last.answer;
    const answer = write();
    const asking = { answer, freshUntil: Number.POSITIVE_INFINITY };
    last = asking;
    const over = (): void => {
      asking.freshUntil = now() + FRESH_MS;
    };
    answer.then(over, over);
    return answer;
  };
}

/** Moments to end a process at: random, and the same in every run of a test. */

/** Park and Miller's generator, from 0 to 1. */
export function* moments(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

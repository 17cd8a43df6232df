/** Integrals over a finite interval by Gauss and Legendre, with nodes that are found once. */

const NODES = 96;
const NEWTON_STEPS = 8;

/** The Legendre polynomial of degree `NODES` and its derivative at x, by the three-term recurrence. */
function legendre(x: number): readonly [value: number, slope: number] {
  let [before, value] = [1, x];
  for (let degree = 2; degree <= NODES; degree++) {
    [before, value] = [value, ((2 * degree - 1) * x * value - (degree - 1) * before) / degree];
  }
  return [value, (NODES * (x * value - before)) / (x * x - 1)];
}

/** `[x, weight]` on [−1, 1]. Tricomi's approximation starts Newton's method close enough for every root. */
const RULE = Array.from({ length: NODES }, (_, index) => {
  let x = Math.cos((Math.PI * (index + 0.75)) / (NODES + 0.5));
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const [value, slope] = legendre(x);
    x -= value / slope;
  }
  const [, slope] = legendre(x);
  return [x, 2 / ((1 - x * x) * slope * slope)] as const;
});

/** `∫ f(u) du` over [from, to], exact for polynomials up to degree 191. */
export function integral(f: (u: number) => number, from: number, to: number): number {
  const [middle, half] = [(from + to) / 2, (to - from) / 2];
  let sum = 0;
  for (const [x, weight] of RULE) sum += weight * f(middle + half * x);
  return half * sum;
}

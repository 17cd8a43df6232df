/** Points in hundredths: read from any export, written plainly, scaled half up (G7). */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPoints, scaledPoints, writePoints } from '../../../src/course/gradebook/points.ts';

describe('points', () => {
  it.each([
    ['6', 600],
    ['6.00', 600],
    ['4,5', 450],
    [' 75.00 % ', 7500],
    ['75%', 7500],
    ['1,000.50', 100_050],
    ['1.000,50', 100_050],
    ['1,000', 100],
    ['.5', 50],
    ['2.', 200],
    ['0.005', 1],
    ['0.0049', 0],
    ['1.995', 200],
    ['-1.5', -150],
    ['-0.001', 0],
  ])('%s is %i hundredths', (cell, hundredths) => {
    expect(readPoints(cell)).toBe(hundredths);
  });

  it.each(['', '-', '.', ',', 'EX', 'N/A', '1e3', 'A-', '(read only)', '1 000'])(
    '“%s” is no number',
    (cell) => {
      expect(readPoints(cell)).toBeUndefined();
    },
  );

  it('are written with two decimals at most, as a number prints, and read back', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (hundredths) => {
        expect(writePoints(hundredths)).toBe(String(hundredths / 100));
        expect(readPoints(writePoints(hundredths))).toBe(hundredths);
        expect(readPoints((hundredths / 100).toFixed(2).replace('.', ','))).toBe(hundredths);
      }),
    );
  });

  it('are scaled half up, without the dust of binary fractions', () => {
    const amount = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(amount, amount, fc.double({ min: 0, max: 1, noNaN: true }), (of, to, share) => {
        const points = Math.floor(of * share);
        const exact = (BigInt(points) * BigInt(to) * 2n + BigInt(of)) / (2n * BigInt(of));
        expect(scaledPoints(points, of, to)).toBe(Number(exact));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    // 1.5 of 6 as points of 2.5 is 0.625, of 1 is 0.25; 0.01 of 2 as points of 1 is 0.005.
    [150, 600, 250, 63],
    [150, 600, 100, 25],
    [1, 200, 100, 1],
    [1, 300, 100, 0],
    [700, 600, 600, 600],
    [-1, 600, 600, 0],
  ])('%i of %i is %4$i of %3$i', (points, of, to, scaled) => {
    expect(scaledPoints(points, of, to)).toBe(scaled);
  });
});

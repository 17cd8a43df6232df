/** Numbers as students read them: the fast path says what Intl says. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integer, number, percent, tokensShort } from '../../src/messages/format.ts';

describe('numbers', () => {
  it('are written as Intl writes them', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e7, noNaN: true }),
        fc.constantFrom(1, 2, 3, 4),
        (value, digits) => {
          const options =
            value >= 10 ** digits ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: digits };
          expect(number(value, digits as 3)).toBe(new Intl.NumberFormat('en-US', options).format(value));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    [integer(65_536), '65,536'],
    [number(0), '0'],
    [number(19.327352832), '19.3'],
    [number(999.96, 4), '1,000'],
    [number(4947.8, 4), '4,948'],
    [number(9.93e-8), '0.0000000993'],
    [percent(0.9999), '99.99%'],
    [percent(1), '100%'],
    [percent(0.242), '24%'],
    [tokensShort(102_400), '100K'],
    [tokensShort(8333), '8,333'],
  ])('%s', (written, expected) => {
    expect(written).toBe(expected);
  });
});

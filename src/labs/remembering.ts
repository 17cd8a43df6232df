/** An instrument that keeps its newest outcomes: a class runs the same few numbers again and again. */

import { LRUCache } from 'lru-cache';
import type { Instrument, Outcome } from './lab.ts';

/** At about 5 kB each this stays under 2 MB. */
const OUTCOMES_KEPT = 256;

/**
 * The same instrument, whose equal runs give the same object: adapters may keep what they made of it.
 * An outcome is a function of the input, the device and the edition alone, so there is nothing to forget.
 */
export function remembering(instrument: Instrument): Instrument {
  const kept = new LRUCache<string, Outcome>({ max: OUTCOMES_KEPT });
  return {
    ...instrument,
    run(input, setting) {
      const key = `${setting.device}/${setting.edition}/${Object.entries(instrument.complete(input)).join('/')}`;
      const known = kept.get(key);
      if (known) return known;
      const outcome = instrument.run(input, setting);
      kept.set(key, outcome);
      return outcome;
    },
  };
}

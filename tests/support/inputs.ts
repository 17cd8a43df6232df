/** Inputs of an instrument over the whole range of its knobs, for tests that ask every pack. */

import { completeInput } from '../../src/labs/instrument.ts';
import type { Instrument, Knob, Setting } from '../../src/labs/lab.ts';
import type { Input, Value } from '../../src/messages/request.ts';

type Ladder = readonly (Value | undefined)[];

/** Values over a knob's whole range, in even steps and in even ratios. */
function ladder(knob: Knob): Ladder {
  switch (knob.kind) {
    case 'number': {
      const { min, max, step } = knob;
      const ratios = Array.from({ length: 24 }, (_, n) => min * (max / min) ** (n / 23));
      const even = Array.from({ length: 24 }, (_, n) => min + ((max - min) * n) / 23);
      const all = [...ratios, ...even].map((value) => Math.round(value / step) * step);
      return [...new Set(all.map((value) => Number(Math.min(max, Math.max(min, value)).toFixed(6))))];
    }
    case 'choice':
      return knob.choices.map(({ value }) => value);
    case 'flag':
      return [undefined, true];
  }
}

/** Inputs over the whole range of each instrument: the ends, the middle, and what the pack itself offers. */
export function inputsOf(instrument: Instrument, setting: Setting): Input[] {
  const axes = instrument.knobs.map(ladder);
  const combined = axes.reduce<readonly Ladder[]>(
    // The first two knobs in all combinations; the others in step with them, so that it stays a few thousand.
    (rows, values, index) =>
      index < 2
        ? rows.flatMap((row) => values.map((value) => [...row, value]))
        : rows.map((row, n) => [...row, values[n % values.length]]),
    [[]],
  );
  const made = combined.map((row) =>
    Object.fromEntries(
      instrument.knobs.flatMap(({ name }, n) => (row[n] === undefined ? [] : [[name, row[n]]])),
    ),
  );
  return [...made, ...instrument.opening, instrument.example].map((input) =>
    completeInput(instrument, input as Input, setting),
  );
}

/** What the engine does with an instrument: fills in what was left out, judges a run, finds the edge. */

import { toStep } from '../messages/read-number.ts';
import type { Input, Value } from '../messages/request.ts';
import { type RichText, say } from '../messages/rich-text.ts';
import type { Act, Boundary, Evaluated, Instrument, Knob, NumberKnob, Setting, Verdict } from './lab.ts';

function knobValue(knob: Knob, input: Input, setting: Setting): Value | undefined {
  const given = input[knob.name];
  switch (knob.kind) {
    case 'number': {
      if (typeof given === 'number') return toStep(given, knob.step);
      const standard = knob.default;
      const value = typeof standard === 'function' ? standard(input, setting) : standard;
      if (value === undefined) throw new RangeError(`${knob.name} is missing`);
      return value;
    }
    case 'choice':
      return typeof given === 'string' ? given : knob.default;
    case 'flag':
      return given === true ? true : undefined;
  }
}

/**
 * The input with every knob's value, in the order of the knobs; a flag that was not given stays away.
 * @param input held by the knobs' ranges already, as the commands' grammar does
 * @throws {RangeError} when a required knob is missing
 */
export function completeInput(instrument: Instrument, input: Input, setting: Setting): Input {
  const complete: Record<string, Value> = {};
  for (const knob of instrument.knobs) {
    // A default may depend on the knobs before it, filled in or not.
    const value = knobValue(knob, { ...input, ...complete }, setting);
    if (value !== undefined) complete[knob.name] = value;
  }
  return complete;
}

/** A complete input as it would be typed: without what is filled in anyway. */
export function typedInput(instrument: Instrument, complete: Input, setting: Setting): Input {
  const typed: Record<string, Value> = { ...complete };
  for (const { name, ...knob } of instrument.knobs) {
    if (knob.kind === 'number' && knob.default === undefined) continue;
    const { [name]: given, ...others } = typed;
    if (given !== undefined && completeInput(instrument, others, setting)[name] === given) delete typed[name];
  }
  return typed;
}

/** @param input complete or as it was typed */
export function evaluated(instrument: Instrument, input: Input, setting: Setting): Evaluated {
  const complete = completeInput(instrument, input, setting);
  return { input: complete, metrics: instrument.evaluate(complete, setting) };
}

/** The first verdict that holds. */
export function verdictOf(
  { verdicts }: Pick<Instrument, 'verdicts'>,
  { input, metrics }: Evaluated,
  setting: Setting,
): Verdict {
  const found = verdicts.find((verdict) => verdict.holds(metrics, input, setting));
  if (!found) throw new RangeError('the last verdict must always hold');
  return found;
}

/** What stands against a run as the student's answer to the person who asks, with the way back; undefined where nothing does. */
export function commitRefusal(
  { instrument, decision }: Act,
  run: Evaluated,
  setting: Setting,
): RichText | undefined {
  const verdict = verdictOf(instrument, run, setting);
  return verdict.committable
    ? decision?.refuses?.(run, setting)
    : say`${verdict.title(run.metrics, run.input, setting)}. ${verdict.message(run.metrics, run.input, setting)}`;
}

function numberKnob({ id, knobs }: Instrument, name: string): NumberKnob {
  const knob = knobs.find((each) => each.name === name);
  if (knob?.kind !== 'number') throw new RangeError(`${id} has no number called ${name}`);
  return knob;
}

/** The last good value of a knob, searched over its steps; undefined where all or none are good. */
function searched(
  { min, max, step }: NumberKnob,
  { direction }: Extract<Boundary, { direction: string }>,
  good: (value: number) => boolean,
): number | undefined {
  const last = Math.round((max - min) / step);
  // Counted from the good end.
  const at = (index: number): number =>
    toStep(direction === 'good-below' ? min + index * step : max - index * step, step);
  if (!good(at(0)) || good(at(last))) return undefined;
  let [known, broken] = [0, last];
  while (broken - known > 1) {
    const middle = Math.floor((known + broken) / 2);
    if (good(at(middle))) known = middle;
    else broken = middle;
  }
  return at(known);
}

/** The last value of the boundary's knob on the good side, the other knobs as they are; undefined where there is no edge. */
export function boundaryOf(instrument: Instrument, input: Input, setting: Setting): number | undefined {
  const { boundary } = instrument;
  if (!boundary) return undefined;
  if ('solve' in boundary) return boundary.solve(input, setting);
  return searched(numberKnob(instrument, boundary.knob), boundary, (value) =>
    boundary.good(instrument.evaluate({ ...input, [boundary.knob]: value }, setting), setting),
  );
}

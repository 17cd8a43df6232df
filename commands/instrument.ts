/** An instrument's command, made from its pack: its knobs are the options. */

import { actsWith } from '../src/labs/find.ts';
import type { Instrument, Knob, LabPack, NumberKnob } from '../src/labs/lab.ts';
import { readable } from '../src/messages/format.ts';
import type { Input, Request } from '../src/messages/request.ts';
import type { Command, CommandOption } from './grammar/command.ts';
import { lineOf } from './grammar/lines.ts';
import { about, actOption } from './shared.ts';

/** Platforms take no more of an option's description. */
const LONGEST_DESCRIPTION = 100;

/** What the knob is, its range, and what holds where it is left out, as far as there is room. */
function described({ description, min, max, default: standard }: NumberKnob): string {
  const range = `${description}, ${readable(min)} to ${readable(max)}`;
  const all = typeof standard === 'number' ? `${range}; ${readable(standard)} if left out` : range;
  return [all, range].find(({ length }) => length <= LONGEST_DESCRIPTION) ?? description;
}

function optionOf(knob: Knob): CommandOption {
  const { name, description } = knob;
  switch (knob.kind) {
    case 'number': {
      const { min, max, step, unit, suffixes, suggestions, default: standard } = knob;
      return {
        type: 'number',
        name,
        description: described(knob),
        required: standard === undefined,
        min,
        max,
        step,
        unit,
        ...(suffixes && { suffixes }),
        ...(suggestions && { suggestions }),
      };
    }
    case 'choice':
      return { type: 'choice', name, description, required: false, choices: knob.choices };
    case 'flag':
      return { type: 'flag', name, description, required: false };
  }
}

const commitOption: CommandOption = {
  type: 'flag',
  name: 'commit',
  description: 'Make this run your answer to the person who asked',
  required: false,
};

export function instrumentCommand(pack: LabPack, instrument: Instrument): Command {
  const acts = actsWith(pack, instrument.id);
  const knobs = instrument.knobs.map(({ name }) => name);
  const inputOf = (values: Input): Input =>
    Object.fromEntries(Object.entries(values).filter(([name]) => knobs.includes(name)));
  const command: Omit<Command, 'example'> = {
    name: instrument.id,
    description: instrument.description,
    options: [
      ...instrument.knobs.map(optionOf),
      ...(acts.some(({ decision }) => decision) ? [commitOption] : []),
      { ...actOption, name: 'act' },
    ],
    request: (values): Request => ({
      kind: 'run',
      lab: pack.id,
      instrument: instrument.id,
      input: inputOf(values),
      ...about({ ...(typeof values.act === 'number' && { act: values.act }) }),
      ...(values.commit === true && { commit: true }),
    }),
    values(request) {
      if (request.kind !== 'run' || request.instrument !== instrument.id) return undefined;
      const { input, act, commit } = request;
      return {
        ...inputOf(input),
        ...about({ ...(act !== undefined && { act }) }),
        ...(commit && { commit }),
      };
    },
  };
  return { ...command, example: lineOf({ ...command, example: '' }, instrument.example) };
}

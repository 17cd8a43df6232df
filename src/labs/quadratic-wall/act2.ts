/** Act II put together: the question, the `/depth` instrument, the reveal, the reflection and the answer to the edge lead. */

import type { Input } from '../../messages/request.ts';
import type { Act, ChoiceQuestion, Instrument, Verdict } from '../lab.ts';
import { depthSweep } from './charts.ts';
import {
  buildableWidth,
  DEEP_LAYERS,
  LAYERS_RANGE,
  type NetworkShape,
  parallelism,
  parameterCount,
  SHALLOW_LAYERS,
  type ShapeVerdict,
  shapeVerdict,
  tokenLatency,
  WIDER_UP_TO_LAYERS,
  WIDTH_RANGE,
  weightBytes,
} from './physics/depth-width.ts';
import { BYTES_PER_GB } from './physics/hardware.ts';
import { wallSetting } from './setting.ts';
import * as words from './words/act2.ts';

/** An option whose feedback depends on the device and the constants. */
const option = (
  id: string,
  correct: boolean,
  { feedback, ...said }: words.OptionWords,
): ChoiceQuestion['options'][number] => ({
  id,
  correct,
  ...said,
  feedback: (setting) => feedback(wallSetting(setting)),
});

const prediction: ChoiceQuestion = {
  kind: 'choice',
  id: 'act2_prediction',
  prompt: () => words.PREDICTION_PROMPT,
  options: [
    option('deeper', false, words.PREDICTION_OPTIONS.deeper),
    option('wider', true, words.PREDICTION_OPTIONS.wider),
    option('same_flops', false, words.PREDICTION_OPTIONS.same_flops),
    option('batch_size', false, words.PREDICTION_OPTIONS.batch_size),
  ],
};

const reflection: ChoiceQuestion = {
  kind: 'choice',
  id: 'act2_reflection',
  prompt: () => words.REFLECTION_PROMPT,
  options: [
    option('accuracy', false, words.REFLECTION_OPTIONS.accuracy),
    option('sequential', true, words.REFLECTION_OPTIONS.sequential),
    option('params', false, words.REFLECTION_OPTIONS.params),
    option('quantize', false, words.REFLECTION_OPTIONS.quantize),
  ],
};

/** @throws {RangeError} when the input has no number of layers */
export function networkShape({ layers, width }: Input): NetworkShape {
  if (typeof layers !== 'number') throw new RangeError('layers are missing');
  const buildable = width ?? buildableWidth(layers);
  if (typeof buildable !== 'number') throw new RangeError('a width is a number');
  return { layers, width: buildable };
}

const verdict = (
  id: ShapeVerdict,
  tone: Verdict['tone'],
  how: Pick<Verdict, 'limitBroken' | 'committable'>,
): Verdict => ({
  id,
  tone,
  wallHit: false,
  ...how,
  holds: (_, input, setting) => shapeVerdict(networkShape(input), wallSetting(setting).device) === id,
  title: (_, input, setting) => words.verdictTitle(id, networkShape(input), wallSetting(setting)),
  message: (_, input, setting) => words.verdictMessage(id, networkShape(input), wallSetting(setting)),
});

const OFFERED_LAYERS = [SHALLOW_LAYERS, WIDER_UP_TO_LAYERS, DEEP_LAYERS] as const;

const DEPTH: Instrument = {
  id: 'depth',
  description: 'Act II: run the latency simulator on a number of layers',
  example: { layers: WIDER_UP_TO_LAYERS },
  knobs: [
    {
      kind: 'number',
      name: 'layers',
      description: 'depth, in layers',
      unit: 'layers',
      ...LAYERS_RANGE,
      step: 1,
    },
    {
      kind: 'number',
      name: 'width',
      description: 'width; left out, the one that keeps the parameter budget',
      unit: 'units of width',
      ...WIDTH_RANGE,
      step: 1,
      default: (input) => networkShape({ layers: input.layers ?? WIDER_UP_TO_LAYERS }).width,
    },
  ],
  opening: OFFERED_LAYERS.map((layers) => ({ layers })),
  evaluate(input, setting) {
    const shape = networkShape(input);
    const { device, edition } = wallSetting(setting);
    const latency = tokenLatency(shape, device, edition);
    return {
      params: parameterCount(shape),
      weights_gb: weightBytes(shape) / BYTES_PER_GB,
      compute_ms: latency.computeMs,
      memory_ms: latency.memoryMs,
      dispatch_ms: latency.dispatchMs,
      latency_ms: latency.totalMs,
      utilisation_pct: parallelism(shape) * 100,
    };
  },
  verdicts: [
    verdict('does-not-fit', 'danger', { limitBroken: true, committable: false }),
    verdict('over-budget', 'warning', { limitBroken: true, committable: false }),
    verdict('under-budget', 'warning', { limitBroken: false, committable: false }),
    { ...verdict('in-budget', 'success', { limitBroken: false, committable: true }), holds: () => true },
  ],
  chart: depthSweep(networkShape),
  readout: (_, input, setting) => words.readout(networkShape(input), wallSetting(setting)),
  echo: (input) => words.echo(networkShape(input)),
  short: ({ layers, width }) => `${layers} layers${width === undefined ? '' : `, ${width} wide`}`,
  suggestions(_, input, setting) {
    const shape = networkShape(input);
    const others = OFFERED_LAYERS.filter((layers) => layers !== shape.layers);
    const layers =
      shapeVerdict(shape, wallSetting(setting).device) === 'in-budget'
        ? others
        : [shape.layers, ...others.slice(0, 1)];
    return layers.map((each) => ({ layers: each }));
  },
  design(input) {
    const { layers, width } = networkShape(input);
    return `${layers}x${width}`;
  },
};

export const ACT2: Act = {
  id: 'act2',
  title: words.TITLE,
  stakeholder: {
    name: words.STAKEHOLDER,
    message: (setting) => words.message(wallSetting(setting).device),
  },
  about: 'edge',
  prediction,
  instrument: DEPTH,
  reveal: (_, __, setting) => words.reveal(wallSetting(setting)),
  reflection,
  equations: (setting) => words.equations(wallSetting(setting)),
  decision: {
    prompt: () => words.DECISION_PROMPT,
    response: ({ input }, setting) => words.response(networkShape(input), wallSetting(setting)),
  },
};

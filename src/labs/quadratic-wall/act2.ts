/** Act II put together: the question, the `/depth` instrument, the reveal and the reflection. */

import { say } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Act, Instrument, Option, Question } from '../lab.ts';
import { remembering } from '../remembering.ts';
import { depthChart } from './charts.ts';
import {
  buildableWidth,
  DEEP_LAYERS,
  LAYERS_RANGE,
  type NetworkShape,
  SHALLOW_LAYERS,
  shapeVerdict,
  WIDER_UP_TO_LAYERS,
  WIDTH_RANGE,
} from './physics/depth-width.ts';
import { type WallSetting, wallSetting } from './setting.ts';
import * as words from './words/act2.ts';

const option = (
  id: string,
  correct: boolean,
  {
    text,
    feedback,
  }: { text: Option['text']; feedback: (setting: WallSetting) => ReturnType<Option['feedback']> },
): Option => ({ id, correct, text, feedback: (setting) => feedback(wallSetting(setting)) });

const prediction: Question = {
  id: 'act2_prediction',
  prompt: () => words.PREDICTION_PROMPT,
  options: [
    option('deeper', false, words.PREDICTION_OPTIONS.deeper),
    option('wider', true, words.PREDICTION_OPTIONS.wider),
    option('same_flops', false, words.PREDICTION_OPTIONS.same_flops),
    option('batch_size', false, words.PREDICTION_OPTIONS.batch_size),
  ],
};

const reflection: Question = {
  id: 'act2_reflection',
  prompt: () => words.REFLECTION_PROMPT,
  options: [
    option('accuracy', false, words.REFLECTION_OPTIONS.accuracy),
    option('sequential', true, words.REFLECTION_OPTIONS.sequential),
    option('params', false, words.REFLECTION_OPTIONS.params),
    option('quantize', false, words.REFLECTION_OPTIONS.quantize),
  ],
};

export function networkShape(input: Readonly<Record<string, number>>): NetworkShape {
  const { layers } = input;
  if (layers === undefined) {
    throw new UserError(
      say`The simulator needs a number of layers, from ${LAYERS_RANGE.min} to ${LAYERS_RANGE.max}.`,
    );
  }
  return { layers, width: input.width ?? buildableWidth(layers) };
}

const OFFERED_LAYERS = [SHALLOW_LAYERS, WIDER_UP_TO_LAYERS, DEEP_LAYERS] as const;
const offer = (layers: number) => ({ label: `Run ${layers} layers`, input: { layers } });

export const DEPTH: Instrument = remembering({
  id: 'depth',
  example: '/depth 16',
  opening: OFFERED_LAYERS.map(offer),
  complete: (input) => ({ ...networkShape(input) }),
  echo: (input) => words.echo(networkShape(input)),
  run(input, setting) {
    const shape = networkShape(input);
    const selected = wallSetting(setting);
    const verdict = shapeVerdict(shape, selected.device);
    return {
      parts: [
        ...words.readout(shape, selected),
        words.verdictCallout(shape, selected, verdict),
        { kind: 'chart', chart: depthChart(shape, selected) },
      ],
      limitBroken: verdict === 'does-not-fit' || verdict === 'over-budget',
      wallHit: false,
      committable: verdict === 'in-budget',
      suggestions: (verdict === 'in-budget'
        ? OFFERED_LAYERS.filter((layers) => layers !== shape.layers)
        : [shape.layers, ...OFFERED_LAYERS.filter((layers) => layers !== shape.layers).slice(0, 1)]
      ).map(offer),
    };
  },
  design(input) {
    const { layers, width } = networkShape(input);
    return `${layers}x${width}`;
  },
});

export const ACT2: Act = {
  id: 'act2',
  number: 2,
  title: words.TITLE,
  device: 'edge',
  stakeholder: (setting) => words.stakeholder(wallSetting(setting).device),
  prediction,
  instrument: DEPTH,
  reveal(locked, run) {
    if (!words.isShapePrediction(locked)) return [];
    const setting = wallSetting(run);
    return [
      ...words.reveal(locked, setting),
      ...(setting.device === 'cloud' ? [words.ASKED_ABOUT_EDGE] : []),
    ];
  },
  reflection,
  equations: (setting) => words.equations(wallSetting(setting)),
};

/** Bounds that the command declares, from the physics. */
export const DEPTH_LIMITS = { layers: LAYERS_RANGE, width: WIDTH_RANGE } as const;

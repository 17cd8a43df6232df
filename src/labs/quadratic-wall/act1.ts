/** Act I put together: the question, the `/seq` instrument, the reveal, the reflection and the answer to the VP. */

import type { Input } from '../../messages/request.ts';
import type { Act, ChoiceQuestion, Instrument, Verdict } from '../lab.ts';
import { attentionSweep } from './charts.ts';
import {
  type AttentionShape,
  type AttentionVerdict,
  attentionScoreBytes,
  attentionVerdict,
  ffnActivationBytes,
  fits,
  HEADS_RANGE,
  layerScoreBytes,
  longestContext,
  MODEL,
  memoryRatio,
  REFERENCE_TOKENS,
  TOKENS_RANGE,
} from './physics/attention.ts';
import { BYTES_PER_GB, type DeviceId, RAM_BYTES } from './physics/hardware.ts';
import { wallSetting } from './setting.ts';
import * as words from './words/act1.ts';

/** The right option of the prediction. */
export const QUADRATIC = 'quadratic';

const prediction: ChoiceQuestion = {
  kind: 'choice',
  id: 'act1_prediction',
  prompt: () => words.PREDICTION_PROMPT,
  options: [
    { id: 'linear', correct: false, ...words.PREDICTION_OPTIONS.linear },
    { id: QUADRATIC, correct: true, ...words.PREDICTION_OPTIONS.quadratic },
    { id: 'cubic', correct: false, ...words.PREDICTION_OPTIONS.cubic },
    { id: 'same', correct: false, ...words.PREDICTION_OPTIONS.same },
  ],
};

const reflection: ChoiceQuestion = {
  kind: 'choice',
  id: 'act1_reflection',
  prompt: () => words.REFLECTION_PROMPT,
  options: [
    { id: 'compress', correct: false, ...words.REFLECTION_OPTIONS.compress },
    { id: 'tiling', correct: true, ...words.REFLECTION_OPTIONS.tiling },
    { id: 'fewer_heads', correct: false, ...words.REFLECTION_OPTIONS.fewer_heads },
    { id: 'int8', correct: false, ...words.REFLECTION_OPTIONS.int8 },
  ],
};

/** @throws {RangeError} when the input has no number of tokens */
export function attentionShape({ tokens, heads = MODEL.defaultHeads }: Input): AttentionShape {
  if (typeof tokens !== 'number' || typeof heads !== 'number') throw new RangeError('tokens are missing');
  return { tokens, heads };
}

/** The next longer context worth trying: the next doubling, or the boundary itself once a doubling would pass it. */
function nextLonger(shape: AttentionShape, device: DeviceId): number | undefined {
  const wall = Math.min(longestContext(shape.heads, device), TOKENS_RANGE.max);
  const doubled = Math.min(shape.tokens * 2, TOKENS_RANGE.max);
  const next = fits({ ...shape, tokens: doubled }, device) ? doubled : wall;
  return next > shape.tokens ? next : undefined;
}

const verdict = (id: AttentionVerdict, tone: Verdict['tone'], broken: boolean): Verdict => ({
  id,
  tone,
  limitBroken: broken,
  wallHit: broken,
  committable: !broken,
  holds: (_, input, setting) => attentionVerdict(attentionShape(input), wallSetting(setting).device) === id,
  title: (_, __, setting) => words.verdictTitle(id, wallSetting(setting).device),
  message(_, input, setting) {
    const shape = attentionShape(input);
    const { device } = wallSetting(setting);
    return words.verdictMessage(id, shape, device, nextLonger(shape, device));
  },
});

export const SEQ: Instrument = {
  id: 'seq',
  description: 'Act I: run the memory simulator at a context length',
  example: { tokens: 32 * 1024 },
  knobs: [
    {
      kind: 'number',
      name: 'tokens',
      description: 'context length; 64k means 65,536',
      unit: 'tokens',
      ...TOKENS_RANGE,
      step: 1,
      suffixes: { k: 1024 },
      // Round numbers that say nothing about where a wall may be.
      suggestions: [4, 8, 32, 64, 100, 128].map((k) => k * 1024),
    },
    {
      kind: 'number',
      name: 'heads',
      description: 'attention heads in each layer',
      unit: 'heads',
      ...HEADS_RANGE,
      step: 1,
      default: MODEL.defaultHeads,
    },
  ],
  opening: [REFERENCE_TOKENS, words.DOUBLED_TOKENS, 32 * 1024, words.WANTED_TOKENS].map((tokens) => ({
    tokens,
  })),
  evaluate(input, setting) {
    const shape = attentionShape(input);
    const { device } = wallSetting(setting);
    return {
      layer_gb: layerScoreBytes(shape) / BYTES_PER_GB,
      all_layers_gb: attentionScoreBytes(shape) / BYTES_PER_GB,
      ffn_gb: ffnActivationBytes(shape.tokens) / BYTES_PER_GB,
      ratio_vs_4096: memoryRatio(shape.tokens),
      cloud_tokens: longestContext(shape.heads, 'cloud'),
      edge_tokens: longestContext(shape.heads, 'edge'),
      ram_gb: RAM_BYTES[device] / BYTES_PER_GB,
    };
  },
  verdicts: [
    verdict('fits-neither', 'danger', true),
    verdict('exceeds-edge', 'warning', true),
    verdict('close-to-wall', 'warning', false),
    verdict('fits-cloud-only', 'warning', false),
    { ...verdict('fits', 'success', false), holds: () => true },
  ],
  boundary: {
    knob: 'tokens',
    label: (tokens, _, setting) => words.wallLabel(tokens, wallSetting(setting).device),
    colour: (setting) => (setting.context === 'cloud' ? 'limit-a' : 'limit-b'),
    solve: (input, setting) => longestContext(attentionShape(input).heads, wallSetting(setting).device),
  },
  chart: attentionSweep(attentionShape),
  readout: (_, input) => words.readout(attentionShape(input)),
  echo: (input) => words.echo(attentionShape(input)),
  short: (input) => words.short(attentionShape(input)),
  suggestions(_, input, setting) {
    const shape = attentionShape(input);
    const { device } = wallSetting(setting);
    const longer = nextLonger(shape, device);
    const wall = longestContext(shape.heads, device);
    const suggested = fits(shape, device)
      ? [...(longer === undefined ? [] : [longer]), wall + 1]
      : [wall, words.DOUBLED_TOKENS];
    const usable = suggested.filter(
      (tokens) => tokens !== shape.tokens && tokens >= TOKENS_RANGE.min && tokens <= TOKENS_RANGE.max,
    );
    return [...new Set(usable)].map((tokens) =>
      shape.heads === MODEL.defaultHeads ? { tokens } : { ...shape, tokens },
    );
  },
  design: (input) => words.design(attentionShape(input)),
};

export const ACT1: Act = {
  id: 'act1',
  title: words.TITLE,
  stakeholder: { name: words.STAKEHOLDER, message: () => words.MESSAGE },
  prediction,
  instrument: SEQ,
  reveal: () => words.reveal(),
  reflection,
  equations: () => words.equations(),
  decision: {
    prompt: (setting) => words.decisionPrompt(wallSetting(setting).device),
    response: ({ input }, setting) => words.response(attentionShape(input), wallSetting(setting).device),
  },
};

/** What Act II says: every number in it is computed from the physics. */

import {
  gigabytes,
  integer,
  milliseconds,
  number,
  parameters,
  percent,
  times,
} from '../../../messages/format.ts';
import type { Metric, Part } from '../../../messages/reply.ts';
import { command, type RichText, say, strong } from '../../../messages/rich-text.ts';
import type { Option } from '../../lab.ts';
import {
  type Bottleneck,
  BUDGET,
  budgetWidth,
  buildableWidth,
  DEEP_LAYERS,
  depthPenalty,
  type NetworkShape,
  parallelism,
  parameterCount,
  SHALLOW_LAYERS,
  type ShapeVerdict,
  tokenLatency,
  weightBytes,
} from '../physics/depth-width.ts';
import { BYTES_PER_VALUE, type DeviceId, HARDWARE, RAM_BYTES } from '../physics/hardware.ts';
import { ID, runOf, type WallSetting } from '../setting.ts';

export const TITLE = 'Depth against width';

const budget = `${parameters(BUDGET.target)} parameters`;
const nameOf = (device: DeviceId): string => HARDWARE.notebook[device].name;
const shortOf = (device: DeviceId): string => HARDWARE.notebook[device].shortName;
const shapeName = ({ layers, width }: NetworkShape): string => `${layers} × ${integer(width)}`;
export const echo = ({ layers, width }: NetworkShape): string => `${layers} layers, ${integer(width)} wide`;

export const STAKEHOLDER = 'Edge ML lead';

export function message(device: DeviceId): RichText {
  const where =
    device === 'edge'
      ? `It runs on the ${nameOf('edge')} that you have selected.`
      : `It will run on the ${nameOf('edge')}; you have the ${nameOf('cloud')} selected, so switch to the edge to see what I see.`;
  return (
    `I have ${budget} for an on-device text classifier. ${where} I want ${DEEP_LAYERS} layers, because deep networks are what everybody ` +
    `builds. A colleague says that ${SHALLOW_LAYERS} wide layers with the same parameters run faster. The FLOPs are the same, so why would depth matter?`
  );
}

export const PREDICTION_PROMPT = `${budget}, as ${DEEP_LAYERS} narrow layers or as ${SHALLOW_LAYERS} wide ones, on the ${nameOf('edge')}: which runs faster?`;

type ShapePrediction = 'deeper' | 'wider' | 'same_flops' | 'batch_size';

/** What an option says, and what choosing it has to teach on a device and under constants. */
export type OptionWords = Omit<Option, 'id' | 'correct' | 'feedback'> & {
  readonly feedback: (setting: WallSetting) => RichText;
};

export const PREDICTION_OPTIONS: Readonly<Record<ShapePrediction, OptionWords>> = {
  deeper: {
    claim: `${DEEP_LAYERS} narrow layers`,
    misconception: 'layers run in parallel',
    text: say`${strong('The deep one')}. More layers give the device more parallel work.`,
    feedback: () =>
      'Layers are a chain, not a crowd: layer 2 can’t start before layer 1 has finished. More layers mean more steps in a row, ' +
      'and each of them is narrower, so it fills less of the device.',
  },
  wider: {
    claim: `${SHALLOW_LAYERS} wide layers`,
    text: say`${strong('The wide one')}. Fewer steps have to wait for the one before.`,
    feedback: () =>
      'Fewer points where everything has to finish before anything can start, and bigger matrix products that keep the device busy in between.',
  },
  same_flops: {
    claim: 'no difference',
    misconception: 'equal FLOPs, equal time',
    text: say`${strong('Neither')}. Parameters fix the FLOPs, and FLOPs fix the latency.`,
    feedback: ({ device, edition }) => {
      const { memoryMs } = tokenLatency(
        { layers: DEEP_LAYERS, width: budgetWidth(DEEP_LAYERS) },
        device,
        edition,
      );
      const { addedMs } = depthPenalty(device, edition);
      return (
        `Nearly: at batch 1 both shapes move the same bytes, ${milliseconds(memoryMs)} of reading weights. What differs is the dispatch that every layer ` +
        `waits for: ${milliseconds(addedMs)} more for ${DEEP_LAYERS} layers than for ${SHALLOW_LAYERS}.`
      );
    },
  },
  batch_size: {
    claim: 'that it depends on the batch size only',
    misconception: 'only batch size matters',
    text: say`${strong('It depends')} on the batch size and on nothing else.`,
    feedback: () =>
      'A bigger batch raises throughput: more answers in each pass. One answer still has to go through every layer in turn, so the chain of layers stays.',
  },
};

export const REFLECTION_PROMPT = 'Why do edge devices prefer shallow, wide networks for inference?';

type EdgeAnswer = 'accuracy' | 'sequential' | 'params' | 'quantize';

export const REFLECTION_OPTIONS: Readonly<Record<EdgeAnswer, OptionWords>> = {
  accuracy: {
    claim: 'lower accuracy',
    misconception: 'it is about quality',
    text: 'Shallow networks are less accurate, which a small device can afford.',
    feedback: () =>
      'That is about quality, and this lab measures latency; its model has no term for quality at all. Measured work (MobileLLM, ' +
      'Nemotron-Flash) even finds deeper networks better for the same parameters. The latency reason is the chain: each layer waits for the one before.',
  },
  sequential: {
    claim: 'a chain of layers',
    text: 'Layers run one after another, which leaves little to do in parallel on a small accelerator.',
    feedback: ({ edition }) => {
      const edge = depthPenalty('edge', edition);
      const cloud = depthPenalty('cloud', edition);
      return (
        `Each layer boundary waits, and wide layers fill the processors. ${DEEP_LAYERS} layers instead of ${SHALLOW_LAYERS} cost ` +
        `${milliseconds(edge.addedMs)} more on the ${shortOf('edge')} and ${milliseconds(cloud.addedMs)} on the ${shortOf('cloud')}: far more in absolute time ` +
        `at the edge. In relative terms it is ${times(edge.ratio, 4)} against ${times(cloud.ratio, 4)}, which is a different question.`
      );
    },
  },
  params: {
    claim: 'few parameters',
    misconception: 'it is about model size',
    text: 'Edge models have so few parameters that depth makes no difference.',
    feedback: () =>
      `The budget is held at ${budget} here, for deep and wide alike, and depth still makes a difference: every layer is one more step that waits for the one before.`,
  },
  quantize: {
    claim: 'quantisation',
    misconception: 'it is about quantising',
    text: 'Wide layers lose less when they are quantised to fewer bits.',
    feedback: () =>
      'Deep and wide networks both quantise, and that shrinks the bytes of both alike. What it does not shorten is the chain: each layer boundary still waits.',
  },
};

const BOTTLENECK: Readonly<Record<Bottleneck, string>> = {
  compute: 'compute',
  memory: 'memory bandwidth',
  dispatch: 'dispatch',
};

export function readout(shape: NetworkShape, { device, edition }: WallSetting): readonly Part[] {
  const latency = tokenLatency(shape, device, edition);
  const hardware = HARDWARE[edition][device];
  const cards: Metric[] = [
    {
      label: 'Latency per token',
      value: milliseconds(latency.totalMs, 4),
      note: `${shortOf(device)}, ${edition} constants`,
    },
    { label: 'Bottleneck', value: BOTTLENECK[latency.bottleneck], note: 'the largest of the three' },
    {
      label: 'Parameters',
      value: parameters(parameterCount(shape)),
      note: `${gigabytes(weightBytes(shape))} of weights`,
    },
    { label: 'Parallelism', value: percent(parallelism(shape)), note: 'a rule of thumb of this lab' },
  ];
  return [
    {
      kind: 'formula',
      lines: [
        `parameters  L · 12 · W² = ${shape.layers} · 12 · ${integer(shape.width)}² = ${parameters(parameterCount(shape))}`,
        `compute     2 · P / ${number(hardware.peakFlops / 1e12, 4)} TFLOPS = ${milliseconds(latency.computeMs)}`,
        `memory      P · ${BYTES_PER_VALUE} bytes / ${number(hardware.bandwidthBytesPerSecond / 1e9, 4)} GB/s = ${milliseconds(latency.memoryMs)}`,
        `dispatch    L · ${milliseconds(hardware.dispatchMsPerLayer)} = ${milliseconds(latency.dispatchMs)}`,
        `latency     max(compute, memory) + dispatch = ${milliseconds(latency.totalMs, 4)}`,
      ],
    },
    { kind: 'metrics', items: cards },
  ];
}

const difference = (ms: number, againstMs: number): string => {
  const added = ms - againstMs;
  return `${added < 0 ? '−' : '+'}${milliseconds(Math.abs(added))}, ${times(ms / againstMs, 4)}`;
};

const wayBack = (layers: number): RichText =>
  say`At ${layers} layers the width that keeps ${budget} is ${strong(integer(buildableWidth(layers)))}: ${runOf('depth', { layers })}.`;

/** Parameters as they are read beside a limit: with as many digits as it takes to be another number. */
const beside = (count: number, limit: number): string =>
  count !== limit && parameters(count) === parameters(limit)
    ? `${(count / 1e6).toFixed(3)} M`
    : parameters(count);

export function verdictTitle(
  verdict: ShapeVerdict,
  shape: NetworkShape,
  { device, edition }: WallSetting,
): string {
  switch (verdict) {
    case 'does-not-fit':
      return `Out of memory on the ${shortOf(device)}`;
    case 'over-budget':
      return 'Over budget';
    case 'under-budget':
      return 'Under budget';
    case 'in-budget':
      return `In budget: ${milliseconds(tokenLatency(shape, device, edition).totalMs, 4)} per token on the ${shortOf(device)}`;
  }
}

export function verdictMessage(
  verdict: ShapeVerdict,
  shape: NetworkShape,
  { device, edition }: WallSetting,
): RichText {
  const count = parameterCount(shape);
  switch (verdict) {
    case 'does-not-fit':
      return say`${parameters(count)} parameters are ${strong(gigabytes(weightBytes(shape)))} of weights, and the ${shortOf(device)} has ${gigabytes(RAM_BYTES[device])}. That is ${times(count / BUDGET.target)} the budget. ${wayBack(shape.layers)}`;
    case 'over-budget':
      return say`${strong(`${beside(count, BUDGET.over)} parameters`)} are more than ${parameters(BUDGET.over)}, the most that still counts as ${parameters(BUDGET.target)}, so its latency can’t be compared. ${wayBack(shape.layers)}`;
    case 'under-budget':
      return say`${strong(`${beside(count, BUDGET.under)} parameters`)} are fewer than ${parameters(BUDGET.under)}, the least that still counts as ${parameters(BUDGET.target)}, so its latency can’t be compared. ${wayBack(shape.layers)}`;
    case 'in-budget': {
      const { totalMs } = tokenLatency(shape, device, edition);
      const { shallowMs, deepMs } = depthPenalty(device, edition);
      return [
        { layers: SHALLOW_LAYERS, ms: shallowMs },
        { layers: DEEP_LAYERS, ms: deepMs },
      ]
        .filter(({ layers }) => layers !== shape.layers)
        .map(
          ({ layers, ms }) =>
            `Against ${layers} layers of the same budget (${milliseconds(ms, 4)}): ${difference(totalMs, ms)}.`,
        )
        .join(' ');
    }
  }
}

/** The question's two shapes on the selected device. */
export function reveal({ device, edition }: WallSetting): readonly Part[] {
  const { shallowMs, deepMs, addedMs, ratio } = depthPenalty(device, edition);
  return [
    {
      kind: 'text',
      text: say`On the ${shortOf(device)} ${SHALLOW_LAYERS} layers take ${milliseconds(shallowMs, 4)} and ${DEEP_LAYERS} layers ${milliseconds(deepMs, 4)}: ${strong(`+${milliseconds(addedMs)}, ${times(ratio, 4)}`)} for the same ${budget}.`,
    },
    ...(device === 'cloud' ? [ASKED_ABOUT_EDGE] : []),
  ];
}

/** Said where the cloud is selected: the act asks about the edge. */
const ASKED_ABOUT_EDGE: Part = {
  kind: 'text',
  text: say`The question was about the ${nameOf('edge')}. ${command({ kind: 'context', lab: ID, context: 'edge' })} and the same run show its numbers.`,
};

export const DECISION_PROMPT = `Which shape do you hand over, of about ${budget}?`;

/** The edge lead's answer, with the student's own numbers. */
export function response(shape: NetworkShape, { device, edition }: WallSetting): RichText {
  const { totalMs } = tokenLatency(shape, device, edition);
  const own = `${shapeName(shape)}, ${parameters(parameterCount(shape))} parameters, ${milliseconds(totalMs, 4)} per token on the ${shortOf(device)}`;
  if (device === 'cloud') {
    const { totalMs: there } = tokenLatency(shape, 'edge', edition);
    return say`${strong(own)}. You computed that for the ${shortOf('cloud')}; on our ${shortOf('edge')} the same shape comes to ${milliseconds(there, 4)}. I will take the shape, with that number beside it.`;
  }
  const { deepMs } = depthPenalty(device, edition);
  const saved = deepMs - totalMs;
  return say`${strong(own)}. ${
    saved > 0
      ? `That is ${milliseconds(saved)} less than the ${DEEP_LAYERS} layers that I wanted, in this model of it. We will measure it on the board.`
      : `That is no faster than the ${DEEP_LAYERS} layers that I wanted, but now I know what each of them waits for.`
  }`;
}

export function equations({ edition }: WallSetting): readonly Part[] {
  return [
    {
      kind: 'formula',
      lines: [
        'parameters = depth · 12 · width²',
        'width = √(P / (12 · depth))',
        'depth · 2  ⇒  width / √2',
        'latency ≥ depth · t_layer',
      ],
    },
    {
      kind: 'text',
      text:
        `At ${budget}: ${SHALLOW_LAYERS} layers are ${integer(budgetWidth(SHALLOW_LAYERS))} wide and ${DEEP_LAYERS} layers ${integer(budgetWidth(DEEP_LAYERS))}. ` +
        `Each layer is assumed to wait ${milliseconds(HARDWARE[edition].edge.dispatchMsPerLayer)} to be dispatched on the ${shortOf('edge')} and ` +
        `${milliseconds(HARDWARE[edition].cloud.dispatchMsPerLayer)} on the ${shortOf('cloud')} (${edition} constants). Fewer layers are faster; whether they are ` +
        `better is another question, since this model has no term for quality.`,
    },
  ];
}

/** What Act II says: every number in it is computed from the physics. */

import type { Metric, Part } from '../../../messages/reply.ts';
import { code, type RichText, say, strong } from '../../../messages/rich-text.ts';
import { gigabytes, integer, milliseconds, number, parameters, percent, times } from '../format.ts';
import {
  type Bottleneck,
  BUDGET,
  budgetLatencyMs,
  budgetWidth,
  buildableWidth,
  DEEP_LAYERS,
  depthPenalty,
  LAYERS_RANGE,
  type NetworkShape,
  parallelism,
  parameterCount,
  SHALLOW_LAYERS,
  type ShapeVerdict,
  tokenLatency,
  weightBytes,
} from '../physics/depth-width.ts';
import { BYTES_PER_VALUE, type DeviceId, HARDWARE, RAM_BYTES } from '../physics/hardware.ts';
import type { WallSetting } from '../setting.ts';

export const TITLE = 'Depth against width';

const budget = `${parameters(BUDGET.target)} parameters`;
const nameOf = (device: DeviceId): string => HARDWARE.notebook[device].name;
const shortOf = (device: DeviceId): string => HARDWARE.notebook[device].shortName;
export const shapeName = ({ layers, width }: NetworkShape): string => `${layers} × ${integer(width)}`;
export const echo = ({ layers, width }: NetworkShape): string => `${layers} layers, ${integer(width)} wide`;

export function stakeholder(device: DeviceId): readonly Part[] {
  const where =
    device === 'edge'
      ? `It runs on the ${nameOf('edge')} that you have selected.`
      : `It will run on the ${nameOf('edge')}; you have the ${nameOf('cloud')} selected, so switch to the edge to see what I see.`;
  return [
    {
      kind: 'callout',
      tone: 'quote',
      title: 'Edge ML lead',
      text:
        `I have ${budget} for an on-device text classifier. ${where} I want ${DEEP_LAYERS} layers, because deep networks are what everybody ` +
        `builds. A colleague says that ${SHALLOW_LAYERS} wide layers with the same parameters run faster. The FLOPs are the same, so why would depth matter?`,
    },
  ];
}

export const PREDICTION_PROMPT = `${budget}, as ${DEEP_LAYERS} narrow layers or as ${SHALLOW_LAYERS} wide ones, on the ${nameOf('edge')}: which runs faster?`;

export type ShapePrediction = 'deeper' | 'wider' | 'same_flops' | 'batch_size';

/** What the locked option claims, in a few words, for the reveal. */
const CLAIM: Readonly<Record<ShapePrediction, string>> = {
  deeper: `${DEEP_LAYERS} narrow layers`,
  wider: `${SHALLOW_LAYERS} wide layers`,
  same_flops: 'no difference',
  batch_size: 'that it depends on the batch size only',
};
export const isShapePrediction = (id: string): id is ShapePrediction => Object.hasOwn(CLAIM, id);

export const PREDICTION_OPTIONS: Readonly<
  Record<ShapePrediction, { text: RichText; feedback: (setting: WallSetting) => RichText }>
> = {
  deeper: {
    text: say`${strong('The deep one')}. More layers give the device more parallel work.`,
    feedback: () =>
      'Layers are a chain, not a crowd: layer 2 can’t start before layer 1 has finished. More layers mean more steps in a row, ' +
      'and each of them is narrower, so it fills less of the device.',
  },
  wider: {
    text: say`${strong('The wide one')}. Fewer steps have to wait for the one before.`,
    feedback: () =>
      'Fewer points where everything has to finish before anything can start, and bigger matrix products that keep the device busy in between.',
  },
  same_flops: {
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
    text: say`${strong('It depends')} on the batch size and on nothing else.`,
    feedback: () =>
      'A bigger batch raises throughput: more answers in each pass. One answer still has to go through every layer in turn, so the chain of layers stays.',
  },
};

export const REFLECTION_PROMPT = 'Why do edge devices prefer shallow, wide networks for inference?';

export type EdgeAnswer = 'accuracy' | 'sequential' | 'params' | 'quantize';

export const REFLECTION_OPTIONS: Readonly<
  Record<EdgeAnswer, { text: RichText; feedback: (setting: WallSetting) => RichText }>
> = {
  accuracy: {
    text: 'Shallow networks are less accurate, which a small device can afford.',
    feedback: () =>
      'That is about quality, and this lab measures latency; its model has no term for quality at all. Measured work (MobileLLM, ' +
      'Nemotron-Flash) even finds deeper networks better for the same parameters. The latency reason is the chain: each layer waits for the one before.',
  },
  sequential: {
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
    text: 'Edge models have so few parameters that depth makes no difference.',
    feedback: () =>
      `The budget is held at ${budget} here, for deep and wide alike, and depth still makes a difference: every layer is one more step that waits for the one before.`,
  },
  quantize: {
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
  say`At ${layers} layers the width that keeps ${budget} is ${strong(integer(buildableWidth(layers)))}: ${code(`/depth ${layers}`)}.`;

/** Title, tone and text of a shape's verdict. */
export function verdictCallout(
  shape: NetworkShape,
  { device, edition }: WallSetting,
  verdict: ShapeVerdict,
): Part {
  const count = parameters(parameterCount(shape));
  switch (verdict) {
    case 'does-not-fit':
      return {
        kind: 'callout',
        tone: 'danger',
        title: `Out of memory on the ${shortOf(device)}`,
        text: say`${count} parameters are ${strong(gigabytes(weightBytes(shape)))} of weights, and the ${shortOf(device)} has ${gigabytes(RAM_BYTES[device])}. That is ${times(parameterCount(shape) / BUDGET.target)} the budget. ${wayBack(shape.layers)}`,
      };
    case 'over-budget':
      return {
        kind: 'callout',
        tone: 'warning',
        title: 'Over budget',
        text: say`${strong(`${count} parameters`)} are more than ${parameters(BUDGET.over)}, the most that still counts as ${parameters(BUDGET.target)}, so its latency can’t be compared. ${wayBack(shape.layers)}`,
      };
    case 'under-budget':
      return {
        kind: 'callout',
        tone: 'warning',
        title: 'Under budget',
        text: say`${strong(`${count} parameters`)} are fewer than ${parameters(BUDGET.under)}, the least that still counts as ${parameters(BUDGET.target)}, so its latency can’t be compared. ${wayBack(shape.layers)}`,
      };
    case 'in-budget': {
      const { totalMs } = tokenLatency(shape, device, edition);
      const { shallowMs, deepMs } = depthPenalty(device, edition);
      const comparisons = [
        { layers: SHALLOW_LAYERS, ms: shallowMs },
        { layers: DEEP_LAYERS, ms: deepMs },
      ].filter(({ layers }) => layers !== shape.layers);
      return {
        kind: 'callout',
        tone: 'success',
        title: `In budget: ${milliseconds(totalMs, 4)} per token on the ${shortOf(device)}`,
        text: comparisons
          .map(
            ({ layers, ms }) =>
              `Against ${layers} layers of the same budget (${milliseconds(ms, 4)}): ${difference(totalMs, ms)}.`,
          )
          .join(' '),
      };
    }
  }
}

/** Predicted against computed, with the 64-layer shape against the 4-layer shape on the selected device. */
export function reveal(prediction: ShapePrediction, setting: WallSetting): readonly Part[] {
  const { shallowMs, deepMs, addedMs, ratio } = depthPenalty(setting.device, setting.edition);
  const correct = prediction === 'wider';
  const off = {
    deeper: `by ${times(ratio, 4)}`,
    wider: '',
    same_flops: `off by ${times(ratio, 4)}`,
    batch_size: 'already at batch 1',
  }[prediction];
  return [
    {
      kind: 'callout',
      tone: correct ? 'success' : 'info',
      title: correct
        ? `You predicted ${CLAIM[prediction]}, and they are faster`
        : `You predicted ${CLAIM[prediction]}; ${SHALLOW_LAYERS} wide layers are faster, ${off}`,
      text: say`On the ${shortOf(setting.device)} ${SHALLOW_LAYERS} layers take ${milliseconds(shallowMs, 4)} and ${DEEP_LAYERS} layers ${milliseconds(deepMs, 4)}: ${strong(`+${milliseconds(addedMs)}, ${times(ratio, 4)}`)} for the same ${budget}. ${PREDICTION_OPTIONS[prediction].feedback(setting)}`,
    },
  ];
}

/** Said with the reveal when the cloud is selected: the act asks about the edge. */
export const ASKED_ABOUT_EDGE: Part = {
  kind: 'text',
  text: say`The question was about the ${nameOf('edge')}. ${code('/context edge')} and the same ${code('/depth')} show its numbers.`,
};

export function equations({ edition }: WallSetting): readonly Part[] {
  return [
    { kind: 'heading', text: `Act II · ${TITLE}: the equations` },
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
        `Each layer waits ${milliseconds(HARDWARE[edition].edge.dispatchMsPerLayer)} to be dispatched on the ${shortOf('edge')} and ` +
        `${milliseconds(HARDWARE[edition].cloud.dispatchMsPerLayer)} on the ${shortOf('cloud')} (${edition} constants). Fewer layers are faster; whether they are ` +
        `better is another question, since this model has no term for quality.`,
    },
  ];
}

/** The ends of the curve, for the takeaway. */
export const fastestMs = ({ device, edition }: WallSetting): number =>
  budgetLatencyMs(LAYERS_RANGE.min, device, edition);

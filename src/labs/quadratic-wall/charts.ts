/** The lab's two pictures, as data. */

import type { Chart, Line } from '../../charts/chart.ts';
import { excess, gigabytes, integer, milliseconds, number, percent, tokensShort } from './format.ts';
import {
  type AttentionShape,
  attentionScoreBytes,
  ffnActivationBytes,
  fits,
  longestContext,
  TOKENS_RANGE,
} from './physics/attention.ts';
import {
  BUDGET,
  budgetLatencyMs,
  budgetWidth,
  LAYERS_RANGE,
  type NetworkShape,
  shapeVerdict,
  tokenLatency,
} from './physics/depth-width.ts';
import { BYTES_PER_GB, DEVICE_IDS, HARDWARE, RAM_BYTES } from './physics/hardware.ts';
import type { WallSetting } from './setting.ts';

const heads = (count: number): string => (count === 1 ? '1 head' : `${count} heads`);

/** A power law is straight on log–log axes, so its ends are enough. */
function powerLaw(label: string, look: Pick<Line, 'style' | 'colour'>, gb: (tokens: number) => number): Line {
  return { label, ...look, points: [TOKENS_RANGE.min, TOKENS_RANGE.max].map((n) => [n, gb(n)] as const) };
}

/** Score memory and feed-forward memory against context length, with both devices and the student's run. */
export function attentionChart(shape: AttentionShape, { device }: WallSetting): Chart {
  const yours = attentionScoreBytes(shape);
  const limit = RAM_BYTES[device];
  const wall = longestContext(shape.heads, device);
  const name = HARDWARE.notebook[device].shortName;
  const standing = fits(shape, device)
    ? `${percent(yours / limit)} of the ${gigabytes(limit)} of the ${name}, so it fits`
    : `${excess(yours / limit)} the ${gigabytes(limit)} of the ${name}, so it does not fit`;
  return {
    title: `Memory against context, ${heads(shape.heads)}, 48 layers`,
    finding:
      `At ${integer(shape.tokens)} tokens and ${heads(shape.heads)} the attention scores take ${gigabytes(yours, 4)}, ${standing}. ` +
      `On log–log axes they rise with slope 2 and cross the ${name} at ${integer(wall)} tokens; ` +
      `the feed-forward activations rise with slope 1 and take ${gigabytes(ffnActivationBytes(shape.tokens))} here.`,
    x: { label: 'Context length N (tokens)', scale: 'log', min: TOKENS_RANGE.min, max: TOKENS_RANGE.max },
    y: { label: 'Memory (GB)', scale: 'log' },
    lines: [
      powerLaw(
        'Attention, slope 2',
        { style: 'solid', colour: 'main' },
        (tokens) => attentionScoreBytes({ tokens, heads: shape.heads }) / BYTES_PER_GB,
      ),
      powerLaw(
        'FFN, slope 1',
        { style: 'dashed', colour: 'comparison' },
        (tokens) => ffnActivationBytes(tokens) / BYTES_PER_GB,
      ),
      ...DEVICE_IDS.map((id) =>
        powerLaw(
          `${HARDWARE.notebook[id].shortName} ${gigabytes(RAM_BYTES[id])}`,
          id === 'cloud' ? { style: 'dotted', colour: 'limit-a' } : { style: 'dashdot', colour: 'limit-b' },
          () => RAM_BYTES[id] / BYTES_PER_GB,
        ),
      ),
    ],
    markers: [
      {
        label: `${name} wall: ${integer(wall)} tokens`,
        shape: 'diamond',
        colour: device === 'cloud' ? 'limit-a' : 'limit-b',
        at: [wall, limit / BYTES_PER_GB],
      },
      {
        label: `You: ${tokensShort(shape.tokens)}, ${gigabytes(yours, 4)}`,
        shape: 'circle',
        colour: 'you',
        at: [shape.tokens, yours / BYTES_PER_GB],
      },
    ],
  };
}

const CURVE_LAYERS = Array.from(
  { length: (LAYERS_RANGE.max - LAYERS_RANGE.min) / 2 + 1 },
  (_, step) => LAYERS_RANGE.min + 2 * step,
);

const curves = new Map<string, Line['points']>();

/** `[layers, ms]` at 100 M parameters; the same array each time for the same setting. */
function budgetCurve({ device, edition }: WallSetting): Line['points'] {
  const key = `${device}/${edition}`;
  let curve = curves.get(key);
  if (!curve) {
    curve = CURVE_LAYERS.map((layers) => [layers, budgetLatencyMs(layers, device, edition)] as const);
    curves.set(key, curve);
  }
  return curve;
}

/** Latency per token against depth at 100 M parameters on the selected device, with the student's shape. */
export function depthChart(shape: NetworkShape, { device, edition }: WallSetting): Chart {
  const { shortName } = HARDWARE[edition][device];
  const { totalMs } = tokenLatency(shape, device, edition);
  const onCurveMs = budgetLatencyMs(shape.layers, device, edition);
  const [shallowest, deepest] = [LAYERS_RANGE.min, LAYERS_RANGE.max].map((layers) =>
    budgetLatencyMs(layers, device, edition),
  ) as [number, number];
  const offBudget = shapeVerdict(shape, device) !== 'in-budget';
  const standing = offBudget
    ? `Your ${shape.layers} × ${integer(shape.width)} is off the budget and off the curve: ${milliseconds(totalMs)} ` +
      `where the curve has ${milliseconds(onCurveMs)} (${integer(budgetWidth(shape.layers))} wide)`
    : `Your ${shape.layers} × ${integer(shape.width)} takes ${milliseconds(totalMs, 4)}`;
  return {
    title: `Latency against depth at ${number(BUDGET.target / 1e6)} M parameters, ${shortName}`,
    finding:
      `${standing}. At ${number(BUDGET.target / 1e6)} M parameters on the ${shortName} latency rises in a straight line with depth, ` +
      `from ${milliseconds(shallowest)} at ${LAYERS_RANGE.min} layers, the fastest, to ${milliseconds(deepest)} at ${LAYERS_RANGE.max}.`,
    x: { label: 'Depth (layers)', scale: 'linear', min: 0, max: LAYERS_RANGE.max },
    y: { label: 'Latency per token (ms)', scale: 'linear', min: 0 },
    lines: [
      {
        label: `${number(BUDGET.target / 1e6)} M parameters`,
        style: 'solid',
        colour: 'main',
        points: budgetCurve({ device, edition }),
      },
    ],
    markers: [
      {
        label: `You: ${shape.layers} × ${integer(shape.width)}, ${milliseconds(totalMs)}${offBudget ? ' (off budget)' : ''}`,
        shape: 'circle',
        colour: 'you',
        at: [shape.layers, totalMs],
      },
    ],
  };
}

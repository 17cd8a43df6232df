/** The lab's two pictures, as sweeps along one knob. */

import {
  excess,
  gigabytes,
  integer,
  milliseconds,
  number,
  percent,
  tokensShort,
} from '../../messages/format.ts';
import type { Input } from '../../messages/request.ts';
import type { Metrics, Sweep } from '../lab.ts';
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
import { BYTES_PER_GB, type DeviceId, HARDWARE, RAM_BYTES } from './physics/hardware.ts';
import { wallSetting } from './setting.ts';

const heads = (count: number): string => (count === 1 ? '1 head' : `${count} heads`);

const metric =
  (name: string) =>
  (metrics: Metrics): number | null =>
    metrics[name] ?? null;

const limit = (device: DeviceId, look: NonNullable<Sweep['limits']>[number]['look']) => ({
  label: () => `${HARDWARE.notebook[device].shortName} ${gigabytes(RAM_BYTES[device])}`,
  look,
  at: () => RAM_BYTES[device] / BYTES_PER_GB,
});

function attentionFinding(shape: AttentionShape, device: DeviceId): string {
  const yours = attentionScoreBytes(shape);
  const ram = RAM_BYTES[device];
  const name = HARDWARE.notebook[device].shortName;
  const standing = fits(shape, device)
    ? `${percent(yours / ram)} of the ${gigabytes(ram)} of the ${name}, so it fits`
    : `${excess(yours / ram)} the ${gigabytes(ram)} of the ${name}, so it does not fit`;
  return (
    `At ${integer(shape.tokens)} tokens and ${heads(shape.heads)} the attention scores take ${gigabytes(yours, 4)}, ${standing}. ` +
    `On log–log axes they rise with slope 2 and cross the ${name} at ${integer(longestContext(shape.heads, device))} tokens; ` +
    `the feed-forward activations rise with slope 1 and take ${gigabytes(ffnActivationBytes(shape.tokens))} here.`
  );
}

/** Score memory and feed-forward memory against context length, with both devices and the student's run. */
export const attentionSweep = (shapeOf: (input: Input) => AttentionShape): Sweep => ({
  title: (input) => `Memory against context, ${heads(shapeOf(input).heads)}, 48 layers`,
  x: { knob: 'tokens', label: 'Context length N (tokens)', scale: 'log' },
  y: { label: 'Memory (GB)', scale: 'log' },
  // A power law is straight on log–log axes, so its ends are enough.
  samples: () => [TOKENS_RANGE.min, TOKENS_RANGE.max],
  lines: [
    {
      label: () => 'Attention, slope 2',
      look: { style: 'solid', colour: 'main' },
      y: metric('all_layers_gb'),
    },
    { label: () => 'FFN, slope 1', look: { style: 'dashed', colour: 'comparison' }, y: metric('ffn_gb') },
  ],
  limits: [
    limit('cloud', { style: 'dotted', colour: 'limit-a' }),
    limit('edge', { style: 'dashdot', colour: 'limit-b' }),
  ],
  you(_, input) {
    const shape = shapeOf(input);
    return `You: ${tokensShort(shape.tokens)}, ${gigabytes(attentionScoreBytes(shape), 4)}`;
  },
  finding: (_, input, setting) => attentionFinding(shapeOf(input), wallSetting(setting).device),
});

const CURVE_LAYERS = Array.from(
  { length: (LAYERS_RANGE.max - LAYERS_RANGE.min) / 2 + 1 },
  (_, step) => LAYERS_RANGE.min + 2 * step,
);

const budget = `${number(BUDGET.target / 1e6)} M parameters`;

/** Latency per token against depth at 100 M parameters on the selected device, with the student's shape. */
export const depthSweep = (shapeOf: (input: Input) => NetworkShape): Sweep => ({
  title: (_, setting) => {
    const { device, edition } = wallSetting(setting);
    return `Latency against depth at ${budget}, ${HARDWARE[edition][device].shortName}`;
  },
  x: { knob: 'layers', label: 'Depth (layers)', scale: 'linear', min: 0 },
  y: { label: 'Latency per token (ms)', scale: 'linear', min: 0 },
  samples: () => CURVE_LAYERS,
  lines: [
    {
      label: () => budget,
      look: { style: 'solid', colour: 'main' },
      at: (layers) => ({ layers, width: budgetWidth(layers) }),
      y: metric('latency_ms'),
    },
  ],
  you(_, input, setting) {
    const shape = shapeOf(input);
    const { device, edition } = wallSetting(setting);
    const off = shapeVerdict(shape, device) === 'in-budget' ? '' : ' (off budget)';
    return `You: ${shape.layers} × ${integer(shape.width)}, ${milliseconds(tokenLatency(shape, device, edition).totalMs)}${off}`;
  },
  finding(_, input, setting) {
    const shape = shapeOf(input);
    const { device, edition } = wallSetting(setting);
    const { shortName } = HARDWARE[edition][device];
    const { totalMs } = tokenLatency(shape, device, edition);
    const at = (layers: number) => milliseconds(budgetLatencyMs(layers, device, edition));
    const name = `${shape.layers} × ${integer(shape.width)}`;
    const standing =
      shapeVerdict(shape, device) === 'in-budget'
        ? `Your ${name} takes ${milliseconds(totalMs, 4)}`
        : `Your ${name} is off the budget and off the curve: ${milliseconds(totalMs)} where the curve has ${at(shape.layers)} (${integer(budgetWidth(shape.layers))} wide)`;
    return (
      `${standing}. At ${budget} on the ${shortName} latency rises in a straight line with depth, ` +
      `from ${at(LAYERS_RANGE.min)} at ${LAYERS_RANGE.min} layers, the fastest, to ${at(LAYERS_RANGE.max)} at ${LAYERS_RANGE.max}.`
    );
  },
});

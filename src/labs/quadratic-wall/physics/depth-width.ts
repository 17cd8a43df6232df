/** Act II: the latency of one token through a deep or a wide network of the same number of parameters. */

import { BYTES_PER_VALUE, type DeviceId, type Edition, HARDWARE, RAM_BYTES } from './hardware.ts';

export const LAYERS_RANGE = { min: 2, max: 100 } as const;
export const WIDTH_RANGE = { min: 64, max: 4096 } as const;

/** Parameters. */
export const BUDGET = { target: 100e6, under: 50e6, over: 150e6 } as const;
/** A width that is filled in is a multiple of this. */
const WIDTH_STEP = 8;
/** The two shapes of the question, in layers. */
export const SHALLOW_LAYERS = 4;
export const DEEP_LAYERS = 64;
/** At or below this many layers a design counts as wider, above it as deeper. */
export const WIDER_UP_TO_LAYERS = 16;

/** 4 W² for attention and 8 W² for the feed-forward block. */
const PARAMETERS_PER_WIDTH_SQUARED = 12;
const FLOPS_PER_PARAMETER = 2;
const MS_PER_SECOND = 1000;

export interface NetworkShape {
  readonly layers: number;
  readonly width: number;
}

/** `P = L · 12 · W²`. */
export const parameterCount = ({ layers, width }: NetworkShape): number =>
  layers * PARAMETERS_PER_WIDTH_SQUARED * width * width;

export const weightBytes = (shape: NetworkShape): number => parameterCount(shape) * BYTES_PER_VALUE;

/** The real-valued width that keeps the budget at this depth: `√(P / (12 · L))`. */
export const budgetWidth = (layers: number): number =>
  Math.sqrt(BUDGET.target / (PARAMETERS_PER_WIDTH_SQUARED * layers));

/** {@link budgetWidth} to the nearest multiple of 8, as a network would be built. */
export const buildableWidth = (layers: number): number =>
  Math.round(budgetWidth(layers) / WIDTH_STEP) * WIDTH_STEP;

export type Bottleneck = 'compute' | 'memory' | 'dispatch';

/** Milliseconds for one token. */
export interface Latency {
  /** `2 · P / peak`. */
  readonly computeMs: number;
  /** `weights / bandwidth`. */
  readonly memoryMs: number;
  /** `L · t_dispatch`. */
  readonly dispatchMs: number;
  /** `max(compute, memory) + dispatch`. */
  readonly totalMs: number;
  /** The largest of the three. */
  readonly bottleneck: Bottleneck;
}

/** Latency of one token through the network at batch 1, for readout and curve alike. */
export function tokenLatency(shape: NetworkShape, device: DeviceId, edition: Edition): Latency {
  const hardware = HARDWARE[edition][device];
  const computeMs = ((FLOPS_PER_PARAMETER * parameterCount(shape)) / hardware.peakFlops) * MS_PER_SECOND;
  const memoryMs = (weightBytes(shape) / hardware.bandwidthBytesPerSecond) * MS_PER_SECOND;
  const dispatchMs = shape.layers * hardware.dispatchMsPerLayer;
  const bottleneck: Bottleneck =
    dispatchMs > Math.max(computeMs, memoryMs) ? 'dispatch' : memoryMs >= computeMs ? 'memory' : 'compute';
  return { computeMs, memoryMs, dispatchMs, totalMs: Math.max(computeMs, memoryMs) + dispatchMs, bottleneck };
}

/** Latency of the whole budget at this depth, in milliseconds: the curve, with the real-valued width. */
export const budgetLatencyMs = (layers: number, device: DeviceId, edition: Edition): number =>
  tokenLatency({ layers, width: budgetWidth(layers) }, device, edition).totalMs;

/** The 64-layer shape against the 4-layer shape of the same budget. */
export function depthPenalty(
  device: DeviceId,
  edition: Edition,
): { readonly shallowMs: number; readonly deepMs: number; readonly addedMs: number; readonly ratio: number } {
  const shallowMs = budgetLatencyMs(SHALLOW_LAYERS, device, edition);
  const deepMs = budgetLatencyMs(DEEP_LAYERS, device, edition);
  return { shallowMs, deepMs, addedMs: deepMs - shallowMs, ratio: deepMs / shallowMs };
}

/** Share of the device that the shape can keep busy, 0 to 1: `min(1, W/1024) · min(1, 24/L)`, a rule of thumb of the lab. */
export const parallelism = ({ layers, width }: NetworkShape): number =>
  Math.min(1, width / 1024) * Math.min(1, 24 / layers);

export type ShapeVerdict = 'does-not-fit' | 'over-budget' | 'under-budget' | 'in-budget';

/** The verdict on a shape; the first that holds, in this order. */
export function shapeVerdict(shape: NetworkShape, device: DeviceId): ShapeVerdict {
  if (weightBytes(shape) > RAM_BYTES[device]) return 'does-not-fit';
  const parameters = parameterCount(shape);
  if (parameters > BUDGET.over) return 'over-budget';
  return parameters < BUDGET.under ? 'under-budget' : 'in-budget';
}

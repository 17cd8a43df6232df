/** Act I: how much memory the attention score matrix of a GPT-2-shaped model takes, and where that stops fitting. */

import { BYTES_PER_VALUE, type DeviceId, RAM_BYTES } from './hardware.ts';

/** The model of Act I: "GPT-2-shaped", not GPT-2 XL. */
export const MODEL = { layers: 48, modelWidth: 1024, defaultHeads: 12, ffnExpansion: 4 } as const;

export const TOKENS_RANGE = { min: 512, max: 131_072 } as const;
export const HEADS_RANGE = { min: 1, max: 32 } as const;
/** What scale is measured against, in tokens. */
export const REFERENCE_TOKENS = 4096;

/** Share of a device's RAM above which a run that fits is called close to the wall. */
export const CLOSE_TO_WALL = 0.7;

export interface AttentionShape {
  /** Context length N. */
  readonly tokens: number;
  /** Attention heads H in each layer. */
  readonly heads: number;
}

/** Bytes of one layer's N × N score matrices over all heads: `N² · H · 2`. Exact in doubles over the whole range. */
export const layerScoreBytes = ({ tokens, heads }: AttentionShape): number =>
  tokens * tokens * heads * BYTES_PER_VALUE;

/** Bytes over all 48 layers, which training keeps resident: `N² · H · 2 · 48`. */
export const attentionScoreBytes = (shape: AttentionShape): number => layerScoreBytes(shape) * MODEL.layers;

/** Bytes of the feed-forward activations over all layers, linear in N: `N · 4 · 1024 · 2 · 48`. */
export const ffnActivationBytes = (tokens: number): number =>
  tokens * MODEL.ffnExpansion * MODEL.modelWidth * BYTES_PER_VALUE * MODEL.layers;

/** Score memory at `tokens` over score memory at `reference` tokens, heads equal: `(N / N₀)²`. */
export const memoryRatio = (tokens: number, reference: number = REFERENCE_TOKENS): number =>
  (tokens / reference) ** 2;

/** The longest context whose scores over all layers fit the device, in tokens: `⌊√(RAM / (H · 2 · 48))⌋`. */
export const longestContext = (heads: number, device: DeviceId): number =>
  Math.floor(Math.sqrt(RAM_BYTES[device] / (heads * BYTES_PER_VALUE * MODEL.layers)));

export const fits = (shape: AttentionShape, device: DeviceId): boolean =>
  attentionScoreBytes(shape) <= RAM_BYTES[device];

/** In order of severity. One predicate decides a run's text, colour and icon. */
export type AttentionVerdict = 'fits-neither' | 'exceeds-edge' | 'close-to-wall' | 'fits-cloud-only' | 'fits';

/** The verdict on a run for the selected device. */
export function attentionVerdict(shape: AttentionShape, device: DeviceId): AttentionVerdict {
  if (!fits(shape, 'cloud')) return 'fits-neither';
  if (!fits(shape, device)) return 'exceeds-edge';
  if (attentionScoreBytes(shape) > CLOSE_TO_WALL * RAM_BYTES[device]) return 'close-to-wall';
  return fits(shape, 'edge') ? 'fits' : 'fits-cloud-only';
}

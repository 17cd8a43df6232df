/** What Act I says: every number in it is computed from the physics. */

import {
  excess,
  gigabytes,
  integer,
  megabytes,
  number,
  percent,
  times,
  tokensShort,
} from '../../../messages/format.ts';
import type { Part } from '../../../messages/reply.ts';
import { type RichText, type Span, say, strong } from '../../../messages/rich-text.ts';
import type { Option } from '../../lab.ts';
import {
  type AttentionShape,
  type AttentionVerdict,
  attentionScoreBytes,
  CLOSE_TO_WALL,
  ffnActivationBytes,
  layerScoreBytes,
  longestContext,
  MODEL,
  memoryRatio,
  REFERENCE_TOKENS,
} from '../physics/attention.ts';
import { BYTES_PER_VALUE, type DeviceId, HARDWARE, RAM_BYTES } from '../physics/hardware.ts';
import { runOf } from '../setting.ts';

export const TITLE = 'The attention explosion';

/** The context that marketing wants, in tokens. */
export const WANTED_TOKENS = 100 * 1024;
/** The doubling that the prediction is about, in tokens. */
export const DOUBLED_TOKENS = 2 * REFERENCE_TOKENS;
const DOUBLING = memoryRatio(DOUBLED_TOKENS);

export const STAKEHOLDER = 'VP of Product';

export const MESSAGE =
  `Marketing wants a ${tokensShort(WANTED_TOKENS)}-token context, so that customers can drop in whole enterprise documents. ` +
  'A competitor announced exactly that last week. Engineering tells me that memory explodes. We have longer ' +
  'documents, so we buy a bit more memory: why would doubling the context be such a big deal? Give me numbers.';

export const PREDICTION_PROMPT =
  `The context doubles from ${tokensShort(REFERENCE_TOKENS)} to ${tokensShort(DOUBLED_TOKENS)} tokens. ` +
  'How does the memory of the attention score matrix change?';

/** Predicted memory ratio by option id; what is true is computed. */
const PREDICTED_RATIO = { linear: 2, quadratic: 4, cubic: 8, same: 1 } as const;
type MemoryPrediction = keyof typeof PREDICTED_RATIO;

/** What an option says, and what choosing it has to teach. */
type OptionWords = Omit<Option, 'id' | 'correct'>;

const grows = (id: MemoryPrediction): string => times(PREDICTED_RATIO[id]);

export const PREDICTION_OPTIONS: Readonly<Record<MemoryPrediction, OptionWords>> = {
  linear: {
    claim: grows('linear'),
    implies: PREDICTED_RATIO.linear,
    misconception: 'memory grows like a list',
    text: say`${strong(grows('linear'))}. Twice the tokens make the list of scores twice as long.`,
    feedback: () =>
      `A list would double. The scores are a table, though: every token looks at every token, so ${integer(REFERENCE_TOKENS)} rows of ` +
      `${integer(REFERENCE_TOKENS)} become ${integer(DOUBLED_TOKENS)} rows of ${integer(DOUBLED_TOKENS)}. Both sides double, and ` +
      `2 × 2 is ${number(DOUBLING)}.`,
  },
  quadratic: {
    claim: grows('quadratic'),
    implies: PREDICTED_RATIO.quadratic,
    text: say`${strong(grows('quadratic'))}. Rows and columns of the score matrix both get twice as long.`,
    feedback: () =>
      `Exactly: (${integer(DOUBLED_TOKENS)} / ${integer(REFERENCE_TOKENS)})² = ${number(DOUBLING)}. The same square takes ` +
      `${tokensShort(WANTED_TOKENS)} against ${tokensShort(REFERENCE_TOKENS)} to ${times(memoryRatio(WANTED_TOKENS))}.`,
  },
  cubic: {
    claim: grows('cubic'),
    implies: PREDICTED_RATIO.cubic,
    misconception: 'the head dimension grows too',
    text: say`${strong(grows('cubic'))}. Rows and columns double, and the head dimension has to double with them.`,
    feedback: () =>
      `Too pessimistic by ${times(PREDICTED_RATIO.cubic / DOUBLING)}. Only the two sequence axes grow with the context; the head dimension is ` +
      `fixed when the model is built, and a score is one number whatever that dimension is. So 2 × 2 = ${number(DOUBLING)}.`,
  },
  same: {
    claim: 'no change',
    implies: PREDICTED_RATIO.same,
    misconception: 'only positions grow',
    text: say`${strong('No change')}. Only the positional encodings get longer; the model stays the same size.`,
    feedback: () =>
      'The weights do stay the same and positional encodings cost next to nothing. The score matrix is no weight, though: ' +
      `it is made anew for each input, with a row and a column for each token, so doubling the tokens makes it ${times(DOUBLING)} as large.`,
  },
};

export const REFLECTION_PROMPT =
  'FlashAttention computes the same attention with memory that grows as O(N) instead of O(N²). How?';

/** FlashAttention paper, arXiv 2205.14135, figure 2: GPT-2 medium, forward and backward on an A100. */
const FLASH = {
  flopsBefore: 66.6,
  flopsAfter: 75.2,
  trafficGbBefore: 40.3,
  trafficGbAfter: 4.4,
  msBefore: 41.7,
  msAfter: 7.3,
} as const;

type FlashAnswer = 'compress' | 'tiling' | 'fewer_heads' | 'int8';

export const REFLECTION_OPTIONS: Readonly<Record<FlashAnswer, OptionWords>> = {
  compress: {
    claim: 'a low-rank factorisation',
    misconception: 'FlashAttention approximates',
    text: 'It replaces the score matrix by a low-rank factorisation that needs less room.',
    feedback: () =>
      'That is the idea of Linformer and its relatives, and it approximates: the result changes. FlashAttention gives exactly the ' +
      'same result as ordinary attention. It works in tiles, and never holds the whole N × N matrix at once.',
  },
  tiling: {
    claim: 'tiles',
    text: 'It works through the matrix in tiles and never writes all N × N scores to the GPU’s main memory.',
    feedback: () =>
      'Blocks of Q, K and V are brought into on-chip SRAM, an online softmax keeps only O(N) running statistics, and the result is ' +
      'exactly the same. The compute stays O(N²); training even does ' +
      `${percent(FLASH.flopsAfter / FLASH.flopsBefore - 1)} more of it, because the backward pass computes the scores again ` +
      `(${FLASH.flopsBefore} → ${FLASH.flopsAfter} GFLOP). What falls is the traffic to main memory, ${FLASH.trafficGbBefore} → ` +
      `${FLASH.trafficGbAfter} GB, and with it the time, ${FLASH.msBefore} → ${FLASH.msAfter} ms (arXiv 2205.14135, figure 2). ` +
      'The next walls are that compute and the KV cache.',
  },
  fewer_heads: {
    claim: 'fewer heads',
    misconception: 'it drops heads',
    text: 'It uses fewer attention heads in the deeper layers, where they matter less.',
    feedback: () =>
      'The model is left untouched: the same heads, the same weights, the same result. FlashAttention only changes the order in which ' +
      'memory is read and written: tile by tile in on-chip SRAM, so that the N × N matrix never stands in main memory.',
  },
  int8: {
    claim: 'INT8 scores',
    misconception: 'it halves the precision',
    text: 'It stores the scores in INT8 before the softmax rather than in FP16.',
    feedback: () =>
      `That would halve a matrix that is still quadratic: half of ${gigabytes(attentionScoreBytes({ tokens: WANTED_TOKENS, heads: MODEL.defaultHeads }))} ` +
      'is no cure. FlashAttention keeps the precision and the result, and avoids the matrix: it works in tiles that fit into on-chip SRAM.',
  },
};

const inTokens = (tokens: number): string => `${integer(tokens)} tokens`;
const inHeads = (heads: number): string => (heads === 1 ? '1 head' : `${heads} heads`);
export const echo = ({ tokens, heads }: AttentionShape): string => `${inTokens(tokens)}, ${inHeads(heads)}`;

const shortName = (device: DeviceId): string => HARDWARE.notebook[device].shortName;
const ram = (device: DeviceId): string => gigabytes(RAM_BYTES[device]);

/** A size as it is read beside a device's memory: with as many digits as it takes to be another number. */
const beside = (bytes: number, device: DeviceId): string =>
  bytes !== RAM_BYTES[device] && gigabytes(bytes, 4) === ram(device)
    ? `${(bytes / 1e9).toFixed(4)} GB`
    : gigabytes(bytes, 4);

/** The way back: the longest context at these heads, as a command. */
const wayBack = ({ tokens: asked, heads }: AttentionShape, device: DeviceId): RichText => {
  const tokens = longestContext(heads, device);
  if (asked === tokens)
    return `At ${inHeads(heads)} this is the longest context that fits the ${shortName(device)}.`;
  return say`At ${inHeads(heads)} the longest context that fits the ${shortName(device)} is ${strong(inTokens(tokens))}: ${seq(tokens, heads)}.`;
};

/** The longest contexts of both devices at these heads. */
const bothWays = ({ heads }: AttentionShape): RichText => {
  const on = (device: DeviceId): RichText => {
    const tokens = longestContext(heads, device);
    return say`${strong(inTokens(tokens))} on the ${shortName(device)} (${seq(tokens, heads)})`;
  };
  return say`At ${inHeads(heads)} the longest context that fits is ${on('edge')} and ${on('cloud')}.`;
};

const seq = (tokens: number, heads: number): Span =>
  runOf('seq', heads === MODEL.defaultHeads ? { tokens } : { tokens, heads });

export const wallLabel = (tokens: number, device: DeviceId): string =>
  `${shortName(device)} wall: ${inTokens(tokens)}`;

export function verdictTitle(verdict: AttentionVerdict, device: DeviceId): string {
  switch (verdict) {
    case 'fits-neither':
      return 'Out of memory: fits neither device';
    case 'exceeds-edge':
      return `Out of memory on the ${shortName('edge')}; the cloud still can`;
    case 'close-to-wall':
      return `Close to the wall of the ${shortName(device)}`;
    case 'fits-cloud-only':
      return 'Fits the cloud only';
    case 'fits':
      return 'Fits both devices';
  }
}

/** Where the way back is one device's, or both. */
export function verdictMessage(
  verdict: AttentionVerdict,
  shape: AttentionShape,
  device: DeviceId,
  next: number | undefined,
): RichText {
  const needed = strong(beside(attentionScoreBytes(shape), device));
  const share = (on: DeviceId): string => percent(attentionScoreBytes(shape) / RAM_BYTES[on]);
  const over = (on: DeviceId): string => excess(attentionScoreBytes(shape) / RAM_BYTES[on]);
  switch (verdict) {
    case 'fits-neither':
      return say`The scores need ${needed}: ${over('cloud')} the ${ram('cloud')} of the ${shortName('cloud')} and ${over('edge')} the ${ram('edge')} of the ${shortName('edge')}. This wall is why FlashAttention exists. ${wayBack(shape, device)}`;
    case 'exceeds-edge':
      return say`The scores need ${needed}: ${over('edge')} the ${ram('edge')} of the ${shortName('edge')}. The ${shortName('cloud')} with ${ram('cloud')} still holds them. ${wayBack(shape, 'edge')}`;
    case 'close-to-wall':
      return say`The scores need ${needed}, ${share(device)} of the ${ram(device)} of the ${shortName(device)}: more than ${percent(CLOSE_TO_WALL)} and nothing else is in memory yet.${
        device === 'cloud' ? ` The ${shortName('edge')} with ${ram('edge')} can’t hold them at all.` : ''
      } ${wayBack(shape, device)}`;
    case 'fits-cloud-only':
      return say`The scores need ${needed}: ${share('cloud')} of the ${ram('cloud')} of the ${shortName('cloud')}, and more than the ${ram('edge')} of the ${shortName('edge')}. ${bothWays(shape)}`;
    case 'fits':
      return say`The scores need ${needed}, ${share(device)} of the ${ram(device)} of the ${shortName(device)}. ${
        next === undefined ? wayBack(shape, device) : say`Go longer: ${seq(next, shape.heads)}.`
      }`;
  }
}

/** The two formulas with the student's numbers in them, then the cards. */
export function readout(shape: AttentionShape): readonly Part[] {
  const { tokens, heads } = shape;
  const ratio = memoryRatio(tokens);
  return [
    {
      kind: 'formula',
      lines: [
        `one layer   N² · H · 2 bytes = ${integer(tokens)}² · ${heads} · ${BYTES_PER_VALUE} = ${gigabytes(layerScoreBytes(shape), 4)}`,
        `all layers  × ${MODEL.layers} = ${gigabytes(attentionScoreBytes(shape), 4)}`,
      ],
    },
    {
      kind: 'metrics',
      items: [
        {
          label: 'Attention, all layers',
          value: gigabytes(attentionScoreBytes(shape), 4),
          note: `${MODEL.layers} layers, kept for training`,
        },
        { label: 'Attention, one layer', value: gigabytes(layerScoreBytes(shape)), note: inHeads(heads) },
        {
          label: `Scale against ${tokensShort(REFERENCE_TOKENS)}`,
          value: times(ratio),
          note: `(${integer(tokens)} / ${integer(REFERENCE_TOKENS)})²`,
        },
        { label: 'FFN activations', value: gigabytes(ffnActivationBytes(tokens)), note: 'linear in N' },
      ],
    },
  ];
}

/** The doubling that the question is about, in memory. */
export const reveal = (): readonly Part[] => [
  {
    kind: 'text',
    text: say`From ${tokensShort(REFERENCE_TOKENS)} to ${tokensShort(DOUBLED_TOKENS)}: ${gigabytes(
      attentionScoreBytes({ tokens: REFERENCE_TOKENS, heads: MODEL.defaultHeads }),
    )} become ${gigabytes(attentionScoreBytes({ tokens: DOUBLED_TOKENS, heads: MODEL.defaultHeads }))} at ${inHeads(
      MODEL.defaultHeads,
    )}.`,
  },
];

/** On a button: `64K`, or `64K, 16 heads` where the heads are not the usual ones. */
export const short = ({ tokens, heads }: AttentionShape): string =>
  heads === MODEL.defaultHeads ? tokensShort(tokens) : `${tokensShort(tokens)}, ${inHeads(heads)}`;

export const design = ({ tokens, heads }: AttentionShape): string =>
  heads === MODEL.defaultHeads ? inTokens(tokens) : `${inTokens(tokens)}, ${inHeads(heads)}`;

export const decisionPrompt = (device: DeviceId): RichText =>
  `Which context do you promise, and on which device? You have the ${HARDWARE.notebook[device].name} selected, and the promise is for training with ordinary attention, one document at a time.`;

/** The VP's answer, with the student's own numbers. */
export function response(shape: AttentionShape, device: DeviceId): RichText {
  const needed = attentionScoreBytes(shape);
  const wanted = WANTED_TOKENS / shape.tokens;
  const compared =
    shape.tokens >= WANTED_TOKENS
      ? `That is all that marketing asked for.`
      : `Marketing asked for ${tokensShort(WANTED_TOKENS)}, which is ${times(wanted)} as long and would take ${times(wanted ** 2)} the memory: now I can tell them why.`;
  return say`${strong(inTokens(shape.tokens))} on the ${shortName(device)}: the scores take ${beside(needed, device)} of its ${ram(device)}. ${compared}`;
}

export function equations(): readonly Part[] {
  const oneHead = layerScoreBytes({ tokens: REFERENCE_TOKENS, heads: 1 });
  return [
    {
      kind: 'formula',
      lines: [
        'score memory = N² · H · bytes · L',
        'N₂ = k · N₁  ⇒  memory₂ / memory₁ = k²',
        `${integer(REFERENCE_TOKENS)}² · ${BYTES_PER_VALUE} bytes = ${megabytes(oneHead)} (${number(oneHead / 2 ** 20)} MiB) per layer and head`,
        'longest context = ⌊√(RAM / (H · bytes · L))⌋',
      ],
    },
    {
      kind: 'text',
      text: `N is the context length in tokens, H the heads (${MODEL.defaultHeads} unless you say otherwise), L = ${MODEL.layers} layers, and FP16 takes ${BYTES_PER_VALUE} bytes. With k = ${number(WANTED_TOKENS / REFERENCE_TOKENS)} the ratio is ${times(memoryRatio(WANTED_TOKENS))}.`,
    },
  ];
}

/** Act I put together: the question, the `/seq` instrument, the reveal and the reflection. */

import { say } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Act, Instrument, Option, Question } from '../lab.ts';
import { remembering } from '../remembering.ts';
import { attentionChart } from './charts.ts';
import { integer, tokensShort } from './format.ts';
import {
  type AttentionShape,
  type AttentionVerdict,
  attentionVerdict,
  fits,
  HEADS_RANGE,
  longestContext,
  MODEL,
  REFERENCE_TOKENS,
  TOKENS_RANGE,
} from './physics/attention.ts';
import type { DeviceId } from './physics/hardware.ts';
import { wallSetting } from './setting.ts';
import * as words from './words/act1.ts';

const option = (
  id: string,
  correct: boolean,
  { text, feedback }: { text: Option['text']; feedback: ReturnType<Option['feedback']> },
): Option => ({ id, correct, text, feedback: () => feedback });

const prediction: Question = {
  id: 'act1_prediction',
  prompt: () => words.PREDICTION_PROMPT,
  options: [
    option('linear', false, words.PREDICTION_OPTIONS.linear),
    option('quadratic', true, words.PREDICTION_OPTIONS.quadratic),
    option('cubic', false, words.PREDICTION_OPTIONS.cubic),
    option('same', false, words.PREDICTION_OPTIONS.same),
  ],
};

const reflection: Question = {
  id: 'act1_reflection',
  prompt: () => words.REFLECTION_PROMPT,
  options: [
    option('compress', false, words.REFLECTION_OPTIONS.compress),
    option('tiling', true, words.REFLECTION_OPTIONS.tiling),
    option('fewer_heads', false, words.REFLECTION_OPTIONS.fewer_heads),
    option('int8', false, words.REFLECTION_OPTIONS.int8),
  ],
};

function attentionShape(input: Readonly<Record<string, number>>): AttentionShape {
  const { tokens, heads = MODEL.defaultHeads } = input;
  if (tokens === undefined) {
    throw new UserError(
      say`The simulator needs a context length in tokens, from ${integer(TOKENS_RANGE.min)} to ${integer(TOKENS_RANGE.max)}.`,
    );
  }
  return { tokens, heads };
}

/** The next longer context worth trying: the next doubling, or the boundary itself once a doubling would pass it. */
function nextLonger(shape: AttentionShape, device: DeviceId): number | undefined {
  const wall = Math.min(longestContext(shape.heads, device), TOKENS_RANGE.max);
  const doubled = Math.min(shape.tokens * 2, TOKENS_RANGE.max);
  const next = fits({ ...shape, tokens: doubled }, device) ? doubled : wall;
  return next > shape.tokens ? next : undefined;
}

const BROKEN: readonly AttentionVerdict[] = ['fits-neither', 'exceeds-edge'];

export const SEQ: Instrument = remembering({
  id: 'seq',
  example: '/seq 32k',
  opening: [REFERENCE_TOKENS, words.DOUBLED_TOKENS, 32 * 1024, words.WANTED_TOKENS].map((tokens) => ({
    label: `Run ${tokensShort(tokens)}`,
    input: { tokens },
  })),
  complete: (input) => ({ ...attentionShape(input) }),
  echo: (input) => words.echo(attentionShape(input)),
  run(input, setting) {
    const shape = attentionShape(input);
    const selected = wallSetting(setting);
    const { device } = selected;
    const verdict = attentionVerdict(shape, device);
    const broken = BROKEN.includes(verdict);
    const longer = nextLonger(shape, device);
    const wall = longestContext(shape.heads, device);
    const again = (tokens: number) => ({
      label: `Run ${tokensShort(tokens)}`,
      input: shape.heads === MODEL.defaultHeads ? { tokens } : { ...shape, tokens },
    });
    const suggested = [
      ...(broken ? [wall, words.DOUBLED_TOKENS] : []),
      ...(longer === undefined ? [] : [longer]),
      ...(broken ? [] : [wall + 1]),
    ].filter((tokens) => tokens !== shape.tokens && tokens >= TOKENS_RANGE.min && tokens <= TOKENS_RANGE.max);
    return {
      parts: [
        ...words.readout(shape),
        words.verdictCallout(shape, device, verdict, verdict === 'fits' ? longer : undefined),
        { kind: 'chart', chart: attentionChart(shape, selected) },
      ],
      limitBroken: broken,
      wallHit: broken,
      committable: false,
      suggestions: [...new Set(suggested)].slice(0, 3).map(again),
    };
  },
});

export const ACT1: Act = {
  id: 'act1',
  number: 1,
  title: words.TITLE,
  stakeholder: () => words.STAKEHOLDER,
  prediction,
  instrument: SEQ,
  reveal: (locked) => (words.isMemoryPrediction(locked) ? words.reveal(locked) : []),
  reflection,
  equations: () => words.equations(),
};

/** Bounds that the command declares, from the physics. */
export const SEQ_LIMITS = {
  tokens: TOKENS_RANGE,
  heads: HEADS_RANGE,
  defaultHeads: MODEL.defaultHeads,
} as const;

/** Act I put together: the question, the reveal, the reflection and the load that is promised. */

import type { Act, Option } from '../lab.ts';
import { LOAD } from './load.ts';
import * as words from './words/act1.ts';

type Prediction = keyof typeof words.PREDICTIONS;

const predicted = (id: Prediction, misconception?: string): Option => ({
  id,
  text: words.PREDICTIONS[id].text,
  claim: words.claimOf(id),
  correct: misconception === undefined,
  ...(misconception !== undefined && { misconception }),
  implies: words.PREDICTED_MS[id],
  feedback: () => words.PREDICTIONS[id].feedback,
});

const reflected = (id: words.Cause, claim: string, misconception?: string): Option => ({
  id,
  text: words.REFLECTIONS[id].text,
  claim,
  correct: misconception === undefined,
  ...(misconception !== undefined && { misconception }),
  feedback: () => words.REFLECTIONS[id].feedback,
});

export const ACT1: Act = {
  id: 'act1',
  title: words.TITLE,
  stakeholder: { name: 'CFO', message: () => words.STAKEHOLDER },
  prediction: {
    kind: 'choice',
    id: 'act1_prediction',
    prompt: () => words.PREDICTION_PROMPT,
    options: [
      predicted('proportional', 'linear thinking: latency grows with load'),
      predicted('doubled', 'somewhat worse than linear'),
      predicted('tail'),
      predicted('same', 'requests queue only at saturation'),
    ],
  },
  instrument: LOAD,
  reveal: () => words.reveal(),
  reflection: {
    kind: 'choice',
    id: 'act1_reflection',
    prompt: () => words.REFLECTION_PROMPT,
    options: [
      reflected('littles_law', 'Little’s law', 'Little’s law explains growth'),
      reflected('idle', 'the idle share'),
      reflected('percentile', 'P99 leaves the mean', 'P99 moves away from the mean'),
      reflected('slow_requests', 'heavier requests', 'service gets slower under load'),
    ],
  },
  equations: () => words.equations(),
  decision: { prompt: words.decisionPrompt, refuses: words.refuses, response: words.response },
};

/** Act II put together: the number that is asked for, the reveal, the reflection and the fleet. */

import type { Act, Option } from '../lab.ts';
import { FLEET } from './fleet.ts';
import { costPerMillion } from './physics/fleet.ts';
import { INTERACTIVE } from './promise.ts';
import * as words from './words/act2.ts';

const reflected = (id: words.Cause, claim: string, misconception?: string): Option => ({
  id,
  text: words.REFLECTIONS[id].text,
  claim,
  correct: misconception === undefined,
  ...(misconception !== undefined && { misconception }),
  feedback: () => words.REFLECTIONS[id].feedback(),
});

export const ACT2: Act = {
  id: 'act2',
  title: words.TITLE,
  stakeholder: { name: 'Platform lead', message: () => words.STAKEHOLDER },
  about: INTERACTIVE.id,
  prediction: {
    kind: 'number',
    id: 'act2_prediction',
    prompt: () => words.PREDICTION_PROMPT,
    unit: words.UNIT,
    min: 0.1,
    max: 1000,
    whole: false,
    answer: () => costPerMillion(words.asked()),
    tolerance: { factor: 1.1 },
    beliefs: [
      {
        id: 'full_utilisation',
        from: 5,
        to: 6.2,
        misconception: 'priced at full utilisation',
        feedback: words.BELIEF_WORDS.full,
      },
      {
        id: 'batched_full_utilisation',
        from: 1.2,
        to: 1.6,
        misconception: 'priced a full batch at full utilisation',
        feedback: words.BELIEF_WORDS.batched,
      },
      {
        id: 'one_short',
        from: 6.3,
        to: 7.4,
        misconception: 'priced a fleet that keeps up but misses its promise',
        feedback: words.BELIEF_WORDS.short,
      },
    ],
    feedback: () => words.feedback(),
  },
  instrument: FLEET,
  reveal: (_, __, setting) => words.reveal(setting),
  reflection: {
    kind: 'choice',
    id: 'act2_reflection',
    prompt: () => words.reflectionPrompt(),
    options: [
      reflected('fill', 'batches fill more slowly'),
      reflected('utilisation', 'utilisation rose', 'more replicas raise utilisation'),
      reflected('contention', 'replicas contend', 'replicas compete with each other'),
      reflected('service', 'service got slower', 'service slows with replicas'),
    ],
  },
  equations: () => words.equations(),
  decision: { prompt: words.decisionPrompt, refuses: words.refuses, response: words.response },
};

/** How sure a student was of their lock: asked once, between the lock and the first run. Optional, and never graded. */

import { actName, actNumber } from '../../labs/find.ts';
import type { Act } from '../../labs/lab.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import { SURE_BY_WORD, type Sure } from '../../messages/request.ts';
import { next } from '../next.ts';
import type { Turn } from '../turn.ts';

export const SURE_WORDS: Readonly<Record<Sure, string>> = { 1: 'a guess', 2: 'fairly sure', 3: 'sure' };

const LABELS: Readonly<Record<Sure, string>> = { 1: 'A guess', 2: 'Fairly sure', 3: 'Sure' };

const givenFor = (turn: Turn, act: Act): Sure | undefined => {
  for (const { decision } of turn.record.decisions) {
    if (decision.kind === 'confidence' && decision.question === act.prediction.id) return decision.sure;
  }
  return undefined;
};

/** After the first run it would be hindsight. */
const isOpenFor = (turn: Turn, act: Act): boolean =>
  turn.answer(act.prediction) !== undefined && turn.progress.runs[act.id] === undefined;

/** The question, as long as it can still be answered. */
export function confidenceQuestion(turn: Turn, act: Act): readonly Part[] {
  if (!isOpenFor(turn, act) || givenFor(turn, act) !== undefined) return [];
  const choice = (sure: Sure): Choice => ({
    label: LABELS[sure],
    request: { kind: 'predict', sure, lab: turn.pack.id, act: actNumber(turn.pack, act) },
  });
  return [
    {
      kind: 'choices',
      prompt: 'How sure are you? You may leave this out; it is never graded.',
      choices: Object.values(SURE_BY_WORD).map(choice),
    },
  ];
}

/** Records it, where it can still be said without hindsight; the first stands. */
export function noteConfidence(turn: Turn, act: Act, sure: Sure): Sure | undefined {
  if (!isOpenFor(turn, act)) return undefined;
  const given = givenFor(turn, act);
  if (given === undefined) turn.decide({ kind: 'confidence', question: act.prediction.id, sure });
  return given ?? sure;
}

export function confidence(turn: Turn, act: Act, sure: Sure): readonly Part[] {
  const name = actName(turn.pack, act);
  if (!turn.answer(act.prediction)) {
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: 'Your prediction comes first',
        text: `How sure you are is asked once ${name} is locked. Nothing was recorded.`,
      },
      next(turn),
    ];
  }
  const noted = noteConfidence(turn, act, sure);
  return [
    {
      kind: 'callout',
      tone: 'info',
      title: noted === undefined ? 'The simulator has run already' : `Noted: ${SURE_WORDS[noted]}`,
      text:
        noted === undefined
          ? `How sure you were of ${name} is asked before its first run only, so nothing was changed.`
          : noted === sure
            ? `It stands beside your prediction of ${name}, and is never graded.`
            : 'What you said first stands, so nothing was changed.',
    },
    next(turn),
  ];
}

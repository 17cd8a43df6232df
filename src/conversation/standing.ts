/** Where a student stands in the lab: which act, and what of it is done. Right or wrong never decides. */

import type { Act, Lab, Progress } from '../labs/lab.ts';

/** What the student has to do next in an act. */
export type Stage = 'predict' | 'explore' | 'reflect' | 'done';

export function stageOf(act: Act, progress: Progress): Stage {
  if (!progress.answers[act.prediction.id]) return 'predict';
  if (!progress.runs[act.instrument.id]) return 'explore';
  return progress.answers[act.reflection.id] ? 'done' : 'reflect';
}

/** The first act that is not done, or the last one. */
export function currentAct(lab: Lab, progress: Progress): Act {
  return lab.acts.find((act) => stageOf(act, progress) !== 'done') ?? (lab.acts.at(-1) as Act);
}

/** An act opens when every act before it is done. */
export const isOpen = (lab: Lab, act: Act, progress: Progress): boolean =>
  lab.acts.every((earlier) => earlier.number >= act.number || stageOf(earlier, progress) === 'done');

export const isComplete = (lab: Lab, progress: Progress): boolean =>
  lab.acts.every((act) => stageOf(act, progress) === 'done');

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII'];

/** `Act II`. */
export const actName = (act: Act): string => `Act ${ROMAN[act.number - 1] ?? act.number}`;

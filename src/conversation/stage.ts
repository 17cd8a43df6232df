/** Where a student stands in the lab: which act, and what of it is done. Right or wrong never decides. */

import type { Act, LabPack, Progress } from '../labs/lab.ts';

/** What the student has to do next in an act, in this order. */
const STAGES = ['predict', 'run', 'reflect', 'decide', 'done'] as const;
export type Stage = (typeof STAGES)[number];

export function stageOf(act: Act, progress: Progress): Stage {
  if (!progress.answers[act.prediction.id]) return 'predict';
  if (!progress.runs[act.id]) return 'run';
  if (!progress.answers[act.reflection.id]) return 'reflect';
  // Labs that were completed before acts ended with a decision stay complete.
  return act.decision && !progress.committed[act.id] && progress.completedAt === undefined
    ? 'decide'
    : 'done';
}

/** The first act that is not done, or the last one. */
export function currentAct({ acts }: LabPack, progress: Progress): Act {
  return acts.find((act) => stageOf(act, progress) !== 'done') ?? (acts.at(-1) as Act);
}

/**
 * An act opens when every act before it is done, and stays open once its question was put.
 * @param wasShown whether the student has seen a question
 */
export const isOpen = (
  { acts }: LabPack,
  act: Act,
  progress: Progress,
  wasShown: (question: string) => boolean,
): boolean =>
  progress.answers[act.prediction.id] !== undefined ||
  wasShown(act.prediction.id) ||
  acts.slice(0, acts.indexOf(act)).every((earlier) => stageOf(earlier, progress) === 'done');

export const isComplete = ({ acts }: LabPack, progress: Progress): boolean =>
  acts.every((act) => stageOf(act, progress) === 'done');

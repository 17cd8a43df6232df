/** The record that other labs of the course read: the notebook's keys, each with its repaired meaning. */

import type { Progress, Run } from '../lab.ts';
import { ACT1, SEQ } from './act1.ts';
import { ACT2, DEPTH, networkShape } from './act2.ts';
import { tokenLatency, WIDER_UP_TO_LAYERS } from './physics/depth-width.ts';
import { wallSetting } from './setting.ts';

const UNANSWERED = 'unanswered';

/** The shape that stands for the student's design: the one last committed, or else the one last run. */
export const chosenShape = (progress: Progress): Run | undefined =>
  progress.committed[DEPTH.id] ?? progress.runs[DEPTH.id]?.last;

export function designRecord(progress: Progress): Readonly<Record<string, string | number | boolean | null>> {
  const answer = (question: string): string => progress.answers[question]?.option ?? UNANSWERED;
  const act1 = answer(ACT1.prediction.id);
  const seq = progress.runs[SEQ.id];
  const depth = progress.runs[DEPTH.id];
  const design = chosenShape(progress);
  const shape = design && networkShape(design.input);
  const setting = design && wallSetting(design);
  return {
    context: progress.device,
    seq_len_chosen: seq?.last.input.tokens ?? null,
    act1_prediction: act1,
    act1_correct: ACT1.prediction.options.some(({ id, correct }) => correct && id === act1),
    act1_reflection: answer(ACT1.reflection.id),
    quadratic_oom_triggered: seq?.wallHit ?? false,
    act2_prediction: answer(ACT2.prediction.id),
    act2_reflection: answer(ACT2.reflection.id),
    depth_width_decision: design && DEPTH.design ? DEPTH.design(design.input) : UNANSWERED,
    act2_result: shape && setting ? tokenLatency(shape, setting.device, setting.edition).totalMs : null,
    act2_decision: shape ? (shape.layers <= WIDER_UP_TO_LAYERS ? 'wider' : 'deeper') : UNANSWERED,
    constraint_hit: (seq?.limitBroken ?? false) || (depth?.limitBroken ?? false),
  };
}

/** The record that other labs of the course read: the keys that every lab has, and the pack's own. */

import type { Value } from '../messages/request.ts';
import { isCorrect } from './judging.ts';
import type { Answer, LabPack, Progress } from './lab.ts';

const UNANSWERED = 'unanswered';

const answerValue = (answer: Answer | undefined): Value =>
  answer === undefined ? UNANSWERED : 'option' in answer ? answer.option : answer.number;

/**
 * Nothing in it was not decided: `context` is the one of the last act's committed run, and a number that is not known is
 * left out. The pack's own keys stand above the engine's.
 */
export function designRecord(pack: LabPack, progress: Progress): Readonly<Record<string, Value>> {
  const record: Record<string, Value> = {};
  for (const { id, prediction, reflection, instrument, decision } of pack.acts) {
    record[`${id}_prediction`] = answerValue(progress.answers[prediction.id]);
    record[`${id}_correct`] = isCorrect(prediction, progress.answers[prediction.id], progress);
    record[`${id}_reflection`] = answerValue(progress.answers[reflection.id]);
    const design = progress.committed[id];
    if (!decision) continue;
    record[`${id}_decision`] = design ? instrument.design(design.input) : UNANSWERED;
    if (!design) continue;
    record.context = design.context;
    record.edition = design.edition;
    record.decision = instrument.design(design.input);
  }
  return {
    edition: progress.edition,
    ...record,
    constraint_hit: Object.values(progress.runs).some(({ limitBroken }) => limitBroken),
    completed: progress.completedAt !== undefined,
    ...pack.record(progress),
  };
}

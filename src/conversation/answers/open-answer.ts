/** A line that is no command: an answer to the question that is open, or a sentence that says what can be typed. */

import type { Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { command, say, strong } from '../../messages/rich-text.ts';
import { shortened } from '../../messages/shortened.ts';
import { UserError } from '../../messages/user-error.ts';
import { answerTyped } from '../read-answer.ts';
import { stageOf } from '../stage.ts';
import type { Turn } from '../turn.ts';
import { predict } from './predict.ts';
import { reflect } from './reflect.ts';

/** @throws {UserError} where nothing of the kind is open */
export function noCommand(typed: string): UserError {
  return new UserError(
    say`${strong(shortened(typed))} is no command, and no question is open that it would answer. ${command({ kind: 'start' })} takes you to what is next, ${command({ kind: 'help' })} lists what can be typed.`,
  );
}

export function openAnswer(turn: Turn, { answer }: Request & { kind: 'answer' }): readonly Part[] {
  const act = turn.currentAct;
  const stage = stageOf(act, turn.progress);
  if (stage !== 'predict' && stage !== 'reflect') throw noCommand(answer);
  const question = stage === 'predict' ? act.prediction : act.reflection;
  if (!turn.wasShown(question.id)) throw noCommand(answer);
  // What can't be an answer at all is told so by the question itself, in its own terms.
  if (!answerTyped(question, answer, turn.record.seed) && answer.trim().split(/\s+/).length > 3) {
    throw noCommand(answer);
  }
  return stage === 'predict'
    ? predict(turn, { kind: 'predict', answer })
    : reflect(turn, { kind: 'reflect', answer });
}

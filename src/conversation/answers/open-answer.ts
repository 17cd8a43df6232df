/** A line that is no command: an answer to the question that is open, or a sentence that says what can be typed. */

import type { Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { command, say, strong } from '../../messages/rich-text.ts';
import { shortened } from '../../messages/shortened.ts';
import { UserError } from '../../messages/user-error.ts';
import { answerTyped } from '../read-answer.ts';
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
  const prediction = turn.askedAct('prediction')?.prediction;
  const question = prediction ?? turn.askedAct('reflection')?.reflection;
  if (!question) throw noCommand(answer);
  // A few words may be a mistake in an answer, which the question corrects in its own terms; a sentence is talk.
  if (!answerTyped(question, answer, turn.record.seed) && answer.trim().split(/\s+/).length > 3) {
    throw noCommand(answer);
  }
  return prediction ? predict(turn, { kind: 'predict', answer }) : reflect(turn, { kind: 'reflect', answer });
}

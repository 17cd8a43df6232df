/** The answer to a request about one lab: a pure function of the student's record, the time and what is asked. */

import type { Part } from '../messages/reply.ts';
import type { LearningRequest } from '../messages/request.ts';
import { context } from './answers/context.ts';
import { ledger } from './answers/ledger.ts';
import { math } from './answers/math.ts';
import { openAnswer } from './answers/open-answer.ts';
import { predict } from './answers/predict.ts';
import { reflect } from './answers/reflect.ts';
import { run } from './answers/run.ts';
import { start } from './answers/start.ts';
import type { Turn } from './turn.ts';

/** A request that concerns a student's record of one lab. */
export type LabRequest = Exclude<LearningRequest, { kind: 'labs' }>;

/** @throws {UserError} when the request can't be meant */
export function answer(turn: Turn, request: LabRequest): readonly Part[] {
  switch (request.kind) {
    case 'start':
      return start(turn);
    case 'predict':
      return predict(turn, request);
    case 'answer':
      return openAnswer(turn, request);
    case 'run':
      return run(turn, request);
    case 'context':
      return context(turn, request);
    case 'reflect':
      return reflect(turn, request);
    case 'math':
      return math(turn, request);
    case 'ledger':
      return ledger(turn, request);
  }
}

/** `/predict`: the question of an act, and the lock that opens its instrument. The first lock stands for ever. */

import { actName } from '../../labs/find.ts';
import { optionOf } from '../../labs/judging.ts';
import type { Act } from '../../labs/lab.ts';
import { receipt } from '../../ledger/chain.ts';
import type { Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { code, command, say, strong } from '../../messages/rich-text.ts';
import { contextChoice, next } from '../next.ts';
import { ask, moment, named } from '../question.ts';
import { readAnswer } from '../read-answer.ts';
import { shuffledOptions } from '../shuffled-options.ts';
import type { Turn } from '../turn.ts';
import { confidence, confidenceQuestion, noteConfidence } from './confidence.ts';

/** Stakeholder's message and question. */
export function showPrediction(turn: Turn, act: Act): readonly Part[] {
  const { name, message } = act.stakeholder;
  return [
    { kind: 'heading', text: `${actName(turn.pack, act)} · ${act.title}` },
    { kind: 'callout', tone: 'quote', title: name, text: message(turn.progress) },
    ...ask(turn, act, act.prediction, 'predict', contextChoice(turn, act)),
  ];
}

/** Said where an act is asked for before the one before it is done. */
export function notOpenYet(turn: Turn, act: Act): readonly Part[] {
  const { currentAct: current } = turn;
  return [
    {
      kind: 'callout',
      tone: 'info',
      title: `${actName(turn.pack, act)} is not open yet`,
      text: `It opens when ${actName(turn.pack, current)} is done: predict, run the simulator, reflect${current.decision ? ', answer' : ''}.`,
    },
    next(turn),
  ];
}

function alreadyLocked(turn: Turn, act: Act): readonly Part[] {
  const locked = turn.answer(act.prediction);
  if (!locked) return [];
  return [
    {
      kind: 'callout',
      tone: 'info',
      title: `${actName(turn.pack, act)} is already locked`,
      text: say`You already locked ${named(turn, act.prediction, locked)} on ${moment(locked.at)}. The first lock stands, so nothing was changed.`,
    },
    next(turn),
  ];
}

export function predict(turn: Turn, request: Request & { kind: 'predict' }): readonly Part[] {
  const act = (request.act === undefined && turn.askedAct('prediction')) || turn.act(request.act);
  const question = act.prediction;
  if (request.answer === undefined && request.sure !== undefined) return confidence(turn, act, request.sure);
  if (turn.answer(question)) return alreadyLocked(turn, act);
  if (!turn.isOpen(act)) return notOpenYet(turn, act);
  if (request.answer === undefined) return showPrediction(turn, act);
  if (!turn.wasShownBefore(question.id)) {
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: 'Nothing is locked yet',
        text: `You have not seen this question before, so here it is first.${question.kind === 'choice' ? ' Its options have an order of your own.' : ''}`,
      },
      ...showPrediction(turn, act),
    ];
  }
  const answer = readAnswer(question, request.answer, turn.record.seed, 'predict');
  turn.decide({ kind: 'locked', question: question.id, ...answer });
  if (request.sure !== undefined) noteConfidence(turn, act, request.sure);
  const option = optionOf(question, answer);
  const letter =
    question.kind === 'choice' &&
    shuffledOptions(question, turn.record.seed).find((each) => each.option === option)?.letter;
  const example = command({ kind: 'run', instrument: act.instrument.id, input: act.instrument.example });
  return [
    {
      kind: 'callout',
      // Never a tone of right or wrong: a lock is neither until the simulator has run.
      tone: 'info',
      title: letter ? `Locked: ${letter}` : 'Locked',
      text: say`${option?.text ?? say`${named(turn, question, answer)}.`} It stands from now on. Your receipt is ${code(receipt(turn.record))}. The simulator is open: ${example} runs it.`,
    },
    ...confidenceQuestion(turn, act),
    next(turn, contextChoice(turn, act)),
  ];
}

/** Said where an instrument is asked for before its lock. It carries nothing of the result. */
export function lockedInstrument(turn: Turn, act: Act): readonly Part[] {
  if (!turn.isOpen(act)) return notOpenYet(turn, act);
  return [
    {
      kind: 'callout',
      tone: 'info',
      title: 'Your prediction comes first',
      text: say`${code(act.instrument.id)} opens when your prediction for ${actName(turn.pack, act)} is locked; a guess is worth more before the answer than after it. ${strong('Nothing was run.')}`,
    },
    next(turn),
  ];
}

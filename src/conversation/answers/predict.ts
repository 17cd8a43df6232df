/** `/predict`: the question of an act, and the lock that opens its instrument. The first lock stands for ever. */

import type { Act } from '../../labs/lab.ts';
import { receipt } from '../../ledger/chain.ts';
import type { Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { code, say, strong } from '../../messages/rich-text.ts';
import { deviceChoice, next } from '../next.ts';
import { ask, moment, named, optionAt } from '../question.ts';
import { actName, currentAct, isOpen } from '../standing.ts';
import type { Turn } from '../turn.ts';

/** Stakeholder's message and question. */
export function showPrediction(turn: Turn, act: Act): readonly Part[] {
  const [question, choices] = ask(turn, act, act.prediction, 'predict') as [Part, Part & { kind: 'choices' }];
  return [
    { kind: 'heading', text: `${actName(act)} · ${act.title}` },
    ...act.stakeholder(turn.progress),
    question,
    { ...choices, choices: [...choices.choices, ...deviceChoice(act, turn)] },
  ];
}

/** Said where an act is asked for before the one before it is done. */
export function notOpenYet(turn: Turn, act: Act): readonly Part[] {
  const current = currentAct(turn.lab, turn.progress);
  return [
    {
      kind: 'callout',
      tone: 'info',
      title: `${actName(act)} is not open yet`,
      text: `It opens when ${actName(current)} is done: predict, run the simulator, reflect.`,
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
      title: `${actName(act)} is already locked`,
      text: say`You already locked ${named(turn, act.prediction, locked.option.id)} on ${moment(locked.at)}. The first lock stands, so nothing was changed.`,
    },
    next(turn),
  ];
}

export function predict(turn: Turn, request: Request & { kind: 'predict' }): readonly Part[] {
  const act = request.act === undefined ? currentAct(turn.lab, turn.progress) : turn.act(request.act);
  if (turn.answer(act.prediction)) return alreadyLocked(turn, act);
  if (!isOpen(turn.lab, act, turn.progress)) return notOpenYet(turn, act);
  if (request.choice === undefined) return showPrediction(turn, act);
  if (!turn.wasShown(act.prediction.id)) {
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: 'Nothing is locked yet',
        text: 'You have not seen this question before, so here it is first. Its options have an order of your own.',
      },
      ...showPrediction(turn, act),
    ];
  }
  const option = optionAt(turn, act.prediction, request.choice);
  turn.decide({ kind: 'locked', question: act.prediction.id, option: option.id });
  return [
    {
      kind: 'callout',
      // Never a tone of right or wrong: a lock is neither until the simulator has run.
      tone: 'info',
      title: `Locked: ${request.choice}`,
      text: say`${option.text} It stands from now on. Your receipt is ${code(receipt(turn.record))}. The simulator is open: ${code(act.instrument.example)} runs it.`,
    },
    next(turn, deviceChoice(act, turn)),
  ];
}

/** Said where an instrument is asked for before its lock. It carries nothing of the result. */
export function lockedInstrument(turn: Turn, act: Act): readonly Part[] {
  if (!isOpen(turn.lab, act, turn.progress)) return notOpenYet(turn, act);
  return [
    {
      kind: 'callout',
      tone: 'info',
      title: 'Your prediction comes first',
      text: say`${code(`/${act.instrument.id}`)} opens when your prediction for ${actName(act)} is locked; a guess is worth more before the answer than after it. ${strong('Nothing was run.')}`,
    },
    next(turn),
  ];
}

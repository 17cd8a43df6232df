/** `/reflect`: the question after the runs. The first answer is recorded; every option gives its feedback. */

import type { Act } from '../../labs/lab.ts';
import { receipt } from '../../ledger/chain.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import { LETTERS, type Request } from '../../messages/request.ts';
import { code, say } from '../../messages/rich-text.ts';
import { next } from '../next.ts';
import { ask, moment, named, optionAt } from '../question.ts';
import { actName, currentAct, isComplete, isOpen, stageOf } from '../standing.ts';
import type { Turn } from '../turn.ts';
import { notOpenYet } from './predict.ts';

const showReflection = (turn: Turn, act: Act): readonly Part[] => [
  { kind: 'heading', text: `${actName(act)} · reflection` },
  ...ask(turn, act, act.reflection, 'reflect'),
];

const equationsChoice = (act: Act): Choice => ({
  label: `Equations of ${actName(act)}`,
  request: { kind: 'math', act: act.number },
});

/** Records completion, with the last run as the design where none was committed, and hands out the takeaways. */
function complete(turn: Turn): readonly Part[] {
  if (!isComplete(turn.lab, turn.progress) || turn.progress.completedAt) return [];
  const taken: string[] = [];
  for (const { instrument } of turn.lab.acts) {
    const last = turn.progress.runs[instrument.id]?.last;
    if (!instrument.design || !last || turn.progress.committed[instrument.id]) continue;
    turn.decide({ kind: 'committed', instrument: instrument.id, input: last.input });
    taken.push(instrument.design(last.input));
  }
  turn.decide({ kind: 'completed' });
  return [
    {
      kind: 'callout',
      tone: 'success',
      title: 'Lab complete',
      text: say`Both predictions locked, both simulators run, both reflections answered. Your receipt is ${code(receipt(turn.record))}. ${
        taken.length > 0
          ? `Your last run, ${taken.join(' and ')}, is recorded as your design; run another shape and commit it if you want a different one.`
          : 'Your committed design is in the ledger.'
      }`,
    },
    ...turn.lab.takeaways(turn.progress),
  ];
}

export function reflect(turn: Turn, request: Request & { kind: 'reflect' }): readonly Part[] {
  const act = request.act === undefined ? currentAct(turn.lab, turn.progress) : turn.act(request.act);
  const stage = stageOf(act, turn.progress);
  if (!isOpen(turn.lab, act, turn.progress)) return notOpenYet(turn, act);
  if (stage === 'predict') {
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: 'Your prediction comes first',
        text: `The reflection of ${actName(act)} opens when your prediction is locked and the simulator has run once. Nothing was recorded.`,
      },
      next(turn),
    ];
  }
  if (stage === 'explore') {
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: 'One run first',
        text: say`The reflection is about what the simulator shows. Run it once, for example ${code(act.instrument.example)}.`,
      },
      next(turn),
    ];
  }
  const given = turn.answer(act.reflection);
  if (request.choice === undefined) {
    if (!given) return showReflection(turn, act);
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: `${actName(act)}: already answered`,
        text: say`You already answered ${named(turn, act.reflection, given.option.id)} on ${moment(given.at)}. ${given.option.feedback(turn.progress)}`,
      },
      next(turn, [...otherOptions(act, turn, given.option.id), equationsChoice(act)]),
    ];
  }
  if (!turn.wasShown(act.reflection.id)) return showReflection(turn, act);
  const option = optionAt(turn, act.reflection, request.choice);
  if (given) {
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: 'For interest only: your recorded answer stands',
        text: say`You already answered ${named(turn, act.reflection, given.option.id)} on ${moment(given.at)}. About ${named(turn, act.reflection, option.id)}: ${option.feedback(turn.progress)}`,
      },
      next(turn, [...otherOptions(act, turn, option.id), equationsChoice(act)]),
    ];
  }
  turn.decide({ kind: 'reflected', question: act.reflection.id, option: option.id });
  const done = complete(turn);
  return [
    {
      kind: 'callout',
      tone: option.correct ? 'success' : 'info',
      title: option.correct ? `${request.choice} is right` : `${request.choice} is not it`,
      text: option.feedback(turn.progress),
    },
    ...done,
    next(turn, [equationsChoice(act)]),
  ];
}

/** Buttons for the options whose feedback the student has not just read. */
function otherOptions(act: Act, turn: Turn, read: string): Choice[] {
  return LETTERS.filter((letter) => optionAt(turn, act.reflection, letter).id !== read).map((letter) => ({
    label: `What about ${letter}?`,
    request: { kind: 'reflect', choice: letter, act: act.number },
  }));
}

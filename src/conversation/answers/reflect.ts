/** `/reflect`: the question after the runs. The first answer is recorded; every option gives its feedback. */

import { actName, actNumber } from '../../labs/find.ts';
import { optionOf } from '../../labs/judging.ts';
import type { Act } from '../../labs/lab.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { command, say } from '../../messages/rich-text.ts';
import { next } from '../next.ts';
import { ask, moment, named } from '../question.ts';
import { readAnswer } from '../read-answer.ts';
import { shuffledOptions } from '../shuffled-options.ts';
import { stageOf } from '../stage.ts';
import type { Turn } from '../turn.ts';
import { completion } from './complete.ts';
import { notOpenYet } from './predict.ts';

const showReflection = (turn: Turn, act: Act): readonly Part[] => [
  { kind: 'heading', text: `${actName(turn.pack, act)} · reflection` },
  ...ask(turn, act, act.reflection, 'reflect'),
];

const equationsChoice = (turn: Turn, act: Act): Choice => ({
  label: `Equations of ${actName(turn.pack, act)}`,
  request: { kind: 'math', lab: turn.pack.id, act: actNumber(turn.pack, act) },
});

/** Buttons for the options whose feedback the student has not just read. */
const otherOptions = (turn: Turn, act: Act, read: string): Choice[] =>
  shuffledOptions(act.reflection, turn.record.seed)
    .filter(({ option }) => option.id !== read)
    .map(({ letter }) => ({
      label: `What about ${letter}?`,
      request: { kind: 'reflect', lab: turn.pack.id, answer: letter, act: actNumber(turn.pack, act) },
    }));

/** What stands in the way of the reflection, if anything does. */
function tooEarly(turn: Turn, act: Act): readonly Part[] | undefined {
  const name = actName(turn.pack, act);
  if (!turn.isOpen(act)) return notOpenYet(turn, act);
  switch (stageOf(act, turn.progress)) {
    case 'predict':
      return [
        {
          kind: 'callout',
          tone: 'info',
          title: 'Your prediction comes first',
          text: `The reflection of ${name} opens when your prediction is locked and the simulator has run once. Nothing was recorded.`,
        },
        next(turn),
      ];
    case 'run': {
      const { id: instrument, example: input } = act.instrument;
      return [
        {
          kind: 'callout',
          tone: 'info',
          title: 'One run first',
          text: say`The reflection is about what the simulator shows. Run it once, for example ${command({ kind: 'run', instrument, input })}.`,
        },
        next(turn),
      ];
    }
    default:
      return undefined;
  }
}

export function reflect(turn: Turn, request: Request & { kind: 'reflect' }): readonly Part[] {
  const act = (request.act === undefined && turn.askedAct('reflection')) || turn.act(request.act);
  const early = tooEarly(turn, act);
  if (early) return early;
  const question = act.reflection;
  const given = turn.answer(question);
  const first = given && optionOf(question, given);
  if (request.answer === undefined) {
    if (!given || !first) return showReflection(turn, act);
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: `${actName(turn.pack, act)}: already answered`,
        text: say`You already answered ${named(turn, question, given)} on ${moment(given.at)}. ${first.feedback(turn.progress)}`,
      },
      next(turn, [...otherOptions(turn, act, first.id), equationsChoice(turn, act)]),
    ];
  }
  if (!turn.wasShownBefore(question.id)) return showReflection(turn, act);
  const answer = readAnswer(question, request.answer, turn.record.seed, 'reflect');
  const shuffled = shuffledOptions(question, turn.record.seed);
  const chosen = shuffled.find(({ option }) => option === optionOf(question, answer));
  if (!chosen || !('option' in answer)) return showReflection(turn, act);
  const { option, letter } = chosen;
  if (given) {
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: 'For interest only: your recorded answer stands',
        text: say`You already answered ${named(turn, question, given)} on ${moment(given.at)}. About ${named(turn, question, answer)}: ${option.feedback(turn.progress)}`,
      },
      next(turn, [...otherOptions(turn, act, option.id), equationsChoice(turn, act)]),
    ];
  }
  turn.decide({ kind: 'reflected', question: question.id, ...answer });
  return [
    {
      kind: 'callout',
      tone: option.correct ? 'success' : 'info',
      title: option.correct ? `${letter} is right` : `${letter} is not it`,
      text: option.feedback(turn.progress),
    },
    ...completion(turn),
    next(turn, [equationsChoice(turn, act)]),
  ];
}

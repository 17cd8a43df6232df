/** How a question is put: its prompt, the options under the student's own letters or a field for a number. */

import { actNumber } from '../labs/find.ts';
import { optionOf } from '../labs/judging.ts';
import type { Act, Answer, NumericQuestion, Question } from '../labs/lab.ts';
import { exact, rangeOf } from '../messages/format.ts';
import type { Choice, Field, Part } from '../messages/reply.ts';
import { TO_BE_ENTERED } from '../messages/request.ts';
import { command, type RichText, say, strong } from '../messages/rich-text.ts';
import { shuffledOptions } from './shuffled-options.ts';
import { stageOf } from './stage.ts';
import type { Turn } from './turn.ts';

type Kind = 'predict' | 'reflect';

const LEAD = { predict: 'Your prediction.', reflect: 'Reflect.' } as const;
const STANDS = {
  predict: 'One lock, and it stands: the simulator opens after it.',
  reflect: 'Your first answer is the one that is recorded; every option has something to say.',
} as const;

/** The form in which a number is asked for. It depends on the question alone. */
export const fieldOf = (question: NumericQuestion): Field => ({
  title: 'Your prediction',
  label: question.unit.length <= 45 ? question.unit : 'Your number',
  hint: rangeOf(question),
  example: String(question.min),
});

function choices(turn: Turn, act: Act, question: Question, kind: Kind): readonly Choice[] {
  const about = { kind, lab: turn.pack.id, act: actNumber(turn.pack, act) };
  if (question.kind === 'number') {
    return [
      {
        label: 'Enter your prediction',
        request: { ...about, answer: TO_BE_ENTERED },
        emphasis: 'primary',
        field: fieldOf(question),
      },
    ];
  }
  return shuffledOptions(question, turn.record.seed).map(({ letter, option }) => ({
    label: kind === 'predict' ? `Lock ${letter}` : letter,
    detail: option.text,
    request: { ...about, answer: letter },
  }));
}

/** The answers of the question that is open, for who has just given none of them. */
export function openChoices(turn: Turn): readonly Choice[] {
  const act = turn.currentAct;
  const stage = stageOf(act, turn.progress);
  if (stage !== 'predict' && stage !== 'reflect') return [];
  const question = stage === 'predict' ? act.prediction : act.reflection;
  return turn.wasShown(question.id) ? choices(turn, act, question, stage) : [];
}

/** Puts the question and remembers that it was shown. `extra` are buttons after the answers. */
export function ask(
  turn: Turn,
  act: Act,
  question: Question,
  kind: Kind,
  extra: readonly Choice[] = [],
): readonly Part[] {
  turn.show(question.id);
  return [
    { kind: 'text', text: say`${strong(LEAD[kind])} ${question.prompt(turn.progress)}` },
    {
      kind: 'choices',
      prompt:
        question.kind === 'number'
          ? say`${STANDS[kind]} A number from ${rangeOf(question)}; you can also type it, as in ${command({ kind, answer: String(question.min) })}.`
          : STANDS[kind],
      choices: [...choices(turn, act, question, kind), ...extra],
    },
  ];
}

/** `8.33 USD per million queries`, with as many digits as the student gave. */
export const amount = ({ unit }: NumericQuestion, value: number): string => `${exact(value)} ${unit}`;

/** `B (4×. Rows and columns …)`, or a number with its unit: an answer as this student saw it. */
export function named(turn: Turn, question: Question, answer: Answer): RichText {
  if (question.kind === 'number')
    return 'number' in answer ? say`${strong(amount(question, answer.number))}` : '';
  const option = optionOf(question, answer);
  const letter = shuffledOptions(question, turn.record.seed).find((each) => each.option === option)?.letter;
  return option && letter ? say`${strong(letter)} (${option.text})` : 'option' in answer ? answer.option : '';
}

/** A stored time as a person reads it: `2026-11-23 19:02 UTC`. */
export const moment = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

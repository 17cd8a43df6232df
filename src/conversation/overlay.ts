/** Predicted against computed: what a first run, and a student who comes back, is shown above the lab's own facts. */

import { evaluated } from '../labs/instrument.ts';
import { factorOf, isCorrect, judged, optionOf } from '../labs/judging.ts';
import type { Act, Answer, NumericQuestion, Option, Question, Run, Setting } from '../labs/lab.ts';
import { times } from '../messages/format.ts';
import type { Part } from '../messages/reply.ts';
import { type RichText, say } from '../messages/rich-text.ts';
import { amount } from './question.ts';

/** How far off, as `, off by 2×`; nothing where no factor can be said. */
const offBy = (factor: number): string =>
  Number.isFinite(factor) && factor > 1 ? `, off by ${times(factor, factor < 1.1 ? 4 : 3)}` : '';

function optionTitle(chosen: Option, options: readonly Option[]): string {
  if (chosen.correct) return `You predicted ${chosen.claim}, and that is right`;
  const right = options.find(({ correct }) => correct);
  const [said, true_] = [chosen.implies, right?.implies];
  const factor = said && true_ ? factorOf(said, true_) : Number.NaN;
  return `You predicted ${chosen.claim}; it is ${right?.claim ?? 'not'}${offBy(factor)}`;
}

function numberWords(
  question: NumericQuestion,
  value: number,
  setting: Setting,
): { title: string; text: RichText } {
  const { correct, factor, belief } = judged(question, value, setting);
  const truth = amount(question, Number(question.answer(setting).toPrecision(4)));
  const general = question.feedback(value, correct, setting);
  return {
    title: correct
      ? `You predicted ${amount(question, value)}, and it is ${truth}`
      : `You predicted ${amount(question, value)}; it is ${truth}${offBy(factor)}`,
    text: belief ? say`${belief.feedback(setting)} ${general}` : general,
  };
}

function words(question: Question, answer: Answer, setting: Setting): { title: string; text: RichText } {
  if (question.kind === 'number') {
    return 'number' in answer ? numberWords(question, answer.number, setting) : { title: '', text: '' };
  }
  const chosen = optionOf(question, answer);
  return chosen
    ? { title: optionTitle(chosen, question.options), text: chosen.feedback(setting) }
    : { title: '', text: '' };
}

/** @param run the student's, in the setting in which it was made */
export function overlay(act: Act, answer: Answer, run: Run): readonly Part[] {
  const { title, text } = words(act.prediction, answer, run);
  const correct = isCorrect(act.prediction, answer, run);
  return [
    ...(title === '' ? [] : [{ kind: 'callout', tone: correct ? 'success' : 'info', title, text } as const]),
    ...act.reveal(answer, evaluated(act.instrument, run.input, run), run),
  ];
}

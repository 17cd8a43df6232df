/** How far an answer is from what is true, and the belief behind it. */

import type { Answer, NumericQuestion, Option, Question, Setting } from './lab.ts';

export interface Judged {
  readonly correct: boolean;
  /** How many times too large or too small, at least 1; infinite where one of the two is nothing. */
  readonly factor: number;
  /** The first belief whose range holds the number. */
  readonly belief?: NumericQuestion['beliefs'][number];
}

/** How many times one is the other, at least 1, whichever is larger. */
export const factorOf = (value: number, truth: number): number =>
  value === truth
    ? 1
    : value <= 0 || truth <= 0
      ? Number.POSITIVE_INFINITY
      : Math.max(value / truth, truth / value);

export function judged(question: NumericQuestion, value: number, setting: Setting): Judged {
  const truth = question.answer(setting);
  const factor = factorOf(value, truth);
  const { tolerance } = question;
  const correct =
    'factor' in tolerance ? factor <= tolerance.factor : Math.abs(value - truth) <= tolerance.difference;
  const belief = correct ? undefined : question.beliefs.find(({ from, to }) => value >= from && value <= to);
  return { correct, factor, ...(belief && { belief }) };
}

/** The option that an answer names, where the question has options. */
export const optionOf = (question: Question, answer: Answer | undefined): Option | undefined =>
  question.kind === 'choice' && answer && 'option' in answer
    ? question.options.find(({ id }) => id === answer.option)
    : undefined;

export const isCorrect = (question: Question, answer: Answer | undefined, setting: Setting): boolean =>
  question.kind === 'choice'
    ? (optionOf(question, answer)?.correct ?? false)
    : answer !== undefined && 'number' in answer && judged(question, answer.number, setting).correct;

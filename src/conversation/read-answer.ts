/** What a person typed as an answer, read for the question that it answers: a letter, an option's own words, or a number. */

import type { Answer, ChoiceQuestion, NumericQuestion, Question } from '../labs/lab.ts';
import { rangeOf } from '../messages/format.ts';
import { readNumber } from '../messages/read-number.ts';
import { command, type RichText, say, strong } from '../messages/rich-text.ts';
import { shortened } from '../messages/shortened.ts';
import { UserError } from '../messages/user-error.ts';
import { shuffledOptions } from './shuffled-options.ts';

/** Words as they are compared: `4×`, `4x` and `4` are one, and so are `The deep one.` and `deep one`. */
const compared = (words: string): string =>
  words
    .toLowerCase()
    .replace(/^\s*the\s+/, '')
    .replace(/(\d)\s*[x×]$/, '$1')
    .replace(/[.!\s]+$/, '')
    .trim();

function optionTyped(question: ChoiceQuestion, typed: string, seed: string): Answer | undefined {
  const options = shuffledOptions(question, seed);
  const [, letter] = /^[([]?([a-z])[)\].:]?$/i.exec(typed.trim()) ?? [];
  if (letter !== undefined) {
    const found = options.find((each) => each.letter === letter.toUpperCase());
    return found && { option: found.option.id };
  }
  const same = options.filter(({ option }) => compared(option.claim) === compared(typed));
  return same.length === 1 && same[0] ? { option: same[0].option.id } : undefined;
}

/** The number without what people write around it: a currency's sign, a percent sign, the unit or its beginning. More words are no answer. */
function numberTyped({ unit }: NumericQuestion, typed: string): number | undefined {
  const whole = unit.toLowerCase();
  const [first = ''] = whole.split(' ');
  const bare = typed
    .trim()
    .toLowerCase()
    .replace(/^[$€£]\s*/, '')
    .replace(first === 'percent' ? /\s*%$/ : /\s*[$€£]$/, '');
  const at = bare.indexOf(first, 1);
  return (
    readNumber(bare) ??
    (at > 0 && whole.startsWith(bare.slice(at).replace(/\s+/g, ' '))
      ? readNumber(bare.slice(0, at))
      : undefined)
  );
}

function numericMistake(
  question: NumericQuestion,
  typed: string,
  how: (answer: string) => RichText,
): UserError {
  const { min, max, whole } = question;
  const value = numberTyped(question, typed);
  const shown = strong(shortened(typed));
  const near = Math.min(max, Math.max(min, value ?? min));
  const example = how(String(whole ? Math.round(near) : near));
  if (value === undefined) {
    return new UserError(
      say`${shown} can’t be read as a number. This question takes one from ${rangeOf(question)}, for example ${example}.`,
    );
  }
  const problem = value < min ? 'too small' : value > max ? 'too large' : 'not a whole number';
  return new UserError(
    say`${shown} is ${problem}. This question takes a ${whole ? 'whole ' : ''}number from ${rangeOf(question)}, for example ${example}.`,
  );
}

/** The answer, or undefined where what was typed answers nothing here. */
export function answerTyped(question: Question, typed: string, seed: string): Answer | undefined {
  if (question.kind === 'choice') return optionTyped(question, typed, seed);
  const value = numberTyped(question, typed);
  const fits =
    value !== undefined &&
    value >= question.min &&
    value <= question.max &&
    (!question.whole || Number.isInteger(value));
  return fits ? { number: value } : undefined;
}

/**
 * @throws {UserError} with what the question takes instead, and an example
 */
export function readAnswer(
  question: Question,
  typed: string,
  seed: string,
  kind: 'predict' | 'reflect',
): Answer {
  const answer = answerTyped(question, typed, seed);
  if (answer) return answer;
  const how = (example: string): RichText => [command({ kind, answer: example })];
  if (question.kind === 'number') throw numericMistake(question, typed, how);
  const letters = shuffledOptions(question, seed).map(({ letter }) => letter);
  throw new UserError(
    say`${strong(shortened(typed))} is no answer to this question, which has the options ${letters.join(', ')}. Answer with one letter, for example ${how(letters[1] ?? 'A')}.`,
  );
}

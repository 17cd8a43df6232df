/** How a question is put: its prompt, the options under the student's own letters, and a button for each. */

import type { Act, Question } from '../labs/lab.ts';
import type { Part } from '../messages/reply.ts';
import type { Letter } from '../messages/request.ts';
import { type RichText, say, strong } from '../messages/rich-text.ts';
import { lettered } from './shuffle.ts';
import type { Turn } from './turn.ts';

/** Puts the question and remembers that it was shown. */
export function ask(turn: Turn, act: Act, question: Question, as: 'predict' | 'reflect'): readonly Part[] {
  turn.show(question.id);
  return [
    {
      kind: 'text',
      text: say`${strong(as === 'predict' ? 'Your prediction.' : 'Reflect.')} ${question.prompt(turn.progress)}`,
    },
    {
      kind: 'choices',
      prompt:
        as === 'predict'
          ? 'One lock, and it stands: the simulator opens after it.'
          : 'Your first answer is the one that is recorded; every option has something to say.',
      choices: lettered(question, turn.record.seed).map(({ letter, option }) => ({
        label: as === 'predict' ? `Lock ${letter}` : letter,
        detail: option.text,
        request: { kind: as, choice: letter, act: act.number },
      })),
    },
  ];
}

/** The option behind a letter, for this student. */
export function optionAt(turn: Turn, question: Question, letter: Letter): Question['options'][number] {
  const found = lettered(question, turn.record.seed).find((each) => each.letter === letter);
  if (!found) throw new RangeError(`no option ${letter}`);
  return found.option;
}

/** `B (4×. Rows and columns …)`: an answer as this student saw it. */
export function named(turn: Turn, question: Question, optionId: string): RichText {
  const found = lettered(question, turn.record.seed).find(({ option }) => option.id === optionId);
  return found ? say`${strong(found.letter)} (${found.option.text})` : optionId;
}

/** A stored time as a person reads it: `2026-11-23 19:02 UTC`. */
export const moment = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

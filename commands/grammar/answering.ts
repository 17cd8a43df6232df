/** What `/predict` and `/reflect` share: a letter, and the act that a button is about. */

import { LETTERS, type Letter } from '../../src/messages/request.ts';
import type { OptionValues } from './command.ts';
import { choice, integer } from './options.ts';

export const letterOption = (description: string) =>
  choice({
    name: 'choice',
    description,
    required: false,
    example: 'B',
    choices: LETTERS.map((letter) => ({ value: letter, label: letter })),
  });

/** Buttons say which act they are about, so that an old button never answers a newer question. */
export const boundActOption = integer({
  name: 'act',
  description: 'The act that a button is about',
  required: false,
  example: '1',
  min: 1,
  max: 2,
  unit: 'acts',
  internal: true,
});

interface Answering {
  readonly choice?: Letter;
  readonly act?: number;
}

export function answering(values: OptionValues): Answering {
  const letter = LETTERS.find((each) => each === values.choice);
  return {
    ...(letter && { choice: letter }),
    ...(typeof values.act === 'number' && { act: values.act }),
  };
}

export const answeringValues = ({ choice: letter, act }: Answering): OptionValues => ({
  ...(letter && { choice: letter }),
  ...(act !== undefined && { act }),
});

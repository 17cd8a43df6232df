/** Options that several commands take: which lab is meant, and which act. */

import { packsNamed } from '../src/labs/find.ts';
import type { LabPack } from '../src/labs/lab.ts';
import { LETTERS } from '../src/messages/request.ts';
import { say, strong } from '../src/messages/rich-text.ts';
import { shortened } from '../src/messages/shortened.ts';
import { UserError } from '../src/messages/user-error.ts';
import type { NumberOption, WordsOption } from './grammar/command.ts';

const titles = (packs: readonly LabPack[]): string => packs.map(({ title }) => title).join(', ');

/**
 * The id of the lab that was meant.
 * @throws {UserError} when it is none, or could be several
 */
export function readLab(packs: readonly LabPack[], typed: string): string {
  const [found, ...more] = packsNamed(packs, typed);
  if (found && more.length === 0) return found.id;
  const shown = strong(shortened(typed));
  throw new UserError(
    found
      ? say`${shown} could be ${titles([found, ...more])}: type another word of the name.`
      : say`There is no lab ${shown} here. The labs are ${titles(packs)}.`,
  );
}

export const labSuggestions = (packs: readonly LabPack[]): WordsOption['suggestions'] =>
  packs.map(({ id, title }) => ({ value: id, label: title }));

/** Left out, the lab touched last. Where there is only one, nobody is asked. */
export const labOption = (packs: readonly LabPack[]) =>
  ({
    type: 'words',
    description: 'a part of the lab’s name; left out, the lab you were in last',
    required: false,
    suggestions: labSuggestions(packs),
    read: (typed) => readLab(packs, typed),
    ...(packs.length <= 1 && { internal: true }),
  }) as const satisfies WordsOption;

/** More acts than any lab has. */
const MOST_ACTS = 9;

/** Buttons say which act they are about, so that an old button never answers a newer question. */
export const actOption = {
  type: 'number',
  description: 'the act that is meant',
  required: false,
  min: 1,
  max: MOST_ACTS,
  step: 1,
  unit: 'acts',
  internal: true,
} as const satisfies NumberOption;

/** Carried by buttons alone. */
export const internalWords = (description: string) =>
  ({
    type: 'words',
    description,
    required: false,
    internal: true,
    suggestions: [],
  }) as const satisfies WordsOption;

/** What is there of these. */
export const present = <T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** What is there of these, with the keys that a request takes. */
export const about = ({ lab, act }: { readonly lab?: string; readonly act?: number }) => ({
  ...(lab !== undefined && { lab }),
  ...(act !== undefined && { act }),
});

/** A question's answer in the person's own words. */
export const answerOption = (description: string) =>
  ({
    type: 'words',
    description,
    required: false,
    suggestions: LETTERS.map((letter) => ({ value: letter, label: letter })),
  }) as const satisfies WordsOption;

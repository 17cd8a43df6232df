/** One option's value, as it was typed or sent by a platform's form, read into what it means. */

import { rangeOf, readable } from '../../src/messages/format.ts';
import { isOnStep, readNumber, toStep } from '../../src/messages/read-number.ts';
import { TO_BE_ENTERED, type Value } from '../../src/messages/request.ts';
import { code, type RichText, say, strong } from '../../src/messages/rich-text.ts';
import { shortened } from '../../src/messages/shortened.ts';
import { UserError } from '../../src/messages/user-error.ts';
import type { ChoiceOption, CommandOption, NumberOption } from './command.ts';

/** A value that is not what the option takes. */
export interface Problem {
  /** What is wrong with it, and what is allowed. */
  readonly sentence: RichText;
  /** The nearest value that works, for the example. */
  readonly instead: Value;
}

export type Reading = { readonly value: Value } | { readonly problem: Problem };

/** The number that a word begins with, where it is none as a whole: `64kb` begins with 64k, `90%` with 90. */
function beginning(typed: string, suffixes: NumberOption['suffixes']): number | undefined {
  for (let end = typed.length - 1; end > 0; end--) {
    const value = readNumber(typed.slice(0, end), suffixes);
    if (value !== undefined) return value;
  }
  return undefined;
}

function numberReading(option: NumberOption & { name: string }, typed: string | number): Reading {
  const { min, max, step, unit, suffixes, suggestions = [] } = option;
  const value = typeof typed === 'number' ? typed : readNumber(typed, suffixes);
  const near = value ?? beginning(String(typed).trim(), suffixes) ?? suggestions[0] ?? min;
  const instead = toStep(Math.min(max, Math.max(min, near)), step);
  const name = code(option.name);
  if (value === undefined) {
    return {
      problem: {
        sentence: say`I can’t read ${strong(shortened(String(typed)))} as a number of ${unit}: ${name} goes from ${rangeOf(option)}.`,
        instead,
      },
    };
  }
  if (value >= min && value <= max && isOnStep(value, step)) return { value: toStep(value, step) };
  const problem =
    value < min
      ? 'too small'
      : value > max
        ? 'too large'
        : step === 1
          ? 'not a whole number'
          : `not a multiple of ${readable(step)}`;
  return {
    problem: {
      sentence: say`${strong(readable(value))} is ${problem} for ${name}, which goes from ${rangeOf(option)}.`,
      instead,
    },
  };
}

function choiceReading(option: ChoiceOption & { name: string }, typed: string): Reading {
  const word = typed.trim().replace(/^[([]|[)\].:]$/g, '');
  const found = option.choices.find(({ value }) => value.toLowerCase() === word.toLowerCase());
  if (found) return { value: found.value };
  const words = option.choices.map(({ value }) => value);
  const list = words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : (words[0] ?? '');
  return {
    problem: {
      sentence: say`${strong(shortened(typed))} is no ${code(option.name)}: choose ${list}.`,
      instead: words[0] ?? '',
    },
  };
}

/** The value, or what is wrong with it. */
export function readValue(option: CommandOption, given: Value): Reading {
  switch (option.type) {
    case 'number':
      if (option.asked && given === TO_BE_ENTERED) return { value: given };
      return numberReading(option, typeof given === 'number' ? given : String(given));
    case 'choice':
      return choiceReading(option, String(given));
    case 'flag':
      return { value: given !== false };
    case 'person':
    case 'file':
      return { value: String(given).trim() };
    case 'words':
      try {
        return { value: option.read?.(String(given)) ?? String(given).trim() };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return { problem: { sentence: error.sentence, instead: option.suggestions[0]?.value ?? '' } };
      }
  }
}

/** A number as a person would type it, with the longest suffix that keeps it whole: `64k`, `7b`, `8333`. */
function spelledNumber(value: number, { suffixes = {} }: NumberOption): string {
  const [best] = Object.entries(suffixes)
    .filter(([, times]) => value >= times && Number.isInteger(value / times))
    .sort(([, a], [, b]) => b - a);
  return best ? `${value / best[1]}${best[0]}` : String(value);
}

/** A value as a person would type it. */
export const spelled = (option: CommandOption, value: Value): string =>
  option.type === 'number' && typeof value === 'number' ? spelledNumber(value, option) : String(value);

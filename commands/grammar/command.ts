/** How a command is declared: once, for every platform. */

import type { Role } from '../../src/messages/actor.ts';
import type { Input, Request, TO_BE_ENTERED, Value } from '../../src/messages/request.ts';

/** Where somebody types: what dates and clocks are read by. */
export interface Where {
  readonly now: Date;
  /** The course's time zone, or else their own; absent where neither is known. */
  readonly zone?: string;
}

interface OptionBase {
  /** One line, at most 100 characters. */
  readonly description: string;
  readonly required: boolean;
  /** Understood in text and carried by buttons, yet offered to nobody: not in help, completion or a platform's own form. */
  readonly internal?: boolean;
}

export interface NumberOption extends OptionBase {
  readonly type: 'number';
  readonly min: number;
  readonly max: number;
  /** 1 for whole numbers. */
  readonly step: number;
  /** What it counts, in the plural: `tokens`. */
  readonly unit: string;
  /** What may follow a number, in lower case, and what it multiplies by. */
  readonly suffixes?: Readonly<Record<string, number>>;
  /** Ready-made values for completion. They never depend on a student's answers. */
  readonly suggestions?: readonly number[];
  /** A button may ask for it: its line then has {@link TO_BE_ENTERED} in the number's place. */
  readonly asked?: true;
}

/** One of a few words. */
export interface ChoiceOption extends OptionBase {
  readonly type: 'choice';
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** Present and then true, such as `commit`. */
export interface FlagOption extends OptionBase {
  readonly type: 'flag';
  readonly required: false;
}

/** Any words, up to the next option's name. */
export interface WordsOption extends OptionBase {
  readonly type: 'words';
  /** Ready-made values; others may be typed. */
  readonly suggestions: readonly { readonly value: string; readonly label: string }[];
  /** What was meant by what was typed. @throws {UserError} when nothing can be */
  read?(typed: string): string;
  /** Values to offer for what was typed so far, where they depend on more than the declaration. */
  offer?(typed: string, where: Where): Promise<WordsOption['suggestions']>;
}

/** Somebody in the course: mentioned, chosen from the platform's list, or named. */
export interface PersonOption extends OptionBase {
  readonly type: 'person';
}

/** A file. Its value is its name; what it holds comes beside the request. */
export interface FileOption extends OptionBase {
  readonly type: 'file';
  readonly required: false;
  /** The end of its name: `.csv`. */
  readonly ending: string;
}

type Option = NumberOption | ChoiceOption | FlagOption | WordsOption | PersonOption | FileOption;

/** With the name under which it is typed, in lower case: `tokens`. */
export type CommandOption = Option & { readonly name: string };

export interface Command {
  /** Lower case, without the slash. */
  readonly name: string;
  /** One line, at most 100 characters, that gives no answer away. */
  readonly description: string;
  /** In the order in which they may be typed without their names; required ones first. */
  readonly options: readonly CommandOption[];
  /** A line that works: `/seq 64k heads 16`. */
  readonly example: string;
  /** Understood, and offered to nobody. */
  readonly hidden?: boolean;
  /** Who may use it, at least; everybody where left out. It only decides to whom it is offered: the course decides itself. */
  readonly role?: Exclude<Role, 'student'>;
  /** What these options ask for. */
  request(values: Input): Request;
  /** The options that ask for this request, or undefined when another command does. The inverse of {@link Command.request}. */
  values(request: Request): Input | undefined;
}

/** What a declared option's value is. */
type ValueOf<O extends Option> = O extends NumberOption
  ? number | (O extends { readonly asked: true } ? typeof TO_BE_ENTERED : never)
  : O extends FlagOption
    ? true
    : O extends ChoiceOption
      ? O['choices'][number]['value']
      : string;

/** The values of declared options, by name: those that are not required may be absent. */
type ValuesOf<O extends Readonly<Record<string, Option>>> = {
  readonly [K in keyof O as O[K]['required'] extends true ? K : never]: ValueOf<O[K]>;
} & {
  readonly [K in keyof O as O[K]['required'] extends true ? never : K]?: ValueOf<O[K]>;
};

interface Declaration<O extends Readonly<Record<string, Option>>> {
  readonly name: string;
  readonly description: string;
  readonly options: O;
  readonly example: string;
  readonly hidden?: boolean;
  readonly role?: Exclude<Role, 'student'>;
  request(values: ValuesOf<O>): Request;
  values(request: Request): Readonly<Record<string, Value | undefined>> | undefined;
}

/** Without the keys whose value is undefined, as forms and lines know them. */
const given = (values: Readonly<Record<string, Value | undefined>>): Input =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );

/** A command with the types of its values inferred from its options. */
export function command<const O extends Readonly<Record<string, Option>>>(declared: Declaration<O>): Command {
  return {
    ...declared,
    options: Object.entries(declared.options).map(([name, option]) => ({ ...option, name })),
    // The grammar hands over exactly what the options' own types allow.
    request: (values) => declared.request(values as ValuesOf<O>),
    values(request) {
      const values = declared.values(request);
      return values && given(values);
    },
  };
}

/** The options that people are offered. */
export const publicOptions = ({ options }: Command): readonly CommandOption[] =>
  options.filter((option) => !option.internal);

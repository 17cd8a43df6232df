/** How a command is declared: once, for every platform. */

import type { z } from 'zod';
import type { Request } from '../../src/messages/request.ts';

interface OptionBase {
  /** Lower case, as it is typed: `tokens`. */
  readonly name: string;
  /** One line, at most 100 characters. */
  readonly description: string;
  readonly required: boolean;
  /** A value that works, as it is typed. */
  readonly example: string;
  /** Understood in text and carried by buttons, yet offered to nobody: not in help, completion or a platform's own form. */
  readonly internal?: boolean;
}

/** A whole number in a range. */
export interface IntegerOption extends OptionBase {
  readonly type: 'integer';
  readonly min: number;
  readonly max: number;
  /** What it counts, in the plural: `tokens`. */
  readonly unit: string;
  readonly schema: z.ZodType<number>;
  /** Ready-made values for autocomplete. They never depend on a student's answers. */
  readonly suggestions?: readonly { readonly label: string; readonly value: number }[];
}

/** One of a few words. Aliases are understood and never shown. */
export interface ChoiceOption extends OptionBase {
  readonly type: 'choice';
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly schema: z.ZodType<string>;
}

/** Present and then true, such as `commit`. */
export interface FlagOption extends OptionBase {
  readonly type: 'flag';
  readonly required: false;
}

export type CommandOption = IntegerOption | ChoiceOption | FlagOption;

/** Parsed option values by name; an option that was not given is absent. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

export interface Command {
  /** Lower case, without the slash. */
  readonly name: string;
  /** One line, at most 100 characters, that gives no answer away. */
  readonly description: string;
  /** In the order in which they may be typed without their names; required ones first. */
  readonly options: readonly CommandOption[];
  /** A line that works: `/seq 64k heads 16`. */
  readonly example: string;
  /** What these options ask for. */
  request(values: OptionValues): Request;
  /** The options that ask for this request, or undefined when another command does. The inverse of {@link Command.request}. */
  values(request: Request): OptionValues | undefined;
}

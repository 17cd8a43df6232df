/** One option's value, as it was typed or sent by a platform's form, read into what it means. */

import { code, type RichText, say, strong } from '../../src/messages/rich-text.ts';
import { UserError } from '../../src/messages/user-error.ts';
import type { ChoiceOption, Command, CommandOption, IntegerOption } from './command.ts';

/** More of a person's own words than this is not repeated back to them. */
const ECHOED_CHARACTERS = 40;

const grouped = new Intl.NumberFormat('en-US');

/** A person's words, shortened for an answer. */
export const echoed = (words: string): string =>
  words.length > ECHOED_CHARACTERS ? `${words.slice(0, ECHOED_CHARACTERS)}…` : words;

/** `64k`, `64 k`, `65,536`, `65_536`, `65 536`, `1.5K`: K is 1,024. Undefined when it is no number. */
export function readNumber(typed: string): number | undefined {
  const match = /^([+-]?(?:\d{1,3}(?:[,_ ]\d{3})+|\d+)(?:\.\d+)?) ?(k?)$/i.exec(typed.trim());
  if (!match) return undefined;
  const value = Number((match[1] as string).replace(/[,_ ]/g, ''));
  return match[2] ? value * 1024 : value;
}

const range = ({ min, max }: IntegerOption): string => `${grouped.format(min)} to ${grouped.format(max)}`;

const tryThis = (command: Command): RichText => say`Try ${code(command.example)}.`;

function integerValue(command: Command, option: IntegerOption, typed: string | number): number {
  const value = typeof typed === 'number' ? typed : readNumber(typed);
  if (value === undefined) {
    throw new UserError(
      say`I can’t read ${strong(echoed(String(typed)))} as a number for ${code(option.name)}, which goes from ${range(option)}. ${tryThis(command)}`,
    );
  }
  const parsed = option.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problem = Number.isInteger(value)
    ? value < option.min
      ? 'too small'
      : 'too large'
    : 'not a whole number';
  throw new UserError(
    say`${strong(grouped.format(value))} is ${problem} for ${code(option.name)}, which goes from ${range(option)}. ${tryThis(command)}`,
  );
}

function choiceValue(command: Command, option: ChoiceOption, typed: string): string {
  const word = typed.trim().replace(/^[([]|[)\].:]$/g, '');
  const found = option.choices.find(({ value }) => value.toLowerCase() === word.toLowerCase());
  if (found) return found.value;
  const words = option.choices.map(({ value }) => value);
  throw new UserError(
    say`${strong(echoed(typed))} is no ${code(option.name)} of ${code(`/${command.name}`)}: choose ${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}. ${tryThis(command)}`,
  );
}

/** @throws {UserError} that says what was wrong, what is allowed, and an example that works */
export function readValue(
  command: Command,
  option: CommandOption,
  given: string | number | boolean,
): string | number | boolean {
  switch (option.type) {
    case 'integer':
      return integerValue(command, option, typeof given === 'number' ? given : String(given));
    case 'choice':
      return choiceValue(command, option, String(given));
    case 'flag':
      return true;
  }
}

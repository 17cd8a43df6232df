/** Commands as lines, both ways: what was typed into option values, and values into what would be typed. */

import type { Input, Value } from '../../src/messages/request.ts';
import { code, type RichText, type Span, say, strong } from '../../src/messages/rich-text.ts';
import { shortened } from '../../src/messages/shortened.ts';
import { UserError } from '../../src/messages/user-error.ts';
import { type Command, type CommandOption, publicOptions } from './command.ts';
import { readValue, spelled } from './read-value.ts';

/** What may be typed after a command, as `/seq tokens [heads]`. */
export function usage(command: Command): string {
  const words = publicOptions(command).map(({ name, required }) => (required ? name : `[${name}]`));
  return [`/${command.name}`, ...words].join(' ');
}

/**
 * The line that these values stand for.
 * @param as `typed`: what a person would type; `button`: everything that the values hold, numbers in full
 */
export function lineOf(command: Command, values: Input, as: 'typed' | 'button' = 'typed'): string {
  const words = [`/${command.name}`];
  let positional = true;
  for (const option of command.options) {
    const value = values[option.name];
    if (value === undefined || value === false || (option.internal && as === 'typed')) {
      positional = false;
      continue;
    }
    const spelledValue = as === 'typed' ? spelled(option, value) : String(value);
    if (option.type === 'flag') words.push(option.name);
    else if (positional && (option.required || words.length === 1) && !option.internal)
      words.push(spelledValue);
    else words.push(option.name, spelledValue);
  }
  return words.join(' ');
}

/** What was wrong, the form of the command, and a line that works. */
const wrong = (command: Command, ...what: readonly Span[]): UserError =>
  new UserError([
    ...what,
    ' The form is ',
    code(usage(command)),
    ', for example ',
    code(command.example),
    '.',
  ]);

type Given = Map<CommandOption, Value>;

function give(command: Command, given: Given, option: CommandOption, value: Value): void {
  if (given.has(option)) throw wrong(command, code(option.name), ' was given twice.');
  given.set(option, value);
}

/** `64x512` is two numbers for a command that takes two. */
function apart(command: Command, word: string): readonly string[] {
  const numbers = publicOptions(command).filter(({ type }) => type === 'number').length;
  const [, first, second] = /^([\d.,_]+[a-z]?)[x×]([\d.,_]+[a-z]?)$/i.exec(word) ?? [];
  return numbers > 1 && first !== undefined && second !== undefined ? [first, second] : [word];
}

/** True where a word belongs to the number before it: a suffix, or its unit at the end of what was typed. */
function belongsTo(
  option: CommandOption,
  word: string | undefined,
  isLast: boolean,
): 'suffix' | 'unit' | undefined {
  if (option.type !== 'number' || word === undefined) return undefined;
  const said = word.toLowerCase();
  if (option.suffixes && said in option.suffixes) return 'suffix';
  const isUnit = option.unit.toLowerCase().split(' ').includes(said) || said === option.name;
  return isUnit && isLast ? 'unit' : undefined;
}

/** Reads `heads 16`, `heads=16`, `heads:16`, and values without their names in the declared order. */
export function readWords(command: Command, words: readonly string[]): Given {
  const given: Given = new Map();
  const named = (name: string) => command.options.find((option) => option.name === name.toLowerCase());
  const left = [...words];
  /** A value, with the words that belong to it. */
  const withItsWords = (option: CommandOption, first: string): string => {
    let value = first;
    if (option.type === 'number') {
      const [one = first, ...others] = apart(command, first);
      left.unshift(...others);
      value = one;
    }
    if (option.type === 'words' || option.type === 'person') {
      while (left[0] !== undefined && !named(left[0])) value = `${value} ${left.shift()}`;
      return value;
    }
    const after = belongsTo(option, left[0], left.length === 1);
    if (after === 'suffix') value = `${value}${left.shift()}`;
    else if (after === 'unit') left.shift();
    return value;
  };
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const pair = /^([a-z]+)[=:](.*)$/i.exec(word);
    const option = named(pair?.[1] ?? word);
    const free = publicOptions(command).find((each) => each.type !== 'flag' && !given.has(each));
    if (pair && !option) {
      throw wrong(
        command,
        code(`/${command.name}`),
        ' has no option ',
        strong(shortened(pair[1] as string)),
        '.',
      );
    }
    if (option?.type === 'flag') {
      give(command, given, option, true);
    } else if (option) {
      const value = pair?.[2] || left.shift();
      if (value === undefined) throw wrong(command, code(option.name), ' needs a value after it.');
      give(command, given, option, withItsWords(option, value));
    } else if (free) {
      give(command, given, free, withItsWords(free, word));
    } else {
      throw wrong(command, 'I don’t know what to do with ', strong(shortened(word)), '.');
    }
  }
  return given;
}

/**
 * The values that were meant.
 * @throws {UserError} whose example keeps what was right of the person's own values
 */
export function valuesOf(command: Command, given: ReadonlyMap<CommandOption, Value>): Input {
  const values: Record<string, Value> = {};
  /** The same with what is wrong put right. */
  const mended: Record<string, Value> = {};
  let sentence: RichText | undefined;
  let unclear: Input | undefined;
  for (const option of command.options) {
    const typed = given.get(option);
    if (typed === undefined) {
      if (option.required) throw wrong(command, code(`/${command.name}`), ' needs ', code(option.name), '.');
      continue;
    }
    const reading = readValue(option, typed);
    if ('value' in reading) {
      values[option.name] = reading.value;
      mended[option.name] = reading.value;
    } else {
      sentence ??= reading.problem.sentence;
      mended[option.name] = reading.problem.instead;
      // Which one was meant is not known, so the example is about that alone: it must lock nothing elsewhere.
      if (option.type === 'words') unclear = { [option.name]: reading.problem.instead };
    }
  }
  if (sentence !== undefined) {
    throw new UserError(say`${sentence} Try ${code(lineOf(command, unclear ?? mended))}.`);
  }
  return values;
}

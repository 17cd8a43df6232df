/** The grammar that every platform shares: a typed line, or a form with named options, into a request. */

import type { Request } from '../../src/messages/request.ts';
import { code, say, strong } from '../../src/messages/rich-text.ts';
import { UserError } from '../../src/messages/user-error.ts';
import { COMMANDS, commandNamed, publicOptions } from '../index.ts';
import type { Command, CommandOption } from './command.ts';
import { echoed, readValue } from './value.ts';

/** Longer lines are not commands; nothing needs more. */
export const LONGEST_LINE = 300;

type Given = Map<CommandOption, string | number | boolean>;

function unknownCommand(word: string): UserError {
  const names = COMMANDS.map(({ name }) => `/${name}`);
  return new UserError(
    word === ''
      ? say`That line is empty. Type ${code('/lab')} to start, or ${code('/lab help')} for all commands.`
      : say`There is no command ${strong(echoed(word))}. The commands are ${names.join(', ')}. Type ${code('/lab')} to start, or ${code('/lab help')} for what each does.`,
  );
}

/** What may be typed after a command, as `/seq tokens [heads]`. */
export function usage(command: Command): string {
  const words = publicOptions(command).map(({ name, required }) => (required ? name : `[${name}]`));
  return [`/${command.name}`, ...words].join(' ');
}

const wrong = (
  command: Command,
  what: readonly (string | { strong: string } | { code: string })[],
): UserError =>
  new UserError([
    ...what,
    ' The form is ',
    code(usage(command)),
    ', for example ',
    code(command.example),
    '.',
  ]);

function give(command: Command, given: Given, option: CommandOption, value: string | number | boolean): void {
  if (given.has(option)) throw wrong(command, [code(option.name), ' was given twice.']);
  given.set(option, value);
}

/** Reads `heads 16`, `heads=16`, `heads:16`, and values without their names in the declared order. */
function readWords(command: Command, words: readonly string[]): Given {
  const given: Given = new Map();
  const named = (name: string) => command.options.find((option) => option.name === name.toLowerCase());
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const pair = /^([a-z]+)\s*[=:](.*)$/i.exec(word);
    const option = named(pair?.[1] ?? word);
    if (pair && !option) {
      throw wrong(command, [
        code(`/${command.name}`),
        ' has no option ',
        strong(echoed(pair[1] as string)),
        '.',
      ]);
    }
    if (option?.type === 'flag') {
      give(command, given, option, true);
    } else if (option) {
      const value = pair?.[2] || left.shift();
      if (value === undefined) throw wrong(command, [code(option.name), ' needs a value after it.']);
      give(command, given, option, value);
    } else {
      const free = publicOptions(command).find(
        (candidate) => candidate.type !== 'flag' && !given.has(candidate),
      );
      if (!free) throw wrong(command, ['I don’t know what to do with ', strong(echoed(word)), '.']);
      give(command, given, free, word);
    }
  }
  return given;
}

function requestOf(command: Command, given: Given): Request {
  const values: Record<string, string | number | boolean> = {};
  for (const option of command.options) {
    const value = given.get(option);
    if (value !== undefined) values[option.name] = readValue(command, option, value);
    else if (option.required)
      throw wrong(command, [code(`/${command.name}`), ' needs ', code(option.name), '.']);
  }
  return command.request(values);
}

const isWordOfLab = (word: string): boolean =>
  commandNamed('lab')?.options.some(
    (option) => option.type === 'choice' && option.choices.some(({ value }) => value === word.toLowerCase()),
  ) ?? false;

/**
 * A typed line: with or without the slash, in any letter case, `64, 512` with commas or `width = 512` with spaces.
 * `/lab seq 64k` reaches every command, for workspaces where a name is taken; `help` alone is `/lab help`.
 * @throws {UserError} that says what was wrong, what is allowed, and an example that works
 */
export function parseLine(line: string): Request {
  if (line.length > LONGEST_LINE) {
    throw new UserError(
      say`That line has ${line.length} characters; a command has at most ${LONGEST_LINE}. Type ${code('/lab help')} for all commands.`,
    );
  }
  const words = line
    .trim()
    .replace(/^\/\s*/, '')
    .replace(/\s*([=:])\s*/g, '$1')
    .split(/\s+/)
    .map((word) => word.replace(/,+$/, ''))
    .filter((word) => word !== '');
  const [name = '', ...rest] = words;
  const command = commandNamed(name);
  if (!command) {
    // `help` and `start` by themselves are what people type first.
    if (isWordOfLab(name)) return parseLine(['lab', ...words].join(' '));
    throw unknownCommand(name);
  }
  const inner = rest[0]?.replace(/^\//, '');
  if (command.name === 'lab' && inner !== undefined && commandNamed(inner)) {
    return parseLine([inner, ...rest.slice(1)].join(' '));
  }
  return requestOf(command, readWords(command, rest));
}

/**
 * A platform's own form: a command's name, and its options by name.
 * @throws {UserError} as {@link parseLine}
 */
export function parseForm(
  name: string,
  options: Readonly<Record<string, string | number | boolean>>,
): Request {
  const command = commandNamed(name);
  if (!command) throw unknownCommand(name);
  const given: Given = new Map();
  for (const option of command.options) {
    const value = options[option.name];
    if (value !== undefined) given.set(option, value);
  }
  return requestOf(command, given);
}

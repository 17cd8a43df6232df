/** What could be typed next: commands, then the options of the one that was typed. A pure function of the text. */

import { LETTERS } from '../../../src/messages/request.ts';
import type { WireCommand, WireOption } from '../wire.ts';

export interface Suggestion {
  /** What is offered. */
  readonly label: string;
  readonly note: string;
  /** The whole text once it is taken. */
  readonly text: string;
}

export interface Completion {
  readonly suggestions: readonly Suggestion[];
  /** True while what stands there is no command yet, so that Enter takes the first suggestion instead of sending. */
  readonly unfinished: boolean;
  readonly hint?: Hint;
}

/** The form of the command, with the option that is being typed, and what that one means. */
export interface Hint {
  readonly command: string;
  readonly options: readonly { readonly label: string; readonly current: boolean }[];
  readonly message: string;
}

const NOTHING: Completion = { suggestions: [], unfinished: false };

/** A letter alone answers the question that is open, so that Enter must send it. */
const isAnswer = (text: string): boolean => LETTERS.some((letter) => letter === text.trim().toUpperCase());

function completeName(text: string, typed: string, commands: readonly WireCommand[]): Completion {
  const start = typed.toLowerCase();
  const suggestions = commands
    .filter(({ name }) => name.startsWith(start))
    .map(({ name, description, options }) => ({
      label: `/${name}`,
      note: description,
      text: `/${name}${options.length > 0 ? ' ' : ''}`,
    }));
  return { suggestions, unfinished: !isAnswer(text) && !commands.some(({ name }) => name === start) };
}

interface Reading {
  /** Options that have their value, or (a flag) stand there. */
  readonly given: ReadonlySet<WireOption>;
  /** The option whose value is being typed. */
  readonly current: WireOption | undefined;
  /** True when its name was typed before it: its value must come now. */
  readonly byName: boolean;
}

/** Reads finished words as the server will: names with values after them, flags, and values in the declared order. */
function readWords(options: readonly WireOption[], words: readonly string[]): Reading {
  const given = new Set<WireOption>();
  let named: WireOption | undefined;
  for (const word of words) {
    const pair = /^([a-z]+)[=:](.*)$/i.exec(word);
    const option = options.find(({ name }) => name === (pair?.[1] ?? word).toLowerCase());
    const awaited = named;
    named = undefined;
    if (awaited) given.add(awaited);
    else if (option && !option.flag && !pair?.[2]) named = option;
    else if (option) given.add(option);
    else {
      const free = options.find((candidate) => !candidate.flag && !given.has(candidate));
      if (free) given.add(free);
    }
  }
  const current = named ?? options.find((option) => !option.flag && !given.has(option));
  return { given, current, byName: named !== undefined };
}

function completeOption(text: string, command: WireCommand, rest: string): Completion {
  const words = rest.split(/\s+|(?<=[=:])/).filter((word) => word !== '');
  const open = /[\s=:]$/.test(rest) || words.length === 0 ? '' : (words.pop() as string);
  const { given, current, byName } = readWords(command.options, words);
  const before = text.slice(0, text.length - open.length);
  const start = open.toLowerCase();
  const values = (current?.values ?? [])
    .filter(
      ({ value, label }) => value.toLowerCase().startsWith(start) || label.toLowerCase().startsWith(start),
    )
    .map(({ value, label }) => ({
      label: value,
      note: label === value ? (current?.description ?? '') : label,
      text: `${before}${value}`,
    }));
  const names = byName
    ? []
    : command.options
        .filter((option) => !option.required && !given.has(option) && option.name.startsWith(start))
        .filter((option) => option !== current || option.values.length === 0)
        .map((option) => ({
          label: option.name,
          note: option.description,
          text: `${before}${option.name}${option.flag ? '' : ' '}`,
        }));
  const done = values.length === 1 && values[0]?.label.toLowerCase() === start;
  return {
    suggestions: done ? [] : [...values, ...names],
    unfinished: false,
    hint: {
      command: `/${command.name}`,
      options: command.options.map((option) => ({
        label: option.required ? option.name : `[${option.name}]`,
        current: option === current,
      })),
      message: current?.description ?? '',
    },
  };
}

/** @param text what stands in the composer, the caret at its end */
export function complete(text: string, commands: readonly WireCommand[]): Completion {
  const name = /^\s*\/?([a-z]*)$/i.exec(text);
  if (name) return text.trim() === '' ? NOTHING : completeName(text, name[1] as string, commands);
  const line = /^\s*\/?([a-z]+)\s+(.*)$/is.exec(text);
  const command = commands.find((each) => each.name === line?.[1]?.toLowerCase());
  return line && command && command.options.length > 0
    ? completeOption(text, command, line[2] as string)
    : NOTHING;
}

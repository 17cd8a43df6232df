/** Tab in the terminal: commands, then the values and names of their options, from the declarations alone. */

import type { Command, CommandOption } from '../../commands/grammar/command.ts';
import { completeOption } from '../../commands/grammar/complete.ts';
import { COMMANDS, commandNamed, publicOptions } from '../../commands/index.ts';

/** The option that comes next: the one whose name was just typed, or the first that has no value yet. */
function nextOption(command: Command, words: readonly string[]): CommandOption | undefined {
  const options = publicOptions(command);
  const named = (word: string | undefined) => options.find(({ name }) => name === word?.toLowerCase());
  const last = named(words.at(-1));
  if (last) return last;
  const given = new Set<CommandOption>();
  words.forEach((word, index) => {
    const option = named(words[index - 1]) ?? options.find((each) => !given.has(each));
    if (!named(word) && option) given.add(option);
  });
  return options.find((option) => !given.has(option));
}

/** In readline's form: what fits, and the end of the line that it stands for. */
export function completer(line: string): [string[], string] {
  const words = line.replace(/^\s*\/?/, '').split(/\s+/);
  const typed = words.pop() ?? '';
  const [name, ...before] = words;
  if (name === undefined) {
    const start = typed.toLowerCase();
    const fits = COMMANDS.filter((command) => command.name.startsWith(start));
    return [fits.map((command) => `/${command.name} `), line];
  }
  const command = commandNamed(name);
  if (!command) return [[], typed];
  const option = nextOption(command, before);
  const values = option ? completeOption(option, typed).map(({ value }) => `${value} `) : [];
  const names = publicOptions(command)
    .filter((each) => !each.required && each.name.startsWith(typed.toLowerCase()))
    .filter((each) => each.type !== 'choice' && !before.includes(each.name))
    .map((each) => `${each.name} `);
  return [[...values, ...(before.at(-1) === option?.name ? [] : names)], typed];
}

/** Tab in the terminal: commands, then the values and names of their options, from the declarations alone. */

import type { CommandSet } from '../../commands/command-set.ts';
import { type Command, type CommandOption, publicOptions } from '../../commands/grammar/command.ts';
import { completeOption } from '../../commands/grammar/complete.ts';
import { spelled } from '../../commands/grammar/read-value.ts';

/** The option that comes next: the one whose name was just typed, or the first that has no value yet. */
function nextOption(command: Command, words: readonly string[]): CommandOption | undefined {
  const options = publicOptions(command);
  const named = (word: string | undefined) => options.find(({ name }) => name === word?.toLowerCase());
  const given = new Set<CommandOption>();
  const free = () => options.find((option) => option.type !== 'flag' && !given.has(option));
  let awaited: CommandOption | undefined;
  for (const word of words) {
    const option = awaited ?? named(word) ?? free();
    const isName = !awaited && option?.type !== 'flag' && option === named(word);
    awaited = isName ? option : undefined;
    if (option && !isName) given.add(option);
  }
  return awaited ?? free();
}

/** In readline's form: what fits, and the end of the line that it stands for. */
export const completerOf =
  (commands: CommandSet) =>
  (line: string): [string[], string] => {
    const words = line.replace(/^\s*\/?/, '').split(/\s+/);
    const typed = words.pop() ?? '';
    const [name, ...before] = words;
    if (name === undefined) {
      const start = typed.toLowerCase();
      const fits = commands.offered.filter((command) => command.name.startsWith(start));
      return [fits.map((command) => `/${command.name} `), line];
    }
    const command = commands.named(name);
    if (!command) return [[], typed];
    const option = nextOption(command, before);
    const values = option
      ? completeOption(option, typed).map(({ value }) => `${spelled(option, value)} `)
      : [];
    const names = publicOptions(command)
      .filter((each) => !each.required && each.name.startsWith(typed.toLowerCase()))
      .filter((each) => each.type !== 'choice' && !before.includes(each.name))
      .map((each) => `${each.name} `);
    return [[...values, ...(before.at(-1) === option?.name ? [] : names)], typed];
  };

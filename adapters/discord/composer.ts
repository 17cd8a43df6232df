/** A line as Discord's composer shows it, where every option has a field of its own: `/seq tokens:65536 heads:16`. */

import { parseLine } from '../../commands/grammar/parse.ts';
import { COMMANDS, publicOptions } from '../../commands/index.ts';
import { UserError } from '../../src/messages/user-error.ts';

const known = new Map<string, string>();

function compose(line: string): string {
  const request = parseLine(line);
  for (const command of COMMANDS) {
    const values = command.values(request);
    if (!values) continue;
    const given = publicOptions(command).flatMap(({ name }) =>
      values[name] === undefined ? [] : [`${name}:${values[name]}`],
    );
    return [`/${command.name}`, ...given].join(' ');
  }
  return line;
}

/** Words that are no command stay as they are. */
export function composed(words: string): string {
  if (!words.startsWith('/')) return words;
  let line = known.get(words);
  if (line === undefined) {
    try {
      line = compose(words);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      line = words;
    }
    // What people typed is not remembered, only what the lab says: a few hundred lines.
    if (known.size < 1_000) known.set(words, line);
  }
  return line;
}

/** A line as Discord's composer shows it, where every option has a field of its own: `/seq tokens:65536 heads:16`. */

import { LRUCache } from 'lru-cache';
import { parseLine } from '../../commands/grammar/parse.ts';
import { COMMANDS, publicOptions } from '../../commands/index.ts';
import { UserError } from '../../src/messages/user-error.ts';

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

const lines = new LRUCache<string, string>({
  max: 1_000,
  memoMethod: (words) => {
    try {
      return compose(words);
    } catch (error) {
      if (error instanceof UserError) return words;
      throw error;
    }
  },
});

/** Words that are no command stay as they are. */
export const composed = (words: string): string => (words.startsWith('/') ? lines.memo(words) : words);

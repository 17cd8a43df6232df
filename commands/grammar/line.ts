/** The line that a request stands for: what a person would type, or what a button carries. */

import type { Request } from '../../src/messages/request.ts';
import { COMMANDS } from '../index.ts';

/**
 * The inverse of `parseLine`. With `internal`, everything the request holds (for buttons); without, what a person
 * would type (for transcripts and terminals).
 */
export function lineFor(
  request: Request,
  { internal = false }: { readonly internal?: boolean } = {},
): string {
  for (const command of COMMANDS) {
    const values = command.values(request);
    if (!values) continue;
    const words = [`/${command.name}`];
    let positional = true;
    for (const option of command.options) {
      const value = values[option.name];
      if (value === undefined || (option.internal && option.type !== 'flag' && !internal)) {
        positional = false;
        continue;
      }
      if (option.type === 'flag') words.push(option.name);
      else if (positional && option.required) words.push(String(value));
      else if (words.length === 1 && !option.internal) words.push(String(value));
      else words.push(option.name, String(value));
    }
    return words.join(' ');
  }
  throw new RangeError(`no command asks for ${request.kind}`);
}

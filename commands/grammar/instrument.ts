/** What the instruments' commands share: numbers in, a run out, and back again. */

import type { Request } from '../../src/messages/request.ts';
import type { Command, OptionValues } from './command.ts';

/** `request` and `values` for a command whose integer options are an instrument's input. */
export function instrumentForm(instrument: string): Pick<Command, 'request' | 'values'> {
  return {
    request(values: OptionValues): Request {
      const input = Object.fromEntries(
        Object.entries(values).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
      );
      return { kind: 'run', instrument, input, ...(values.commit === true && { commit: true }) };
    },
    values(request) {
      if (request.kind !== 'run' || request.instrument !== instrument) return undefined;
      return { ...request.input, ...(request.commit && { commit: true }) };
    },
  };
}

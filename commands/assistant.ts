/** The one door that adapters knock on: typed text, a platform's own form, or a button. */

import type { Conversation } from '../src/conversation/conversation.ts';
import { mistake } from '../src/conversation/mistake.ts';
import type { Actor } from '../src/messages/actor.ts';
import type { Reply } from '../src/messages/reply.ts';
import type { Request } from '../src/messages/request.ts';
import { UserError } from '../src/messages/user-error.ts';

import { help } from './grammar/help.ts';
import { parseForm, parseLine } from './grammar/parse.ts';

/** Who asks, and by which delivery (interaction, envelope, trigger): the same delivery twice is recorded once. */
export interface Call {
  readonly actor: Actor;
  readonly delivery?: string;
  /** Where options are fields of a form rather than words of a line. */
  readonly form?: boolean;
}

export class Assistant {
  readonly #conversation: Conversation;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /** Answers a typed line: `/seq 64k`, `seq 64k`, `/lab seq 64k`. Bad input is answered, never thrown. */
  say(call: Call, line: string): Promise<Reply> {
    return this.#answer(call, () => parseLine(line));
  }

  /** Answers a platform's typed form: a command's name and its options by name. */
  fill(
    call: Call,
    command: string,
    options: Readonly<Record<string, string | number | boolean>>,
  ): Promise<Reply> {
    return this.#answer(call, () => parseForm(command, options));
  }

  /** Answers a button. */
  press(call: Call, request: Request): Promise<Reply> {
    return this.#answer(call, () => request);
  }

  async #answer(call: Call, parse: () => Request): Promise<Reply> {
    let request: Request;
    try {
      request = parse();
    } catch (error) {
      if (error instanceof UserError) return mistake(error);
      throw error;
    }
    if (request.kind === 'help') return help(call.form ? 'form' : 'line');
    return this.#conversation.handle(call.actor, request, call.delivery);
  }
}

/** App Home: the labs, where the student stands and what is next. Ephemeral messages are gone on reload; this is not. */

import { isDeepStrictEqual } from 'node:util';
import type { Assistant, Call } from '../../commands/assistant.ts';
import type { CommandSet } from '../../commands/command-set.ts';
import { type Reply, reply } from '../../src/messages/reply.ts';
import { code, command, say, strong } from '../../src/messages/rich-text.ts';
import { BOT_NAME } from './manifest.ts';
import { type HomeView, section } from './message.ts';
import { mrkdwn } from './mrkdwn.ts';
import { noPictures } from './pictures.ts';
import { renderHome } from './render.ts';

function how(commands: CommandSet): string {
  const messages = strong('Messages');
  const example = commands.lineFor({ kind: 'predict', answer: 'B' }).replace('/', '');
  return mrkdwn(
    say`Buttons here are answered in ${messages}. In any channel type ${command({ kind: 'labs' })}; in a thread mention me, for example ${code(`@${BOT_NAME} ${example}`)}; here in ${messages} plain ${code(example)} will do.`,
    commands,
  );
}

/** The labs of the course, and the ledger of the one touched last. */
export async function homeReply(assistant: Assistant, call: Call): Promise<Reply> {
  const labs = await assistant.ask(call, { kind: 'labs' });
  const ledger = await assistant.ask(call, { kind: 'ledger', what: 'show' });
  // Before any lab is begun, the list of labs is the answer to both.
  return isDeepStrictEqual(labs, ledger) ? labs : reply(...labs.parts, ...ledger.parts);
}

/** @throws {RangeError} when no form of it is within Slack's limits */
export const homeView = (shown: Reply, user: string, commands: CommandSet): HomeView =>
  renderHome(shown, { user, picture: noPictures, commands }, [section(how(commands))]);

/** What a button or a form carries: a version, whose it is, and the line it stands for. It needs no memory, so it works after a restart. */

import { BUTTON_VERSION, isKnownVersion } from '../../commands/button.ts';
import type { CommandSet } from '../../commands/command-set.ts';
import type { Request } from '../../src/messages/request.ts';
import { buttonOwner } from '../button-owner.ts';

export type CustomIds = (request: Request) => string;

/** Of a post in a channel, whose buttons are for whoever presses them. */
const EVERYBODY = '*';

/** Before the server's id. No digits of a person: only whom it was written to sees a direct message. */
const SERVER_MARK = '@';

const idsOf =
  (owner: string, commands: CommandSet): CustomIds =>
  (request) =>
    `${BUTTON_VERSION}:${owner}:${commands.buttonLine(request)}`;

/** The custom ids of one student's buttons, in a server. */
export const customIds = (user: string, commands: CommandSet): CustomIds =>
  idsOf(buttonOwner(user), commands);

export const publicIds = (commands: CommandSet): CustomIds => idsOf(EVERYBODY, commands);

/** In a direct message, where Discord does not say which server it is about: the button does. */
export const directIds = (workspace: string, commands: CommandSet): CustomIds =>
  idsOf(`${SERVER_MARK}${workspace}`, commands);

export type Pressed =
  | {
      readonly kind: 'theirs';
      readonly version: number;
      readonly line: string;
      /** The server that a direct message's button is about. */
      readonly workspace?: string;
    }
  | { readonly kind: 'not-theirs' | 'outdated' };

/**
 * What a pressed button, or a form that was sent, means for this student.
 * @param direct whether that was in a direct message with the application
 */
export function readCustomId(id: string, user: string, direct = false): Pressed {
  const [, digits, owner = '', line] = /^(\d+):([^:]*):(.+)$/.exec(id) ?? [];
  const version = Number(digits);
  if (line === undefined || !isKnownVersion(version)) return { kind: 'outdated' };
  if (owner.startsWith(SERVER_MARK)) {
    const workspace = owner.slice(SERVER_MARK.length);
    return direct ? { kind: 'theirs', version, line, workspace } : { kind: 'not-theirs' };
  }
  return owner === EVERYBODY || owner === buttonOwner(user)
    ? { kind: 'theirs', version, line }
    : { kind: 'not-theirs' };
}

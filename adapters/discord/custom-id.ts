/** What a button or a form carries: a version, whose it is, and the line it stands for. It needs no memory, so it works after a restart. */

import { BUTTON_VERSION, isKnownVersion } from '../../commands/button.ts';
import type { CommandSet } from '../../commands/command-set.ts';
import type { Request } from '../../src/messages/request.ts';
import { buttonOwner } from '../button-owner.ts';

/** The custom ids of one student's buttons. */
export function customIds(user: string, commands: CommandSet): (request: Request) => string {
  const theirs = `${BUTTON_VERSION}:${buttonOwner(user)}`;
  return (request) => `${theirs}:${commands.buttonLine(request)}`;
}

export type Pressed =
  | { readonly kind: 'theirs'; readonly version: number; readonly line: string }
  | { readonly kind: 'not-theirs' | 'outdated' };

/** What a pressed button, or a form that was sent, means for this student. */
export function readCustomId(id: string, user: string): Pressed {
  const [, digits, owner, line] = /^(\d+):([^:]*):(.+)$/.exec(id) ?? [];
  const version = Number(digits);
  if (line === undefined || !isKnownVersion(version)) return { kind: 'outdated' };
  return owner === buttonOwner(user) ? { kind: 'theirs', version, line } : { kind: 'not-theirs' };
}

/** What a button carries: a version, whose it is, and the line it stands for. It needs no memory, so it works after a restart. */

import { ownerOf } from '../owner.ts';

/** Raised when the form changes; older buttons are then answered with how to go on. */
const VERSION = '1';
/** Every version's action ids start like this. */
export const ANY_ACTION = /^lab\d+:/;

/** The action id of this student's button number `index`: unique in its message. */
export const actionId = (user: string, index: number): string => `lab${VERSION}:${ownerOf(user)}:${index}`;

export type Pressed = 'theirs' | 'not-theirs' | 'outdated';

/** Whether a button is this student's to press. */
export function readActionId(id: string, user: string): Pressed {
  const [, version, owner] = /^lab(\d+):([^:]*):/.exec(id) ?? [];
  if (version !== VERSION) return 'outdated';
  return owner === ownerOf(user) ? 'theirs' : 'not-theirs';
}

/** The ids of buttons and forms: a version and whose they are. They need no memory, so they work after a restart. */

import { BUTTON_VERSION, isKnownVersion } from '../../commands/button.ts';
import { buttonOwner } from '../button-owner.ts';

/** Every version's ids start like this. */
export const ANY_ID = /^lab\d+:/;

/** The id of this student's button number `index`, unique in its message, or of a form of theirs. */
export const actionId = (user: string, index: number | 'form'): string =>
  `lab${BUTTON_VERSION}:${buttonOwner(user)}:${index}`;

export type Pressed =
  | { readonly kind: 'theirs'; readonly version: number }
  | { readonly kind: 'not-theirs' | 'outdated' };

/** Whether a button or a form is this student's to use. */
export function readActionId(id: string, user: string): Pressed {
  const [, digits, owner] = /^lab(\d+):([^:]*):/.exec(id) ?? [];
  const version = Number(digits);
  if (!isKnownVersion(version)) return { kind: 'outdated' };
  return owner === buttonOwner(user) ? { kind: 'theirs', version } : { kind: 'not-theirs' };
}

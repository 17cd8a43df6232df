/** The ids of buttons and forms: a version, whose they are, and whether their message stays. They need no memory, so they work after a restart. */

import { BUTTON_VERSION, isKnownVersion } from '../../commands/button.ts';
import { buttonOwner } from '../button-owner.ts';

/** Every version's ids start like this. */
export const ANY_ID = /^lab\d+:/;

/** Whose the buttons of a post in a channel are. */
export const EVERYBODY = '*';

/** Before the number: a message that was not asked for, which a press leaves as it is. */
const STAYS = 's';

/**
 * The id of this student's button number `index`, unique in its message, or of a form of theirs.
 * @param user a person's id, or {@link EVERYBODY}
 */
export const actionId = (user: string, index: number | 'form', stays = user === EVERYBODY): string =>
  `lab${BUTTON_VERSION}:${user === EVERYBODY ? EVERYBODY : buttonOwner(user)}:${stays ? STAYS : ''}${index}`;

export type Pressed =
  /** @param stays the message is left as it is */
  | { readonly kind: 'theirs'; readonly version: number; readonly stays: boolean }
  | { readonly kind: 'not-theirs' | 'outdated' };

/** Whether a button or a form is this student's to use. */
export function readActionId(id: string, user: string): Pressed {
  const [, digits, owner, stays] = /^lab(\d+):([^:]*):(s?)/.exec(id) ?? [];
  const version = Number(digits);
  if (!isKnownVersion(version)) return { kind: 'outdated' };
  if (owner === EVERYBODY) return { kind: 'theirs', version, stays: true };
  return owner === buttonOwner(user)
    ? { kind: 'theirs', version, stays: stays === STAYS }
    : { kind: 'not-theirs' };
}

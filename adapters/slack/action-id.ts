/** The ids of buttons and forms: a version, whose they are, whether their message stays, and what a picker begins with. They need no memory, so they work after a restart. */

import { BUTTON_VERSION, isKnownVersion } from '../../commands/button.ts';
import { buttonOwner } from '../button-owner.ts';

/** Every version's ids start like this. */
export const ANY_ID = /^lab\d+:/;

/** Whose the buttons of a post in a channel are. */
export const EVERYBODY = '*';

/** Before the number: a message that was not asked for, which a press leaves as it is. */
const STAYS = 's';

interface Marks {
  /** A message that a press leaves as it is; a post's always is. */
  readonly stays?: boolean | undefined;
  /** ISO 8601: the moment that the button's form begins with. */
  readonly stands?: string | undefined;
}

/**
 * The id of this student's button number `index`, unique in its message, or of a form of theirs.
 * @param user a person's id, or {@link EVERYBODY}
 */
export function actionId(user: string, index: number | 'form', { stays, stands }: Marks = {}): string {
  const owner = user === EVERYBODY ? EVERYBODY : buttonOwner(user);
  const begins = stands === undefined ? '' : `@${Math.floor(Date.parse(stands) / 1_000)}`;
  return `lab${BUTTON_VERSION}:${owner}:${(stays ?? user === EVERYBODY) ? STAYS : ''}${index}${begins}`;
}

export type Pressed =
  | {
      readonly kind: 'theirs';
      readonly version: number;
      /** The message is left as it is. */
      readonly stays: boolean;
      /** ISO 8601: the moment that its form begins with. */
      readonly stands?: string;
    }
  | { readonly kind: 'not-theirs' | 'outdated' };

/** Whether a button or a form is this student's to use. */
export function readActionId(id: string, user: string): Pressed {
  const [, digits, owner, stays, begins] = /^lab(\d+):([^:]*):(s?)(?:[^@]*@(\d{1,10})$)?/.exec(id) ?? [];
  const version = Number(digits);
  if (!isKnownVersion(version)) return { kind: 'outdated' };
  const stands = begins === undefined ? {} : { stands: new Date(Number(begins) * 1_000).toISOString() };
  if (owner === EVERYBODY) return { kind: 'theirs', version, stays: true, ...stands };
  return owner === buttonOwner(user)
    ? { kind: 'theirs', version, stays: stays === STAYS, ...stands }
    : { kind: 'not-theirs' };
}

/** Titles of a person’s own file, short enough to be repeated in a sentence. */

import { shortened } from '../../messages/shortened.ts';

/** More titles than this are counted instead. */
const SHOWN = 5;

export const quoted = (title: string): string => `“${shortened(title.trim())}”`;

/** `“Essay”, “Lab 06” and 12 more`. */
export function quotedList(titles: readonly string[]): string {
  const more = titles.length - SHOWN;
  const shown = titles.slice(0, SHOWN).map(quoted).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** What the transcript shows of a form that was filled in: its line, with what was entered in its place. */

import { TO_BE_ENTERED } from '../../../src/messages/request.ts';
import type { WireChoice } from '../wire.ts';

/** A choice that an older page stored has no place, and what was entered came after it. */
function around({ shown }: Pick<WireChoice, 'shown'>): readonly [before: string, after: string] {
  const at = `${shown} `.indexOf(` ${TO_BE_ENTERED} `);
  return at < 0 ? [shown, ''] : [shown.slice(0, at), shown.slice(at + 1 + TO_BE_ENTERED.length)];
}

export function shownWith(choice: Pick<WireChoice, 'shown'>, entered: string): string {
  const [before, after] = around(choice);
  return `${before} ${entered}${after}`;
}

/** What this line had in the place, in lower case as the line is; undefined where another choice sent it. */
export function enteredIn(line: string | undefined, choice: Pick<WireChoice, 'shown'>): string | undefined {
  const [before, after] = around({ shown: choice.shown.toLowerCase() });
  return line?.startsWith(`${before} `) &&
    line.endsWith(after) &&
    line.length > before.length + 1 + after.length
    ? line.slice(before.length + 1, line.length - after.length)
    : undefined;
}

/** Times as pickers, forms, buttons and programs send them, and as this program writes them. */

import { say } from '../messages/rich-text.ts';
import { type Clock, END_OF_DAY, quoted, refusal, secondsGiven, usualExamples } from './refusals.ts';
import type { Meant } from './settle.ts';
import { type Wall, wallFrom } from './wall.ts';

/** `@1795841940`, which buttons and pickers send, and Discord’s `<t:1795841940:F>`: seconds since 1970. */
const UNIX = /^(?:@(\d{1,11})|<t:(\d{1,11})(?::[a-z])?>)$/i;
/** `2026-11-27T23:59`, with a space as well, with seconds, an offset or Z, or the date alone. */
const ISO =
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:(?:T|,? |,)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?(Z|[+-]\d{2}:?\d{2}))?)?$/i;

/**
 * Undefined where the text is none of these.
 * @throws UserError for a date that no calendar has, and for seconds
 */
export function readMachine(text: string, clock: Clock): Meant | undefined {
  const [, button, picker] = UNIX.exec(text) ?? [];
  const seconds = button ?? picker;
  if (seconds !== undefined) {
    if (Number(seconds) % 60 !== 0) throw secondsGiven(text, clock);
    return { instant: new Date(Number(seconds) * 1000), year: 'written' };
  }
  return readIso(text, clock);
}

function readIso(text: string, clock: Clock): Meant | undefined {
  const [whole, year, , month, day, hour, minute, seconds, offset] = ISO.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const wall = wallFrom({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? END_OF_DAY.slice(0, 2)),
    minute: Number(minute ?? END_OF_DAY.slice(3)),
  });
  if (wall === undefined)
    throw refusal(
      say`There is no ${quoted(text)} in the calendar or on the clock.`,
      usualExamples(text, clock),
    );
  if (Number(seconds ?? 0) !== 0) throw secondsGiven(text, clock);
  return offset === undefined
    ? { wall, year: 'written' }
    : { instant: instantAt(wall, offset), year: 'written' };
}

/** @param offset `Z`, `+05:30`, `+0530` */
function instantAt(wall: Wall, offset: string): Date {
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})/.exec(offset) ?? [];
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
  return new Date(Date.parse(`${wall}Z`) - ahead * 60_000);
}

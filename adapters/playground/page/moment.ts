/** A moment of this browser's clock, both ways: what a field for date and time holds, and what is sent. */

const two = (number: number): string => String(number).padStart(2, '0');

/** Minutes ahead of UTC, as a clock writes them: `+01:00`. */
function offsetOf(at: Date): string {
  const ahead = -at.getTimezoneOffset();
  const minutes = Math.abs(ahead);
  return `${ahead < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** What this browser's clock shows then, as a field for it takes it: `2026-11-27T23:59`. */
export function wallHere(instant: string): string {
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * What was chosen with this browser's offset then, so that nobody has to guess whose clock was meant: the first of the two
 * in a night that shows it twice, which the answer spells out. Undefined where this clock skips that time.
 */
export function momentHere(wall: string): string | undefined {
  const at = new Date(wall);
  if (Number.isNaN(at.getTime()) || wallHere(at.toISOString()) !== wall.slice(0, 16)) return undefined;
  return `${wall.slice(0, 16)}${offsetOf(at)}`;
}

/** `Berlin, UTC+1`: this browser's clock, with its offset at what was chosen, or now. */
export function clockHere(wall: string): string {
  const chosen = new Date(wall);
  const at = Number.isNaN(chosen.getTime()) ? new Date() : chosen;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const city = timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  const [, sign = '', hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offsetOf(at)) ?? [];
  const offset = `${sign === '-' ? '−' : '+'}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`}`;
  return `${city}, UTC${offset === '+0' ? '' : offset}`;
}

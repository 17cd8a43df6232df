/** From what a text means to when it is due: the zone’s rules and the bounds of a deadline. */

import { type Due, dueAt } from './due.ts';
import {
  type Clock,
  LEAST_MINUTES,
  MINUTE,
  past,
  skipped,
  tooFar,
  tooSoon,
  writeTheYear,
} from './refusals.ts';
import { instantsOf, type Wall, wallOf } from './wall.ts';

/** How the year came to be: written, counted from now (`in 6 days`), or added here. */
export type YearFrom = 'written' | 'counted' | 'added';

/** What a text means: clocks that show something, or an instant in whole minutes. */
export type Meant =
  | { readonly wall: Wall; readonly year: YearFrom }
  | { readonly instant: Date; readonly year: YearFrom };

/** `twice` where clocks show that wall time twice in that night: the person says which is meant. */
export type ReadDue =
  | { readonly kind: 'due'; readonly due: Due }
  | { readonly kind: 'twice'; readonly earlier: Due; readonly later: Due };

const DAY = 24 * 60 * MINUTE;
const MOST_DAYS = 730;
/**
 * A year that was added here may be wrong: a day just past would be taken for the same day of next year. Three hundred
 * days reach over an academic year and leave two months of days just past to be asked about.
 */
const MOST_DAYS_UNWRITTEN = { counted: 365, added: 300 } as const;

/** @throws UserError for a wall time that clocks skip, and for what is past, too soon or too far */
export function settle(meant: Meant, text: string, clock: Clock): ReadDue {
  const { zone, now } = clock;
  const all = 'instant' in meant ? [meant.instant] : instantsOf(meant.wall, zone);
  // Of two instants, one that can’t be a deadline any more is no choice.
  const ahead = all.filter((instant) => instant.getTime() - now.getTime() >= LEAST_MINUTES * MINUTE);
  const [earlier, later] = ahead.length > 0 ? ahead : all;
  if (earlier === undefined) throw skipped('wall' in meant ? meant.wall : wallOf(now, zone), zone);
  keepBounds(earlier, meant.year, text, clock);
  if (later === undefined) return { kind: 'due', due: dueAt(earlier, zone) };
  return { kind: 'twice', earlier: dueAt(earlier, zone), later: dueAt(later, zone) };
}

function keepBounds(instant: Date, year: YearFrom, text: string, clock: Clock): void {
  const away = instant.getTime() - clock.now.getTime();
  const wall = wallOf(instant, clock.zone);
  if (away <= 0) throw past(wall, text, clock);
  if (away < LEAST_MINUTES * MINUTE) throw tooSoon(away, clock);
  if (away > MOST_DAYS * DAY) throw tooFar(wall, text, clock);
  if (year !== 'written' && away > MOST_DAYS_UNWRITTEN[year] * DAY) throw writeTheYear(wall);
}

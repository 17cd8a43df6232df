/** A deadline some days later, by the clock on the wall. */

import { type Due, dueAt } from '../time/due.ts';
import { aroundGap, daysLater, instantsOf } from '../time/wall.ts';

/**
 * At the same time of day. In a night in which clocks skip that time it is the first minute after, and where they show it
 * twice the later one: nobody is to have less.
 */
export function dueDaysLater({ wall, zone }: Due, days: number): Due {
  const meant = daysLater(wall, days);
  const [first, second] = instantsOf(meant, zone);
  const [after] = first ? [] : instantsOf(aroundGap(meant, zone).after, zone);
  const instant = second ?? first ?? after;
  if (!instant) throw new RangeError(`no clock in ${zone} shows ${meant}`);
  return dueAt(instant, zone);
}

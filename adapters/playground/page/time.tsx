/** A moment on the reader's own clock, with the day and the zone written out where it is pointed at. */

import { useEffect, useState } from 'preact/hooks';
import type { TimeSpan } from '../../../src/messages/rich-text.ts';
import { timeWords } from '../../../src/messages/time-words.ts';

const MINUTE = 60_000;

const UNITS = [
  ['day', 24 * 60],
  ['hour', 60],
  ['minute', 1],
] as const;

const day = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
const FORMS = {
  full: new Intl.DateTimeFormat('en-GB', { ...day, weekday: 'short' }),
  short: new Intl.DateTimeFormat('en-GB', day),
};
const away = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `in 2 days`, `3 hours ago`: in the largest unit of which there are at least two, so that a day is told in hours. */
export function relative(at: number, now: number): string {
  const minutes = Math.trunc((at - now) / MINUTE);
  const [unit, size] = UNITS.find(([, each]) => Math.abs(minutes) >= 2 * each) ?? (['minute', 1] as const);
  return away.format(Math.trunc(minutes / size), unit);
}

/** What a minute makes of it: a page stays open for days. */
function useNow(isNeeded: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isNeeded) return;
    const timer = setInterval(() => setNow(Date.now()), MINUTE);
    return () => clearInterval(timer);
  }, [isNeeded]);
  return now;
}

export function Time({ time, style }: TimeSpan) {
  const now = useNow(style === 'relative' || style === 'due');
  const at = Date.parse(time);
  const { timeZone } = FORMS.full.resolvedOptions();
  const words = {
    full: () => FORMS.full.format(at),
    short: () => FORMS.short.format(at),
    relative: () => relative(at, now),
    due: () => `${FORMS.full.format(at)} (${relative(at, now)})`,
  };
  return (
    <time dateTime={time} title={timeWords(time, timeZone)}>
      {words[style]()}
    </time>
  );
}

/** A moment in words that mean the same to everybody, where the reader's own clock isn't known. */

/** A form for each zone; making one takes a thousand times as long as using it. */
const forms = new Map<string, Intl.DateTimeFormat>();

function formIn(zone: string): Intl.DateTimeFormat {
  let form = forms.get(zone);
  if (!form) {
    form = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    forms.set(zone, form);
  }
  return form;
}

/** `New York` of `America/New_York`. */
const placeOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');

/**
 * `Fri 27 Nov 2026, 23:59 UTC`, or `Fri 27 Nov 2026, 18:59 New York` on that zone's clock.
 * @param iso an instant
 * @param zone a name of the time zone database
 * @throws {RangeError} for what is no instant or no zone
 */
export function timeWords(iso: string, zone = 'UTC'): string {
  const found: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formIn(zone).formatToParts(new Date(iso))) found[type] = value;
  const { weekday, day, month, year, hour, minute } = found;
  return `${weekday} ${day} ${month} ${year}, ${hour}:${minute} ${placeOf(zone)}`;
}

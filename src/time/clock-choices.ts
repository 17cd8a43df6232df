/** “Which clock do you mean?”: people know what time it is, few know the name of their zone. */

import { wallOf } from './wall.ts';
import { place } from './zone.ts';

export interface ClockChoice {
  readonly zone: string;
  /** `12:41 New York` */
  readonly label: string;
}

/** As many as fit two rows of buttons on every platform, with one left for another city. */
const MOST_CLOCKS = 10;

const NORTH_AMERICA = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
];
const SPANISH_AMERICA = [
  'America/Mexico_City',
  'America/Bogota',
  'America/Santiago',
  'America/Argentina/Buenos_Aires',
];

/** Where people are whose client is in this language, the likeliest first. The locales are Discord’s and Slack’s. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  bg: ['Europe/Sofia'],
  cs: ['Europe/Prague'],
  da: ['Europe/Copenhagen'],
  de: ['Europe/Berlin'],
  el: ['Europe/Athens'],
  en: NORTH_AMERICA,
  'en-AU': ['Australia/Sydney', 'Australia/Brisbane', 'Australia/Adelaide', 'Australia/Perth'],
  'en-GB': ['Europe/London', 'Europe/Berlin', 'Europe/Athens', 'America/New_York'],
  'en-IN': ['Asia/Kolkata'],
  es: ['Europe/Madrid', 'Atlantic/Canary', ...SPANISH_AMERICA],
  'es-419': [...SPANISH_AMERICA, 'America/Caracas', 'Europe/Madrid'],
  'es-LA': [...SPANISH_AMERICA, 'America/Caracas', 'Europe/Madrid'],
  fi: ['Europe/Helsinki'],
  fr: ['Europe/Paris', 'America/Toronto', 'Africa/Casablanca', 'Africa/Dakar'],
  hi: ['Asia/Kolkata', 'Asia/Dubai'],
  hr: ['Europe/Zagreb'],
  hu: ['Europe/Budapest'],
  id: ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'],
  it: ['Europe/Rome'],
  ja: ['Asia/Tokyo'],
  ko: ['Asia/Seoul'],
  lt: ['Europe/Vilnius'],
  nl: ['Europe/Amsterdam'],
  no: ['Europe/Oslo'],
  pl: ['Europe/Warsaw'],
  pt: ['Europe/Lisbon', 'Atlantic/Azores', 'America/Sao_Paulo'],
  'pt-BR': ['America/Sao_Paulo', 'America/Manaus', 'America/Rio_Branco', 'America/Noronha', 'Europe/Lisbon'],
  ro: ['Europe/Bucharest', 'Europe/Chisinau'],
  ru: ['Europe/Moscow', 'Asia/Yekaterinburg', 'Asia/Novosibirsk', 'Asia/Vladivostok'],
  sv: ['Europe/Stockholm'],
  th: ['Asia/Bangkok'],
  tr: ['Europe/Istanbul'],
  uk: ['Europe/Kyiv'],
  vi: ['Asia/Ho_Chi_Minh'],
  zh: ['Asia/Shanghai', 'Asia/Taipei', 'Asia/Singapore'],
  'zh-TW': ['Asia/Taipei', 'Asia/Hong_Kong'],
};

/** Then clocks all round the world; more than ten, since some are equal to those before. */
const WORLD = [
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Sydney',
  'America/Chicago',
  'Europe/Istanbul',
  'Asia/Dubai',
  'America/Denver',
  'America/Sao_Paulo',
  'Pacific/Auckland',
  'Asia/Dhaka',
  'Asia/Bangkok',
];

/**
 * Ten clocks that differ at this moment, the likeliest for people of this locale first. Of zones whose clocks are equal
 * now the first stays.
 * @param locale `en-US`, `de`, or undefined where the platform tells none
 */
export function clockChoices(locale: string | undefined, now: Date): readonly ClockChoice[] {
  const homes = HOMES[locale ?? ''] ?? HOMES[locale?.split(/[-_]/)[0] ?? ''] ?? [];
  const clocks = new Map<string, ClockChoice>();
  for (const zone of [...homes, ...WORLD]) {
    const wall = wallOf(now, zone);
    if (!clocks.has(wall)) clocks.set(wall, { zone, label: `${wall.slice(11)} ${place(zone)}` });
  }
  return [...clocks.values()].slice(0, MOST_CLOCKS);
}

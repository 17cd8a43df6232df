/** Time zones by the names that people use: cities. What is stored is the name in the tz database. */

import { code, type RichText, say } from '../messages/rich-text.ts';
import { shortened } from '../messages/shortened.ts';
import { UserError } from '../messages/user-error.ts';

/**
 * Names that the tz database has replaced (its file `backward`) and some versions of Intl still list. Every Intl
 * takes both, so the newer one is what is stored and shown, and both are found.
 */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};
const FORMER = new Map(Object.entries(RENAMED).map(([former, name]) => [name, former]));

interface Zone {
  readonly id: string;
  /** Its city, and the city's former name. */
  readonly cities: readonly string[];
  /** Every word of its names. */
  readonly words: readonly string[];
}

/** Lower case, without accents and with spaces between words: `São_Paulo` is `sao paulo`. */
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A zone’s city in words: `New York`. */
export const place = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');

/** @param listed the names that Intl lists */
function zonesOf(listed: readonly string[]): readonly Zone[] {
  const ids = new Set([...listed.map((id) => RENAMED[id] ?? id), 'UTC']);
  return [...ids].sort().map((id) => {
    const names = [id, FORMER.get(id) ?? id];
    return {
      id,
      cities: names.map((name) => folded(place(name))),
      words: names.flatMap((name) => folded(name).split(' ')),
    };
  });
}

const ZONES = zonesOf(Intl.supportedValuesOf('timeZone'));

/** Every zone that can be chosen, in alphabetical order. */
export const ZONE_NAMES: readonly string[] = ZONES.map(({ id }) => id);

/** An id in any letter case, also one that is only an alias, such as `US/Eastern`. */
function byId(typed: string): string | undefined {
  // `Etc/GMT+5` is five hours behind UTC, not ahead; `EST` has no summer time. Neither is what people mean by it.
  if (!/^(utc|etc\/utc|(?!etc\/)[a-z]+\/[a-z_/-]+)$/i.test(typed)) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions();
    return RENAMED[timeZone] ?? timeZone;
  } catch {
    return undefined;
  }
}

const only = (zones: readonly Zone[]): string | undefined => (zones.length === 1 ? zones[0]?.id : undefined);

/**
 * The zone that a person names: its id (`america/new_york`), its city by the present or the former name (`Kolkata`,
 * `Calcutta`), or words that only one zone has (`York`).
 * @param listed for tests: what another version of Intl lists
 * @throws UserError with up to five names that are near
 */
export function readZone(text: string, listed?: readonly string[]): string {
  const zones = listed === undefined ? ZONES : zonesOf(listed);
  const words = folded(text);
  const asked = words.split(' ');
  const found =
    byId(text.trim().replaceAll(' ', '_')) ??
    only(zones.filter(({ cities }) => cities.includes(words))) ??
    only(zones.filter((zone) => asked.every((word) => zone.words.includes(word))));
  if (found === undefined) throw new UserError(unknownZone(text.trim(), nearest(words, zones, 5)));
  return found;
}

function unknownZone(typed: string, near: readonly string[]): RichText {
  const cities = near.length > 0 ? near.map(place) : ['New York', 'Berlin'];
  const examples = cities.flatMap((city, index) => {
    if (index === 0) return [code(city)];
    return [index === cities.length - 1 ? ' or ' : ', ', code(city)];
  });
  const wrong =
    typed === '' ? say`No city was given.` : say`I know no single clock ${code(shortened(typed))}.`;
  return say`${wrong} Write a large city whose clocks show the same time, such as ${examples}.`;
}

/** Zones for what has been typed so far, the best first: a city that begins so, a word that does, then what holds it. */
export const zoneSuggestions = (typed: string, limit: number): readonly string[] =>
  matching(folded(typed), ZONES).slice(0, limit);

function matching(typed: string, zones: readonly Zone[]): readonly string[] {
  const ranks = [
    ({ cities }: Zone) => cities.some((city) => city.startsWith(typed)),
    ({ words }: Zone) => words.some((word) => word.startsWith(typed)),
    ({ words }: Zone) => typed.split(' ').every((part) => words.some((word) => word.startsWith(part))),
    ({ id }: Zone) => folded(id).includes(typed),
  ];
  return [...new Set(ranks.flatMap((fits) => zones.filter(fits).map(({ id }) => id)))];
}

/** Further off than this many letters is another word. */
const MOST_WRONG_LETTERS = 2;

function nearest(typed: string, zones: readonly Zone[], limit: number): readonly string[] {
  if (typed === '') return [];
  const misspelled = zones
    .map(({ id, cities }) => ({ id, wrong: Math.min(...cities.map((city) => lettersWrong(typed, city))) }))
    .filter(({ wrong }) => wrong <= MOST_WRONG_LETTERS && wrong < typed.length / 2)
    .sort((a, b) => a.wrong - b.wrong);
  return [...new Set([...matching(typed, zones), ...misspelled.map(({ id }) => id)])].slice(0, limit);
}

/** Levenshtein’s distance; words whose lengths differ too much are as far as that says. */
function lettersWrong(a: string, b: string): number {
  const apart = Math.abs(a.length - b.length);
  if (apart > MOST_WRONG_LETTERS) return apart;
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? apart;
}

/** A lab, an act or an instrument by what a person calls it. */

import type { Act, LabPack, Question } from './lab.ts';

/** The pack that an instrument belongs to: instruments' names are unique over all packs. */
export const packWithInstrument = (packs: readonly LabPack[], instrument: string): LabPack | undefined =>
  packs.find((pack) => pack.acts.some((act) => act.instrument.id === instrument));

/** The acts that an instrument runs in; acts may share one. */
export const actsWith = (pack: LabPack, instrument: string): readonly Act[] =>
  pack.acts.filter((act) => act.instrument.id === instrument);

/** The act number (from 1) of an act of this pack. */
export const actNumber = (pack: LabPack, act: Act): number => pack.acts.indexOf(act) + 1;

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII'];

/** `Act II`. */
export function actName(pack: LabPack, act: Act): string {
  const number = actNumber(pack, act);
  return `Act ${ROMAN[number - 1] ?? number}`;
}

/** Words without case, signs and leading zeros: `Lab 06 · The Wall` is `lab 6 the wall`. */
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.replace(/^0+(?=\d)/, ''));

/**
 * The labs that every typed word begins a word of: `tail lat`, `13`, `lab 06`. A number must be whole: 1 is not 13.
 * One whose id is typed is the only one.
 */
export function packsNamed(packs: readonly LabPack[], typed: string): readonly LabPack[] {
  const exact = packs.filter(({ id }) => id === typed.trim().toLowerCase());
  if (exact.length > 0) return exact;
  const asked = wordsOf(typed);
  if (asked.length === 0) return [];
  return packs.filter(({ id, title, chapter }) => {
    const known = wordsOf(`${id} ${title} lab chapter ${chapter}`);
    return asked.every((word) =>
      known.some((each) => (/^\d+$/.test(word) ? each === word : each.startsWith(word))),
    );
  });
}

/** The name of a context; the id itself where a stored one is no longer there. */
export const contextName = ({ contexts }: LabPack, id: string): string =>
  contexts.find((each) => each.id === id)?.name ?? id;

/** A question of this lab by its id, the act it belongs to, and which of the act's two it is. */
export function questionWithId(
  { acts }: LabPack,
  id: string,
):
  | { readonly act: Act; readonly what: 'prediction' | 'reflection'; readonly question: Question }
  | undefined {
  for (const act of acts) {
    for (const what of ['prediction', 'reflection'] as const) {
      if (act[what].id === id) return { act, what, question: act[what] };
    }
  }
  return undefined;
}

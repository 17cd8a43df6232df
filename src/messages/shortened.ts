/** A person's own words, shortened before they are repeated: cut between what they see as letters, never inside one. */

/** More of a person's own words than this is not repeated back to them. */
const SHOWN = 40;

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function shortened(words: string, most = SHOWN): string {
  // No grapheme is shorter than one unit, so a short text needs no look.
  if (words.length <= most) return words;
  let kept = '';
  let count = 0;
  for (const { segment } of letters.segment(words)) {
    // A letter may carry marks without end.
    if (count === most || kept.length + segment.length > most * 4) return `${kept}…`;
    kept += segment;
    count += 1;
  }
  return kept;
}

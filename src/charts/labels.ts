/** Words in a picture: broken into lines between words, shortened between what a person sees as letters. */

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** East Asian wide signs (Unicode's annex 11, its large blocks) and pictures: as wide as two Latin letters. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3ffff}]|\p{Extended_Pictographic}/u;

/** What a letter takes of the room there is. */
export type Measure = (letter: string) => number;

/** In columns, a Latin letter being one. */
const columns: Measure = (letter) => (WIDE.test(letter) ? 2 : 1);

const sum = (text: string, measure: Measure): number =>
  Array.from(letters.segment(text)).reduce((whole, { segment }) => whole + measure(segment), 0);

/** The columns that a text takes. */
export const width = (text: string): number => sum(text, columns);

/** Where the text passes the room, counted in UTF-16 units, at a letter's beginning; its length where it fits. */
function passing(text: string, room: number, measure: Measure): number {
  let left = room;
  for (const { segment, index } of letters.segment(text)) {
    left -= measure(segment);
    if (left < 0) return index;
  }
  return text.length;
}

/** The text, or as much of it as leaves room for an ellipsis. */
export function cut(text: string, room: number, measure: Measure = columns): string {
  if (passing(text, room, measure) === text.length) return text;
  const end = passing(text, room - measure('…'), measure);
  return `${text.slice(0, end).trimEnd()}…`;
}

/** The end of the first line: after a whole word where there is one, and at least one letter on. */
function lineEnd(text: string, room: number): number {
  const hard = passing(text, room, columns);
  if (hard === text.length || text[hard] === ' ') return hard;
  const space = text.lastIndexOf(' ', hard);
  const [first] = letters.segment(text);
  return space > 0 ? space : Math.max(hard, first?.segment.length ?? 0);
}

/** The text in at most so many lines of so many columns; what is left over is cut from the last one. */
export function wrapped(text: string, room: number, most: number): readonly string[] {
  const lines: string[] = [];
  let rest = text.trim().replace(/\s+/gu, ' ');
  while (rest !== '' && lines.length < most - 1) {
    const end = lineEnd(rest, room);
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? lines : [...lines, cut(rest, room)];
}

/**
 * A label and its note in at most so many lines, the note last and whole: where there is no room for both, the label is
 * shortened.
 */
export function noted(label: string, note: string, room: number, most: number): readonly string[] {
  const lines = wrapped(label, room, most);
  if (note === '') return lines;
  const after = ` · ${note}`;
  const last = lines.at(-1) ?? '';
  if (width(last) + width(after) <= room) return [...lines.slice(0, -1), last + after];
  if (lines.length < most) return [...lines, note];
  return [...lines.slice(0, -1), cut(last, Math.max(1, room - width(after))) + after];
}

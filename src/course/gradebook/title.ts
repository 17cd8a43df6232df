/** What a new column of a gradebook may be called, so that the importer takes it for what it is. */

/** Canvas drops every column whose title contains one of these, without a word. Case counts. */
const DROPPED = /(?:Current|Final|Override) (?:Score|Points|Grade|Status)/;

/** Columns that say who a row is: the first of that name would be read instead. */
const TAKEN: readonly string[] = [
  'Student',
  'LastName',
  'FirstName',
  'ID',
  'SIS User ID',
  'SIS Login ID',
  'Integration ID',
  'Root Account',
  'Section',
];

/** The length of a title in Canvas’ database. */
const LONGEST = 255;

/** The words for which Canvas drops a column of this title; undefined where it keeps it. */
export const droppedFor = (title: string): string | undefined => DROPPED.exec(title)?.[0];

/** One sentence that says why no gradebook column may be called so, and what may; undefined where it may. */
export function titleProblem(title: string): string | undefined {
  const text = title.trim();
  if (text === '') return 'A homework needs a title, such as “Lab 06”.';
  const dropped = droppedFor(text);
  if (dropped !== undefined) {
    const instead = text.replaceAll(new RegExp(DROPPED, 'g'), (words) => words.toLowerCase());
    return `Canvas drops columns whose title has “${dropped}” in it, without a word. Small letters are kept: “${instead}”.`;
  }
  const bracketed = /\s*\((\d+)\)$/.exec(text);
  if (bracketed) {
    const instead = `${text.slice(0, bracketed.index)}, ${bracketed[1]}`;
    return `Canvas takes “(${bracketed[1]})” at the end of a title for the number of another assignment. Write it without brackets: “${instead}”.`;
  }
  if (TAKEN.includes(text))
    return `“${text}” is what Canvas calls a column of its own. Add what it is about: “${text}: homework”.`;
  if (/^-?[0-9.,]+%?$/.test(text))
    return `Canvas takes the title “${text}” for a number and writes it anew. Add a word: “Homework ${text}”.`;
  if (/^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u.test(text))
    return `A title that starts with “${text.slice(0, 1)}” is a formula to a spreadsheet. Start with a letter: “Homework ${text.slice(1).trim()}”.`;
  if (/\p{Cc}|[\u2028\u2029]/u.test(text)) return 'A title is one line, without tabs, such as “Lab 06”.';
  if (text.length > LONGEST)
    return `The title has ${text.length} signs; Canvas keeps ${LONGEST}. Shorten it, for example to its first words.`;
  return undefined;
}

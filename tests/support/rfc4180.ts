/** A strict reader of RFC 4180, apart from the library that the product reads and writes with. */

export interface Cell {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * Rows of cells. `\n` ends a row; a `\r` outside quotation marks, a quotation mark inside a bare cell, and anything after a
 * closing one are refused.
 */
export function readStrictly(text: string, separator = ','): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let at = 0;
  const stop = (why: string): never => {
    throw new Error(`${why} at sign ${at} of ${JSON.stringify(text.slice(Math.max(0, at - 30), at + 10))}`);
  };
  while (at < text.length) {
    const quoted = text[at] === '"';
    let cell = '';
    if (quoted) {
      at += 1;
      for (;;) {
        const end = text.indexOf('"', at);
        if (end === -1) stop('unclosed quotation mark');
        cell += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
      }
    } else {
      const start = at;
      while (at < text.length && text[at] !== separator && text[at] !== '\n') {
        if (text[at] === '"') stop('quotation mark in a bare cell');
        if (text[at] === '\r') stop('carriage return in a bare cell');
        at += 1;
      }
      cell = text.slice(start, at);
    }
    row.push({ text: cell, quoted });
    if (text[at] === separator) {
      at += 1;
      if (at === text.length) row.push({ text: '', quoted: false });
      else if (text[at] !== '\n') continue;
      else row.push({ text: '', quoted: false });
    } else if (at < text.length && text[at] !== '\n') stop('text after a closing quotation mark');
    at += 1;
    rows.push(row);
    row = [];
  }
  return rows;
}

export const textsOf = (rows: readonly (readonly Cell[])[]): readonly (readonly string[])[] =>
  rows.map((row) => row.map(({ text }) => text));

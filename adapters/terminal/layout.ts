/** Words laid out for a terminal: emphasis where there is colour, and lines no longer than the window. */

import { stripVTControlCharacters, styleText } from 'node:util';
import type { CommandSet } from '../../commands/command-set.ts';
import { plain, type RichText, spansOf } from '../../src/messages/rich-text.ts';

export interface Look {
  /** How what can be typed is spelled. */
  readonly commands: CommandSet;
  /** Characters in a line; absent where lines are not broken, as in a pipe. */
  readonly width?: number;
  readonly colour: boolean;
}

/** Lines longer than this are hard to read, however wide the window is. */
export const WIDEST = 96;

type Format = Parameters<typeof styleText>[0];

export const styled = (look: Look, format: Format, text: string): string =>
  look.colour ? styleText(format, text, { validateStream: false }) : text;

/** What a terminal would act on rather than show is taken out: a person's words may be among what is printed. */
export const shown = (text: string): string => text.replace(/[^\P{Cc}\n]/gu, '');

export const rich = (look: Look, text: RichText): string =>
  spansOf(text)
    .map((span) => {
      if (typeof span === 'string') return shown(span);
      if ('time' in span) return shown(plain([span]));
      if ('strong' in span) return styled(look, 'bold', shown(span.strong));
      return styled(look, 'cyan', shown('code' in span ? span.code : look.commands.lineFor(span.command)));
    })
    .join('');

/** The columns that a text takes. */
export const columns = (text: string): number => stripVTControlCharacters(text).length;

/** The text in lines of the look's width, all but the first beginning with the indent, which the first is taken to have. */
export function wrapped({ width }: Pick<Look, 'width'>, text: string, indent = ''): string {
  if (width === undefined) return text.replaceAll('\n', `\n${indent}`);
  const room = Math.max(20, width - indent.length);
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && columns(line) + 1 + columns(word) > room) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines.join(`\n${indent}`);
}

/** Rows under each other: every column as wide as its widest cell, the last one broken over lines. */
export function aligned(look: Look, rows: readonly (readonly string[])[], indent = ''): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, columns(cell));
    });
  }
  return rows
    .map((row) => {
      const last = row.length - 1;
      const before = row
        .slice(0, last)
        .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - columns(cell) + 2))
        .join('');
      const hanging = indent + ' '.repeat(columns(before));
      // Where the columns before leave no room, the last cell gets a line of its own.
      if (look.width !== undefined && look.width - hanging.length < 24 && columns(row[last] ?? '') > 24) {
        const inner = `${indent}  `;
        return `${indent}${before.trimEnd()}\n${inner}${wrapped(look, row[last] ?? '', inner)}`;
      }
      return `${indent}${before}${wrapped(look, row[last] ?? '', hanging)}`.trimEnd();
    })
    .join('\n');
}
